// Facts from upstream's replica_calculator_test.go (TestGroupPods): which pods count, which do not, and why.
import type { Pod, PodStatus } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { CPU_INITIALIZATION_MS, groupPods, INITIAL_READINESS_MS } from './pod-groups.ts';
import { NOW_MS } from './testdata/pods.ts';

const SECOND_MS = 1_000;
const ago = (ms: number) => new Date(NOW_MS - ms).toISOString();

function podOf(status: PodStatus, leaving = false): Pod {
  return { metadata: { name: 'pod', ...(leaving ? { deletionTimestamp: ago(0) } : {}) }, status };
}

/** Started and last changed its readiness so long ago. */
function ranked(startedMs: number, changedMs: number, ready: 'True' | 'False'): PodStatus {
  const condition = { type: 'Ready', status: ready, lastTransitionTime: ago(changedMs) };
  return { phase: 'Succeeded', startTime: ago(startedMs), conditions: [condition] };
}

const fresh = (windowSeconds: number) => ({ valueMilli: 1, timestampMs: NOW_MS, windowMs: windowSeconds * SECOND_MS });
const LATE = CPU_INITIALIZATION_MS + 60 * SECOND_MS;

describe('pods are grouped', () => {
  it.each([
    ['ready for memory, whatever their state', podOf({ phase: 'Succeeded' }), 'memory', 60, 'ready'],
    [
      'unready for CPU without a Ready condition',
      podOf({ phase: 'Succeeded', startTime: ago(0) }),
      'cpu',
      0,
      'unready',
    ],
    ['ready while they start, after a whole window', podOf(ranked(60_000, 30_000, 'True')), 'cpu', 30, 'ready'],
    ['unready while they start, within the window', podOf(ranked(60_000, 30_000, 'True')), 'cpu', 60, 'unready'],
    ['unready while they start, when not ready', podOf(ranked(60_000, 50_000, 'False')), 'cpu', 10, 'unready'],
    [
      'ready after their start, when not ready any more',
      podOf(ranked(LATE, LATE - 100_000, 'False')),
      'cpu',
      60,
      'ready',
    ],
    [
      'unready after their start, when never ready',
      podOf(ranked(LATE, LATE - INITIAL_READINESS_MS + 1_000, 'False')),
      'cpu',
      60,
      'unready',
    ],
    ['missing without a metric', podOf(ranked(LATE, LATE, 'True')), 'cpu', null, 'missing'],
    ['unready while pending', podOf({ phase: 'Pending' }), 'cpu', 60, 'unready'],
    ['ignored when failed', podOf({ phase: 'Failed' }), 'cpu', 60, 'ignored'],
    ['ignored on their way out', podOf(ranked(LATE, LATE, 'True'), true), 'cpu', 60, 'ignored'],
  ] as const)('%s', (_what, pod, resource, windowSeconds, group) => {
    const readings = new Map(windowSeconds === null ? [] : [['pod', fresh(windowSeconds)]]);
    const nothing = { ready: [], unready: [], missing: [], ignored: [] };
    expect(groupPods([pod], readings, resource, NOW_MS)).toEqual({ ...nothing, [group]: ['pod'] });
  });
});
