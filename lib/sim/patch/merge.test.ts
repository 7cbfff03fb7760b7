import { describe, expect, it } from 'vitest';
import { mergePatch } from './merge.ts';

// The cases of RFC 7386, appendix A, that have an object as target.
const cases: [name: string, target: object, patch: unknown, result: object][] = [
  ['replaces a field', { a: 'b' }, { a: 'c' }, { a: 'c' }],
  ['adds a field', { a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  ['removes a field', { a: 'b' }, { a: null }, {}],
  ['removes one of two', { a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  ['replaces a list by a scalar', { a: ['b'] }, { a: 'c' }, { a: 'c' }],
  ['replaces a scalar by a list', { a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  ['merges nested objects', { a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  ['replaces lists whole', { a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  ['keeps nulls of the target', { e: null }, { a: 1 }, { e: null, a: 1 }],
  ['leaves no nulls in a new object', {}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ['replaces a list by an object', { a: [1] }, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
];

describe('mergePatch', () => {
  it.each(cases)('%s', (_name, target, patch, result) => {
    const before = JSON.stringify(target);
    expect(mergePatch({ ...target }, patch)).toEqual(result);
    expect(JSON.stringify(target)).toBe(before);
  });

  it.each([[[1]], ['text'], [null], [3]])('refuses %j as a patch', (patch) => {
    expect(() => mergePatch({}, patch)).toThrow(/^error decoding patch: json: cannot unmarshal/);
  });

  it('refuses what nests too deep instead of running out of stack', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
    expect(() => mergePatch({}, deep)).toThrow(expect.objectContaining({ code: 400 }));
  });

  it('treats __proto__ as a field like any other', () => {
    const patched = mergePatch({}, JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(Object.keys(patched)).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });
});
