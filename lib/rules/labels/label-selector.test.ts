import { describe, expect, it } from 'vitest';
import {
  formatRequirements,
  LabelSelectorError,
  matchesLabelSelector,
  matchesLabelSet,
  matchesRequirements,
  selectorRequirements,
} from './label-selector.ts';
import { parseLabelSelector } from './label-selector-parser.ts';

describe('a labelSelector query parameter', () => {
  // apimachinery pkg/labels/selector_test.go
  it.each([
    ['', {}, true],
    ['x=y', { x: 'y' }, true],
    ['x==y', { x: 'y' }, true],
    ['x=y,z=w', { x: 'y', z: 'w' }, true],
    ['x!=y,z!=w', { x: 'z', z: 'a' }, true],
    ['x!=y', {}, true],
    ['notin=in', { notin: 'in' }, true],
    ['x', { x: 'z' }, true],
    ['!x', { y: 'z' }, true],
    ['!x', { x: 'z' }, false],
    ['x>1', { x: '2' }, true],
    ['x<1', { x: '0' }, true],
    ['x>1', { x: '1' }, false],
    ['x>1', { x: 'many' }, false],
    ['x>1', {}, false],
    ['x=a', {}, false],
    ['x in (a,b)', { x: 'b' }, true],
    ['x in (a,b)', {}, false],
    ['x notin (a,b)', {}, true],
    ['x notin (a,b)', { x: 'a' }, false],
    ['x in ()', { x: '' }, true],
    ['x in (,a)', { x: '' }, true],
    ['x in (a,)', { x: '' }, true],
    ['x=', { x: '' }, true],
    ['x=,z=w', { x: '', z: 'w' }, true],
    [' x = y , z in ( a ) ', { x: 'y', z: 'a' }, true],
    ['in in (in)', { in: 'in' }, true],
    ['kubernetes.io/arch=arm64', { 'kubernetes.io/arch': 'arm64' }, true],
    ['constructor', {}, false],
  ])('%j on %o: %s', (text, labels, expected) => {
    expect(matchesRequirements(parseLabelSelector(text), labels)).toBe(expected);
  });

  // As a v1.37.2 API server answers, word for word.
  it.each([
    ['a in', "unable to parse requirement: found '' expected: '('"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    [',a', "found ',', expected: !, identifier, or 'end of string'"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['a,', "found '', expected: identifier after ','"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['a!', "unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt"],
    [
      'a>x',
      `unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
    [
      '&a=b',
      `unable to parse requirement: <nil>: Invalid value: "&a": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
    [
      'a=$',
      `unable to parse requirement: values[0][a]: Invalid value: "$": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    ],
  ])('refuses %j', (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it.each(['x=y=z', 'x in (a', 'x in a)', 'x notin (a,b', 'x,,y', 'x=(a)', '(x)', 'x===y', '&& x', 'a/b/c=d'])(
    'refuses %j with some reason',
    (text) => {
      expect(() => parseLabelSelector(text)).toThrow(/found|Invalid value/);
    },
  );

  it('reads a very long selector in no time', () => {
    const text = Array.from({ length: 10_000 }, (_, index) => `k${index} in (a,b)`).join(',');
    expect(parseLabelSelector(text)).toHaveLength(10_000);
  });
});

function refusal(text: string): string | null {
  try {
    parseLabelSelector(text);
  } catch (error) {
    if (error instanceof LabelSelectorError) return error.message;
    throw error;
  }
  return null;
}

describe('a LabelSelector object', () => {
  const labels = { app: 'web', tier: 'front' };
  it.each([
    [undefined, false],
    [null, false],
    [{}, true],
    [{ matchLabels: { app: 'web' } }, true],
    [{ matchLabels: { app: 'db' } }, false],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'db'] }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
    [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
    [{ matchExpressions: [{ key: 'canary', operator: 'DoesNotExist' }] }, true],
    [{ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
  ])('%o: %s', (selector, expected) => {
    expect(matchesLabelSelector(selector, labels)).toBe(expected);
  });

  it('refuses an operator that only nodes have', () => {
    const selector = { matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] };
    expect(() => matchesLabelSelector(selector, {})).toThrow('"Gt" is not a valid label selector operator');
  });

  it('prints as kubectl does', () => {
    const selector = {
      matchLabels: { b: '1' },
      matchExpressions: [
        { key: 'a', operator: 'In', values: ['y', 'x'] },
        { key: 'c', operator: 'DoesNotExist' },
      ],
    };
    expect(formatRequirements(selectorRequirements(selector) ?? [])).toBe('a in (x,y),b=1,!c');
  });
});

it('a plain map selects by equality and never by what objects inherit', () => {
  expect(matchesLabelSet({ a: 'b' }, { a: 'b', c: 'd' })).toBe(true);
  expect(matchesLabelSet({ a: 'b' }, undefined)).toBe(false);
  expect(matchesLabelSet({}, undefined)).toBe(true);
});
