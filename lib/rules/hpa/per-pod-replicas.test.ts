// Facts from upstream's replica_calculator_test.go: the same pods, metrics and targets give the same replicas.
import { describe, expect, it } from 'vitest';
import { averageValueReplicas, utilizationReplicas } from './per-pod-replicas.ts';
import { NOW_MS, type PodRow, podsOf, readingsOf, times } from './testdata/pods.ts';

const TENTH = { up: 0.1, down: 0.1 };
const READY: PodRow = { cpu: '1' };
const UNREADY: PodRow = { cpu: '1', unready: true };
const HOT: PodRow = { cpu: '1', hot: true };
const FAILED: PodRow = { cpu: '1', unready: true, phase: 'Failed' };
const PENDING: PodRow = { cpu: '1', unready: true, phase: 'Pending' };
const LEAVING: PodRow = { cpu: '1', unready: true, leaving: true };
const MIXED: PodRow[] = [{ cpu: '900m' }, { cpu: '1' }, { cpu: '1100m' }];

/** Replicas, pods, millicores of each container, percent asked for; then replicas, percent and millicores of a pod. */
type Row = [what: string, current: number, pods: PodRow[], levels: number[], target: number, want: number[]];

const UTILIZATION: Row[] = [
  ['goes up', 3, times(3), [300, 500, 700], 30, [5, 50, 1000]],
  ['counts an unready pod as idle when going up', 3, [UNREADY, READY, READY], [300, 500, 700], 30, [4, 60, 1200]],
  ['counts a starting pod as idle when going up', 3, [HOT, READY, READY], [300, 500, 700], 30, [4, 60, 1200]],
  ['stays where unready pods would turn it round', 3, [READY, UNREADY, UNREADY], [400, 500, 700], 30, [3, 40, 800]],
  ['stays where starting pods would turn it round', 3, [READY, HOT, HOT], [400, 500, 700], 30, [3, 40, 800]],
  ['ignores failed pods', 2, [READY, READY, FAILED, FAILED], [500, 700], 30, [4, 60, 1200]],
  ['ignores pods that leave', 2, [READY, READY, LEAVING, LEAVING], [500, 700], 30, [4, 60, 1200]],
  ['goes down', 5, times(5), [100, 300, 500, 250, 250], 50, [3, 28, 560]],
  ['goes down by the ready', 5, [...times(3), UNREADY, UNREADY], [100, 300, 500, 250, 250], 50, [2, 30, 600]],
  ['goes down without the pending', 5, [READY, PENDING, PENDING, PENDING, PENDING], [100], 50, [1, 10, 200]],
  ['goes down without the starting', 5, [...times(3), HOT, HOT], [100, 300, 500, 250, 250], 50, [2, 30, 600]],
  ['goes down without the failed', 5, [...times(5), FAILED, FAILED], [100, 300, 500, 250, 250], 50, [3, 28, 560]],
  ['goes down without the leaving', 5, [...times(5), LEAVING, LEAVING], [100, 300, 500, 250, 250], 50, [3, 28, 560]],
  ['counts metrics of pods it does not know', 4, times(4), [4000, 9500, 3000, 7000, 3200, 2000], 100, [24, 587, 11750]],
  ['takes a pod without metric for busy when going down', 4, times(4), [400, 95], 100, [3, 24, 495]],
  ['stays at the target with a pod without metric', 2, times(2), [1000], 100, [2, 100, 2000]],
  ['stays above it', 2, times(2), [1900], 100, [2, 190, 3800]],
  ['stays below it', 2, times(2), [600], 100, [2, 60, 1200]],
  ['stays with one unready and one without', 3, [UNREADY, READY, READY], [100, 450], 50, [3, 45, 900]],
  ['stays with one starting and one without', 3, [HOT, READY, READY], [100, 450], 50, [3, 45, 900]],
  ['goes up with one unready and one without', 3, [UNREADY, READY, READY], [100, 2000], 50, [4, 200, 4000]],
  ['goes down with one unready and one without', 4, [UNREADY, ...times(3)], [100, 100, 100], 50, [3, 10, 200]],
  [
    'fills in the target where that is over 100',
    4,
    [UNREADY, READY, { cpu: '2' }, { cpu: '2' }],
    [200, 100, 100],
    300,
    [2, 6, 200],
  ],
  ['stays in a rollout with a pod more', 2, times(3), [100, 100], 50, [2, 10, 200]],
  ['stays within a tenth', 3, MIXED, [1010, 1030, 1020], 100, [3, 102, 2040]],
];

const both = (levels: readonly number[]) => readingsOf(levels.map((level) => level * 2));

