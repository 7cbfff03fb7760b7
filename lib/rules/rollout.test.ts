import { describe, expect, it } from 'vitest';
import {
  newReplicaSetSize,
  proportionalSizes,
  type RolloutSpec,
  rolloutBounds,
  scaledValue,
  shrinkSteps,
} from './rollout.ts';

function rolling(replicas: number, maxSurge: number | string, maxUnavailable: number | string): RolloutSpec {
  return { replicas, type: 'RollingUpdate', maxSurge, maxUnavailable };
}

describe('scaledValue', () => {
  it.each([
    [5, 10, 'up', 5],
    ['25%', 10, 'up', 3],
    ['25%', 10, 'down', 2],
    ['0%', 10, 'up', 0],
    ['100%', 7, 'down', 7],
    ['25', 10, 'up', null],
    ['x%', 10, 'up', null],
  ] as const)('%s of %d rounded %s is %s', (value, total, round, expected) => {
    expect(scaledValue(value, total, round)).toBe(expected);
  });
});

// Cases as in deployment_util_test.go (TestResolveFenceposts, TestMaxUnavailable).
describe('rolloutBounds', () => {
  it.each([
    [rolling(10, 0, '0%'), { surge: 0, unavailable: 1 }],
    [rolling(10, '39%', '39%'), { surge: 4, unavailable: 3 }],
    [rolling(100, 'oops', '39%'), { surge: 0, unavailable: 39 }],
    [rolling(3, '25%', '25%'), { surge: 1, unavailable: 0 }],
    [rolling(5, 0, 10), { surge: 0, unavailable: 5 }],
    [rolling(0, '25%', 10), { surge: 0, unavailable: 0 }],
    [
      { ...rolling(10, 5, 5), type: 'Recreate' as const },
      { surge: 0, unavailable: 0 },
    ],
  ])('of %j are %j', (spec, expected) => {
    expect(rolloutBounds(spec)).toEqual(expected);
  });
});

describe('newReplicaSetSize', () => {
  it.each([
    [10, 2, 0, 10, 2],
    [10, 2, 2, 12, 2],
    [10, 2, 2, 10, 4],
    [10, 5, 8, 9, 10],
  ])('of %d with surge %d, %d new of %d in all, is %d', (replicas, surge, newest, all, expected) => {
    expect(newReplicaSetSize(rolling(replicas, surge, 0), newest, all)).toBe(expected);
  });
});

describe('shrinkSteps', () => {
  const spec = rolling(10, 3, 2);
  const set = (name: string, replicas: number, available: number) => ({ name, replicas, available });
  it.each([
    ['waits while the new pods are not up', [set('old', 8, 8)], set('new', 5, 0), []],
    [
      'takes one away for each new pod that is up',
      [set('old', 8, 8)],
      set('new', 5, 3),
      [{ name: 'old', replicas: 5 }],
    ],
    ['takes unhealthy ones first', [set('a', 4, 4), set('b', 4, 2)], set('new', 4, 2), [{ name: 'b', replicas: 2 }]],
    [
      'takes unhealthy, then healthy ones of the oldest',
      [set('a', 5, 5), set('b', 4, 1)],
      set('new', 4, 4),
      [
        { name: 'b', replicas: 1 },
        { name: 'a', replicas: 3 },
      ],
    ],
    ['does nothing without old pods', [set('old', 0, 0)], set('new', 10, 10), []],
  ])('%s', (_, old, newest, expected) => {
    expect(shrinkSteps(spec, old, newest)).toEqual(expected);
  });
});

// Cases as in sync_test.go (TestScale): a resize while two or three sets are active.
describe('proportionalSizes', () => {
  const set = (name: string, replicas: number, creationMs: number, before: number) => {
    return { name, replicas, creationMs, maxReplicasBefore: before };
  };
  it.each([
    ['10 to 12', 12, [set('old', 5, 1, 10), set('new', 5, 2, 10)], { new: 6, old: 6 }],
    ['10 to 6', 6, [set('old', 5, 1, 10), set('new', 5, 2, 10)], { new: 3, old: 3 }],
    ['10 to 0', 0, [set('old', 5, 1, 10), set('new', 5, 2, 10)], { new: 0, old: 0 }],
    ['10 to 11, the newer grows', 11, [set('old', 5, 1, 10), set('new', 5, 2, 10)], { new: 6, old: 5 }],
    ['10 to 20 of 8, 2', 20, [set('old', 8, 1, 10), set('new', 2, 2, 10)], { old: 16, new: 4 }],
  ])('%s', (_, replicas, sets, expected) => {
    expect(Object.fromEntries(proportionalSizes(rolling(replicas, 0, 1), sets, 10))).toEqual(expected);
  });
});
