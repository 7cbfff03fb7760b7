import type { Taint, Toleration } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { parseTaintSpec } from './taint-spec.ts';
import {
  defaultTolerations,
  formatTaint,
  isSystemTaint,
  noExecuteVerdict,
  toleratesTaint,
  untoleratedTaints,
} from './taints.ts';

const taint = (key: string, value: string, effect: string): Taint => ({ key, value, effect });

describe('toleratesTaint', () => {
  // api core/v1/toleration_test.go
  const foo = taint('foo', 'bar', 'NoSchedule');
  it.each<[string, Toleration, Taint, boolean]>([
    [
      'the same key, value and effect',
      { key: 'foo', operator: 'Equal', value: 'bar', effect: 'NoSchedule' },
      foo,
      true,
    ],
    ['an empty operator is Equal', { key: 'foo', value: 'bar', effect: 'NoSchedule' }, foo, true],
    ['an empty effect matches all', { key: 'foo', operator: 'Exists' }, foo, true],
    ['Exists ignores the value', { key: 'foo', operator: 'Exists', effect: 'NoSchedule' }, foo, true],
    ['no key and Exists matches all', { operator: 'Exists' }, foo, true],
    ['no key with an effect', { operator: 'Exists', effect: 'NoExecute' }, foo, false],
    ['another value', { key: 'foo', operator: 'Equal', value: 'baz', effect: 'NoSchedule' }, foo, false],
    ['another key', { key: 'fox', operator: 'Exists' }, foo, false],
    ['another effect', { key: 'foo', operator: 'Exists', effect: 'NoExecute' }, foo, false],
    ['a taint without a value', { key: 'foo' }, { key: 'foo', effect: 'NoSchedule' }, true],
    ['Gt is behind a gate that is off', { key: 'n', operator: 'Gt', value: '1' }, taint('n', '2', 'NoSchedule'), false],
  ])('%s', (_what, toleration, of, expected) => {
    expect(toleratesTaint(toleration, of)).toBe(expected);
  });
});

it('only hard effects keep a pod away, and the node’s order is kept', () => {
  const taints = [taint('a', '', 'PreferNoSchedule'), taint('b', '', 'NoExecute'), taint('c', '', 'NoSchedule')];
  expect(untoleratedTaints(taints, []).map(({ key }) => key)).toEqual(['b', 'c']);
  expect(untoleratedTaints(taints, [], ['PreferNoSchedule']).map(({ key }) => key)).toEqual(['a']);
});

describe('noExecuteVerdict', () => {
  // kubernetes pkg/controller/tainteviction/taint_eviction_test.go, TestGetMinTolerationTime and TestCreatePod
  const a = taint('a', '', 'NoExecute');
  const b = taint('b', '', 'NoExecute');
  const tolerates = (key: string, tolerationSeconds?: number): Toleration => ({
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
  });
  it.each<[string, Taint[], Toleration[], ReturnType<typeof noExecuteVerdict>]>([
    ['no taints', [], [], { stays: true }],
    ['NoSchedule evicts nobody', [taint('a', '', 'NoSchedule')], [], { stays: true }],
    ['not tolerated', [a], [], { stays: false, afterSeconds: 0 }],
    ['tolerated for ever', [a], [tolerates('a')], { stays: true }],
    ['tolerated for a while', [a], [tolerates('a', 300)], { stays: false, afterSeconds: 300 }],
    ['the shortest counts', [a, b], [tolerates('a', 300), tolerates('b', 60)], { stays: false, afterSeconds: 60 }],
    [
      'for ever does not lengthen a while',
      [a, b],
      [tolerates('a'), tolerates('b', 60)],
      { stays: false, afterSeconds: 60 },
    ],
    ['one not tolerated', [a, b], [tolerates('a', 300)], { stays: false, afterSeconds: 0 }],
    ['negative seconds are at once', [a], [tolerates('a', -1)], { stays: false, afterSeconds: 0 }],
    [
      'the first matching toleration counts',
      [a],
      [tolerates('a', 10), tolerates('a')],
      { stays: false, afterSeconds: 10 },
    ],
  ])('%s', (_what, taints, tolerations, verdict) => {
    expect(noExecuteVerdict(taints, tolerations)).toEqual(verdict);
  });
});

describe('defaultTolerations', () => {
  it('gives 300 seconds of patience for both outages', () => {
    expect(defaultTolerations([])).toEqual([
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
      { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    ]);
  });

  it.each<[Toleration[], number]>([
    [[{ operator: 'Exists' }], 0],
    [[{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }], 1],
    [[{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoSchedule' }], 2],
  ])('leaves what a pod says itself: %o', (tolerations, added) => {
    expect(defaultTolerations(tolerations)).toHaveLength(added);
  });
});

describe('kubectl’s taint notation', () => {
  it.each([
    ['a=b:NoSchedule', { remove: false, key: 'a', value: 'b', effect: 'NoSchedule' }],
    ['a:NoExecute', { remove: false, key: 'a', value: '', effect: 'NoExecute' }],
    ['a=:NoExecute', { remove: false, key: 'a', value: '', effect: 'NoExecute' }],
    ['a=b:NoSchedule-', { remove: true, key: 'a', effect: 'NoSchedule' }],
    ['a:NoSchedule-', { remove: true, key: 'a', effect: 'NoSchedule' }],
    ['kubernetes.io/arch-', { remove: true, key: 'kubernetes.io/arch', effect: null }],
  ])('%s', (spec, expected) => {
    expect(parseTaintSpec(spec)).toEqual(expected);
  });

  // kubectl pkg/cmd/taint/utils_test.go
  it.each([
    ['a', 'invalid taint spec: a'],
    ['a=b', /^invalid taint spec: a=b, name part must consist of/],
    ['a=b=c:NoSchedule', 'invalid taint spec: a=b=c:NoSchedule'],
    ['a=b:NoSchedule:x', 'invalid taint spec: a=b:NoSchedule:x'],
    ['a=b:Sometimes', 'invalid taint effect: Sometimes, unsupported taint effect'],
    ['a=@:NoSchedule', /^invalid taint spec: a=@:NoSchedule, a valid label must be/],
  ])('refuses %s', (spec, message) => {
    expect(() => parseTaintSpec(spec)).toThrow(message);
  });

  it('writes it back', () => {
    expect(formatTaint(taint('a', 'b', 'NoSchedule'))).toBe('a=b:NoSchedule');
    expect(formatTaint({ key: 'a', value: null, effect: 'NoExecute' })).toBe('a:NoExecute');
  });
});

it('knows which taints Kubernetes sets itself', () => {
  expect(isSystemTaint('node.kubernetes.io/unreachable')).toBe(true);
  expect(isSystemTaint('node-role.kubernetes.io/control-plane')).toBe(false);
  expect(isSystemTaint('node.kubernetes.io/out-of-service')).toBe(false);
});
