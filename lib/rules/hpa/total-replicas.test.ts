// Facts from upstream's replica_calculator_test.go for Object and External metrics.
import { describe, expect, it } from 'vitest';
import { podsOf, times } from './testdata/pods.ts';
import { shareReplicas, valueReplicas } from './total-replicas.ts';

const TENTH = { up: 0.1, down: 0.1 };
const HUNDREDTH_UP = { up: 0.01, down: 0.1 };
const INT32_MAX = 2 ** 31 - 1;
const INT64_MAX = 2 ** 63;
const ONE_OF_THREE = [{ unready: true }, {}, { unready: true }];

describe('replicas for a value in all', () => {
  it.each([
    ['goes up', 3, times(3), TENTH, 20_000, 15_000, 4],
    ['goes up to the most there is', 3, times(3), TENTH, INT64_MAX, 1, INT32_MAX],
    ['multiplies the ready pods', 3, ONE_OF_THREE, TENTH, 50_000, 10_000, 5],
    ['may go down by that', 3, ONE_OF_THREE, TENTH, 8_600, 4_400, 2],
    ['goes down', 5, times(5), TENTH, 12_000, 20_000, 3],
    ['goes down a little', 5, times(5), TENTH, 8_600, 14_334, 3],
    ['stays within a tenth', 3, times(3), TENTH, 20_666, 20_000, 3],
    ['goes up beyond a hundredth', 3, times(3), HUNDREDTH_UP, 20_666, 20_000, 4],
    ['leaves zero by the ratio alone', 0, [], TENTH, 250, 100, 3],
    ['stays at zero with nothing to do', 0, [], TENTH, 0, 100, 0],
  ])('%s', (_what, currentReplicas, rows, tolerances, totalMilli, targetMilli, replicas) => {
    const terms = valueReplicas({ currentReplicas, pods: podsOf(rows), tolerances, totalMilli, targetMilli });
    expect(terms).toMatchObject({ kind: 'total', replicas, totalMilli });
  });
});

describe('replicas for a value each', () => {
  it.each([
    ['goes up', 3, TENTH, 20_000, 5_000, 4, 6_667],
    ['goes down', 5, TENTH, 6_000, 2_000, 3, 1_200],
    ['goes down to what is asked', 5, TENTH, 8_600, 2_867, 3, 1_720],
    ['stays within a tenth', 4, TENTH, 20_166, 5_000, 4, 5_042],
    ['goes up beyond a hundredth', 4, HUNDREDTH_UP, 20_208, 5_000, 5, 5_052],
    ['goes up to the most there is', 1, TENTH, INT64_MAX, 1, INT32_MAX, INT64_MAX],
    ['stays at one for a huge target', 1, TENTH, INT64_MAX, INT64_MAX, 1, INT64_MAX],
    ['leaves zero, with an average that is no number', 0, TENTH, 250, 100, 3, -INT64_MAX],
    ['stays at zero with nothing to do', 0, TENTH, 0, 100, 0, -INT64_MAX],
  ])('%s', (_what, statusReplicas, tolerances, totalMilli, targetMilli, replicas, averageMilli) => {
    const terms = shareReplicas({ statusReplicas, tolerances, totalMilli, targetMilli });
    expect(terms).toMatchObject({ kind: 'share', replicas, averageMilli });
  });
});
