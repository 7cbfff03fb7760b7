// Facts from upstream's horizontal_test.go (TestConvertDesiredReplicasWithRules, TestScalingWithRules).
import type { HPAScalingRules } from 'kubernetes-types/autoscaling/v2';
import { describe, expect, it } from 'vitest';
import { downLimit, limited, limitedByRules, upLimit } from './limits.ts';
import type { Memory, ScaleChange } from './memory.ts';
import { NOW_MS } from './testdata/pods.ts';

const NOTHING: Memory = { recommendations: [], ups: [], downs: [] };

describe('limits without a behavior', () => {
  it.each([
    [5, 7, 3, 8, 7, 'DesiredWithinRange'],
    [3, 1, 2, 8, 2, 'TooFewReplicas'],
    [1, 0, 0, 10, 0, 'DesiredWithinRange'],
    [20, 1000, 1, 10, 10, 'TooManyReplicas'],
    [3, 1000, 1, 2000, 6, 'ScaleUpLimit'],
    [1, 1000, 1, 2000, 4, 'ScaleUpLimit'],
  ])(
    'from %i to %i between %i and %i: %i, %s',
    (currentReplicas, wanted, minReplicas, maxReplicas, replicas, reason) => {
      expect(limited({ currentReplicas, wanted, minReplicas, maxReplicas })).toMatchObject({ replicas, reason });
    },
  );
});

const SMALLEST: HPAScalingRules = {
  selectPolicy: 'Min',
  policies: [
    { type: 'Pods', value: 2, periodSeconds: 60 },
    { type: 'Percent', value: 50, periodSeconds: 60 },
  ],
};

describe('policies', () => {
  it('may be the one that changes least', () => {
    expect(upLimit(1, SMALLEST, NOTHING, NOW_MS)).toBe(2);
    expect(downLimit(5, SMALLEST, NOTHING, NOW_MS)).toBe(3);
  });

  it('may forbid a direction', () => {
    const disabled: HPAScalingRules = { ...SMALLEST, selectPolicy: 'Disabled' };
    expect(upLimit(4, disabled, NOTHING, NOW_MS)).toBe(4);
    expect(downLimit(4, disabled, NOTHING, NOW_MS)).toBe(4);
  });
});

/** Pods and percent, each with its period in seconds; 0 is no such policy. */
function rules(pods: number, podsPeriod: number, percent: number, percentPeriod: number): HPAScalingRules {
  const policies = [
    { type: 'Pods', value: pods, periodSeconds: podsPeriod },
    { type: 'Percent', value: percent, periodSeconds: percentPeriod },
  ];
  return { selectPolicy: 'Max', policies: policies.filter(({ value }) => value !== 0) };
}

const UP_DEFAULT = rules(4, 15, 100, 15);
const DOWN_DEFAULT = rules(0, 0, 100, 15);

/** Spread over the last so many seconds, each in the middle of its part. */
function spread(changes: readonly number[], seconds: number): ScaleChange[] {
  const part = seconds / changes.length;
  return changes.map((replicas, index) => {
    const agoSeconds = Math.trunc(seconds - part * (index + 1) + part / 2);
    return { replicas, atMs: NOW_MS - agoSeconds * 1_000 };
  });
}

const UPS = spread([1, 5, 9], 120);
const MANY = spread([8, 12, 9, 11], 120);

type Case = [
  what: string,
  current: number,
  wanted: number,
  bounds: [min: number, max: number],
  given: { up?: HPAScalingRules; down?: HPAScalingRules; ups?: ScaleChange[]; downs?: ScaleChange[] },
  replicas: number,
  reason: string,
];

