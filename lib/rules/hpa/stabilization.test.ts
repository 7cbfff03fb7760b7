// Facts from upstream's horizontal_test.go (TestNormalizeDesiredReplicas, ...WithBehavior, TestStoreScaleEvents).
import { describe, expect, it } from 'vitest';
import { firstMemory, type Memory, withScaleChange } from './memory.ts';
import { stabilized, stabilizedByRules } from './stabilization.ts';
import { NOW_MS } from './testdata/pods.ts';

/** Replicas and how many minutes ago they were recommended. */
type Past = [replicas: number, minutesAgo: number][];

function memoryOf(past: Past): Memory {
  const recommendations = past.map(([replicas, minutes]) => ({ replicas, atMs: NOW_MS - minutes * 60_000 }));
  return { recommendations, ups: [], downs: [] };
}

const kept = ({ recommendations }: Memory) => recommendations.map(({ replicas }) => replicas);

describe('without a behavior', () => {
  it.each<[string, Past, number, number, number]>([
    ['nothing before', [], 5, 5, 1],
    [
      'held by a higher one',
      [
        [4, 2],
        [5, 1],
      ],
      3,
      5,
      3,
    ],
    [
      'not held by lower ones',
      [
        [1, 2],
        [2, 1],
      ],
      3,
      3,
      3,
    ],
    [
      'not held by old ones',
      [
        [10, 10],
        [9, 9],
      ],
      3,
      3,
      2,
    ],
    [
      'held by the young among old ones',
      [
        [10, 10],
        [4, 1],
        [5, 2],
        [9, 9],
      ],
      3,
      5,
      4,
    ],
  ])('%s', (_what, past, wanted, replicas, length) => {
    const calm = stabilized(memoryOf(past), wanted, NOW_MS);
    expect([calm.replicas, kept(calm.memory).length]).toEqual([replicas, length]);
  });

  it('holds for five minutes from the first look', () => {
    const first = firstMemory(8, NOW_MS);
    expect(stabilized(first, 2, NOW_MS + 300_000).replicas).toBe(8);
    expect(stabilized(first, 2, NOW_MS + 300_001).replicas).toBe(2);
  });
});

describe('with a behavior', () => {
  it.each<[string, Past, number, number, [number, number], number, number[] | null]>([
    ['nothing before', [], 100, 5, [0, 0], 5, [5]],
    [
      'held from going down',
      [
        [4, 2],
        [5, 1],
      ],
      100,
      3,
      [0, 180],
      5,
      [4, 5, 3],
    ],
    [
      'held from going up',
      [
        [4, 2],
        [5, 1],
      ],
      1,
      7,
      [300, 0],
      4,
      [4, 5, 7],
    ],
    [
      'down past lower ones',
      [
        [1, 2],
        [2, 1],
      ],
      100,
      3,
      [300, 0],
      3,
      [1, 2, 3],
    ],
    [
      'up below higher ones',
      [
        [4, 2],
        [5, 1],
      ],
      1,
      3,
      [0, 300],
      3,
      [4, 5, 3],
    ],
    [
      'down without windows',
      [
        [10, 10],
        [9, 9],
      ],
      100,
      3,
      [0, 0],
      3,
      [10, 3],
    ],
    [
      'up without windows',
      [
        [10, 10],
        [9, 9],
      ],
      1,
      100,
      [0, 0],
      100,
      [10, 100],
    ],
    [
      'held by the young among old ones',
      [
        [10, 10],
        [4, 1],
        [5, 2],
        [9, 9],
      ],
      100,
      3,
      [0, 180],
      5,
      [10, 4, 5, 3],
    ],
    [
      'up, held by the lowest',
      [
        [10, 100],
        [6, 1],
        [5, 2],
        [9, 3],
      ],
      1,
      100,
      [300, 0],
      5,
      [100, 6, 5, 9],
    ],
    [
      'not up where less is wanted',
      [
        [2, 100],
        [3, 3],
      ],
      2,
      1,
      [300, 300],
      2,
      null,
    ],
    [
      'not down where more is wanted',
      [
        [2, 100],
        [1, 3],
      ],
      2,
      3,
      [300, 300],
      2,
      null,
    ],
  ])('%s', (_what, past, currentReplicas, wanted, [upSeconds, downSeconds], replicas, recommendations) => {
    const calm = stabilizedByRules(
      memoryOf(past),
      { wanted, currentReplicas, nowMs: NOW_MS },
      { up: { stabilizationWindowSeconds: upSeconds }, down: { stabilizationWindowSeconds: downSeconds } },
    );
    expect(calm.replicas).toBe(replicas);
    if (recommendations !== null) expect(kept(calm.memory)).toEqual(recommendations);
  });
});

describe('changes made', () => {
  const rules = { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] };
  const behavior = { scaleUp: rules, scaleDown: rules };

  it('are kept as long as a policy asks for them, and not without a behavior', () => {
    const once = withScaleChange(memoryOf([]), behavior, { from: 2, to: 5, atMs: NOW_MS });
    expect(once.ups).toEqual([{ replicas: 3, atMs: NOW_MS }]);
    const later = withScaleChange(once, behavior, { from: 5, to: 6, atMs: NOW_MS + 61_000 });
    expect(later.ups).toEqual([{ replicas: 1, atMs: NOW_MS + 61_000 }]);
    const down = withScaleChange(later, behavior, { from: 6, to: 2, atMs: NOW_MS + 62_000 });
    expect([down.ups.length, down.downs]).toEqual([1, [{ replicas: 4, atMs: NOW_MS + 62_000 }]]);
    expect(withScaleChange(once, undefined, { from: 5, to: 6, atMs: NOW_MS })).toBe(once);
  });
});