describe('replicas for a utilization', () => {
  it.each(UTILIZATION)('%s', (_what, currentReplicas, rows, levels, target, [replicas, percent, milli]) => {
    const input = { currentReplicas, pods: podsOf(rows), readings: both(levels), resource: 'cpu', nowMs: NOW_MS };
    expect(utilizationReplicas({ ...input, tolerances: TENTH }, '', target)).toMatchObject({
      replicas,
      utilizationPercent: percent,
      averageMilli: milli,
    });
  });

  it.each([
    ['nothing', { up: 0, down: 0 }, [909, 1010, 1111], 4],
    ['200 % up', { up: 2, down: 0.1 }, [1890, 1910, 1900], 3],
    ['8 % up, whatever is allowed down', { up: 0.08, down: 2 }, [1100, 1080, 1090], 4],
    ['36 % down', { up: 0.1, down: 0.36 }, [660, 640, 650], 3],
    ['34 % down', { up: 0.1, down: 0.34 }, [660, 640, 650], 2],
  ])('tolerates %s', (_what, tolerances, levels, replicas) => {
    const input = { currentReplicas: 3, pods: podsOf(MIXED), readings: both(levels), resource: 'cpu', nowMs: NOW_MS };
    expect(utilizationReplicas({ ...input, tolerances }, '', 100).replicas).toBe(replicas);
  });

  it('looks at one container where it is told to', () => {
    const readings = readingsOf([300, 500, 700]);
    const input = { currentReplicas: 3, pods: podsOf(times(3)), readings, resource: 'cpu', nowMs: NOW_MS };
    const terms = utilizationReplicas({ ...input, tolerances: TENTH }, 'two', 30);
    expect(terms).toMatchObject({ replicas: 5, utilizationPercent: 50, averageMilli: 500, reason: 'ratio' });
    expect(() => utilizationReplicas({ ...input, tolerances: TENTH }, 'three', 30)).toThrow(
      'container three not found in Pod pod-0',
    );
  });

  it('says which terms led there', () => {
    const input = { currentReplicas: 3, pods: podsOf([UNREADY, READY, READY]), readings: both([300, 500, 700]) };
    const whole = { ...input, resource: 'cpu', tolerances: TENTH, nowMs: NOW_MS };
    expect(utilizationReplicas(whole, '', 30)).toEqual({
      kind: 'per-pod',
      replicas: 4,
      reason: 'ratio',
      averageMilli: 1200,
      utilizationPercent: 60,
      ratio: 2,
      groups: { ready: ['pod-1', 'pod-2'], unready: ['pod-0'], missing: [], ignored: [] },
      filled: { ratio: 40 / 30, pods: 3 },
    });
  });

  it.each([
    [
      'no metric of its pods',
      times(1),
      new Map([['older', { valueMilli: 100, timestampMs: 0, windowMs: 0 }]]),
      'no metrics returned matched known pods',
    ],
    ['no request', [{}], readingsOf([200]), 'missing request for cpu in container one of Pod pod-0'],
    [
      'no pod that counts',
      [UNREADY],
      readingsOf([200]),
      'did not receive metrics for targeted pods (pods might be unready)',
    ],
    ['no pod', [], readingsOf([200]), 'no pods returned by selector while calculating replica count'],
  ])('fails with %s', (_what, rows, readings, message) => {
    const input = {
      currentReplicas: 1,
      pods: podsOf(rows),
      readings,
      resource: 'cpu',
      tolerances: TENTH,
      nowMs: NOW_MS,
    };
    expect(() => utilizationReplicas(input, '', 100)).toThrow(message);
  });
});

describe('replicas for an average value', () => {
  const cases: [string, number, PodRow[], number[], number, number, number][] = [
    ['goes up', 3, times(3), [20_000, 10_000, 30_000], 15_000, 4, 20_000],
    ['minds no readiness', 3, [READY, READY, UNREADY], [50_000, 10_000, 30_000], 15_000, 6, 30_000],
    ['minds no starting', 3, [{ ...HOT, unready: true }, READY, HOT], [50_000, 15_000, 30_000], 15_000, 7, 31_666],
    ['goes down', 5, times(5), [12_000, 12_000, 12_000, 12_000, 12_000], 20_000, 3, 12_000],
    ['stays within a tenth', 3, times(3), [20_000, 21_000, 21_000], 20_000, 3, 20_666],
    ['stays at the target with pods without metric', 5, times(5), [20_000, 19_000, 21_000], 20_000, 5, 20_000],
    ['stays in a rollout with a pod more', 2, times(3), [10_000, 10_000], 17_000, 2, 10_000],
  ];

  it.each(cases)('%s', (_what, currentReplicas, rows, values, target, replicas, averageMilli) => {
    const input = { currentReplicas, pods: podsOf(rows), readings: readingsOf(values), resource: '', nowMs: NOW_MS };
    const terms = averageValueReplicas({ ...input, tolerances: TENTH }, target);
    expect(terms).toMatchObject({ replicas, averageMilli, utilizationPercent: null });
  });
});