const CASES: Case[] = [
  ['within range', 5, 7, [3, 8], {}, 7, 'DesiredWithinRange'],
  ['below the minimum', 3, 1, [2, 8], {}, 2, 'TooFewReplicas'],
  ['to zero', 1, 0, [0, 10], {}, 0, 'DesiredWithinRange'],
  ['above the maximum from above it', 20, 1000, [1, 10], {}, 10, 'TooManyReplicas'],
  ['above the maximum', 100, 1000, [100, 150], {}, 150, 'TooManyReplicas'],
  ['one percent of three is one', 3, 1000, [1, 2000], { up: rules(0, 0, 1, 60) }, 4, 'ScaleUpLimit'],
  ['doubles by default', 10, 50, [1, 1000], {}, 20, 'ScaleUpLimit'],
  ['by pods, which is more', 10, 500, [1, 1000], { up: rules(100, 60, 100, 60) }, 110, 'ScaleUpLimit'],
  ['by percent, which is more', 10, 500, [1, 1000], { up: rules(2, 60, 100, 60) }, 20, 'ScaleUpLimit'],
  ['by pods enough', 10, 50, [1, 1000], { up: rules(100, 60, 0, 0) }, 50, 'DesiredWithinRange'],
  ['by pods not enough', 10, 50, [1, 1000], { up: rules(30, 60, 0, 0) }, 40, 'ScaleUpLimit'],
  ['by percent not enough', 10, 50, [1, 1000], { up: rules(0, 0, 200, 60) }, 30, 'ScaleUpLimit'],
  ['down by pods, which is more', 100, 2, [1, 1000], { down: rules(20, 60, 1, 60) }, 80, 'ScaleDownLimit'],
  ['down by pods, a little more', 100, 2, [1, 1000], { down: rules(2, 60, 1, 60) }, 98, 'ScaleDownLimit'],
  ['down to the minimum by pods', 10, 0, [1, 1000], { down: rules(100, 60, 0, 0) }, 1, 'TooFewReplicas'],
  ['down to the minimum by percent', 10, 2, [5, 1000], { down: rules(0, 0, 100, 60) }, 5, 'TooFewReplicas'],
  ['down by pods', 10, 2, [1, 1000], { down: rules(5, 60, 0, 0) }, 5, 'ScaleDownLimit'],
  ['down by percent', 10, 5, [1, 1000], { down: rules(0, 0, 50, 60) }, 5, 'DesiredWithinRange'],
  ['many pods after recent ups', 100, 500, [1, 200], { up: rules(300, 60, 0, 0), ups: UPS }, 200, 'TooManyReplicas'],
  ['much percent after ups', 100, 500, [1, 200], { up: rules(0, 0, 10_000, 60), ups: UPS }, 200, 'TooManyReplicas'],
  ['nothing more after too much', 100, 500, [1, 1000], { up: rules(5, 120, 0, 0), ups: UPS }, 100, 'ScaleUpLimit'],
  ['pods from the period start', 100, 500, [1, 1000], { up: rules(150, 120, 0, 0), ups: UPS }, 235, 'ScaleUpLimit'],
  ['percent of its start', 100, 500, [1, 1000], { up: rules(0, 0, 200, 120), ups: UPS }, 255, 'ScaleUpLimit'],
  [
    'percent after ups and downs',
    6,
    24,
    [1, 1000],
    { up: rules(0, 0, 300, 300), ups: spread([4], 120), downs: spread([2], 120) },
    16,
    'ScaleUpLimit',
  ],
  ['down by default, whatever was', 10, 5, [1, 1000], { downs: UPS }, 5, 'DesiredWithinRange'],
  ['down to one', 100, 0, [1, 1000], { down: rules(115, 120, 0, 0), downs: UPS }, 1, 'TooFewReplicas'],
  ['down to five', 100, 0, [5, 1000], { down: rules(130, 120, 0, 0), downs: UPS }, 5, 'TooFewReplicas'],
  ['down to five by percent', 100, 2, [5, 1000], { down: rules(0, 0, 100, 120), downs: UPS }, 5, 'TooFewReplicas'],
  ['no further down', 100, 2, [1, 1000], { down: rules(5, 120, 0, 0), downs: UPS }, 100, 'ScaleDownLimit'],
  [
    'down by half of the start',
    100,
    0,
    [1, 1000],
    { down: rules(0, 0, 50, 120), downs: spread([2, 4, 6], 120) },
    56,
    'ScaleDownLimit',
  ],
  [
    'down by half after ups and downs',
    10,
    1,
    [1, 1000],
    { down: rules(0, 0, 50, 180), ups: spread([2], 120), downs: spread([4], 120) },
    6,
    'ScaleDownLimit',
  ],
  [
    'not up when downs were too many',
    100,
    0,
    [1, 1000],
    { down: rules(0, 0, 10, 120), downs: spread([10, 10, 10], 120) },
    100,
    'ScaleDownLimit',
  ],
  [
    'down where the limit is below zero',
    10,
    5,
    [1, 1000],
    { down: rules(0, 0, 1000, 120), downs: spread([10, 10, 10], 120) },
    5,
    'DesiredWithinRange',
  ],
  ['up with many ups', 100, 200, [1, 1000], { up: rules(1000, 30, 100, 60), ups: MANY }, 200, 'DesiredWithinRange'],
  ['down with many downs', 100, 5, [1, 1000], { down: rules(1000, 30, 100, 60), downs: MANY }, 5, 'DesiredWithinRange'],
];

describe('limits by a behavior', () => {
  it.each(CASES)('%s', (_what, currentReplicas, wanted, [minReplicas, maxReplicas], given, replicas, reason) => {
    const { up = UP_DEFAULT, down = DOWN_DEFAULT, ups = [], downs = [] } = given;
    const bounds = { currentReplicas, wanted, minReplicas, maxReplicas };
    const memory = { recommendations: [], ups, downs };
    expect(limitedByRules(bounds, { up, down }, memory, NOW_MS)).toMatchObject({ replicas, reason });
  });
});
