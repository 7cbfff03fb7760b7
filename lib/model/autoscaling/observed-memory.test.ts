import { describe, expect, it } from 'vitest';
import { firstMemory } from '#lib/rules/hpa/memory.ts';
import type { AutoscalerRecord } from '../records/records.ts';
import { firstObserved, observed } from './observed-memory.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const at = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString();
const policies = [{ type: 'Pods', value: 4, periodSeconds: 60 }];

function autoscaler(lastScaleTime: string): AutoscalerRecord {
  return {
    spec: {
      maxReplicas: 10,
      scaleTargetRef: { kind: 'Deployment', name: 'web' },
      behavior: { scaleUp: { policies }, scaleDown: { policies } },
    },
    status: { lastScaleTime, desiredReplicas: 2, currentMetrics: [], conditions: [] },
  };
}

describe('what a controller must remember', () => {
  const before = firstObserved(autoscaler(at(-60)), 2, NOW);

  it.each([
    ['what is there, where that is held on to', 'ScaleDownStabilized', [{ replicas: 2, atMs: NOW }]],
    ['nothing, where nothing is held on to', 'ReadyForNewScale', []],
  ])('begins with %s', (_, reason, recommendations) => {
    const { spec, status } = autoscaler(at(-60));
    const conditions = [{ type: 'AbleToScale', status: 'True', reason }];
    const record: AutoscalerRecord = { ...(spec && { spec }), ...(status && { status: { ...status, conditions } }) };
    expect(firstObserved(record, 2, NOW).memory).toEqual({ recommendations, ups: [], downs: [] });
  });

  it('is no more recommendations than it makes itself', () => {
    const next = firstMemory(7, NOW + 5_000);
    const seen = { autoscaler: autoscaler(at(-60)), replicas: 2, next };
    expect(observed(before, { ...seen, nowMs: NOW + 5_000 }).memory).toEqual(before.memory);
    const later = observed(before, { ...seen, nowMs: NOW + 15_000 });
    expect(later.memory.recommendations).toEqual(next.recommendations);
    expect(later.recordedMs).toBe(NOW + 15_000);
  });

  it.each([
    ['up', 5, { ups: [{ replicas: 3, atMs: NOW + 5_000 }], downs: [] }],
    ['down', 1, { ups: [], downs: [{ replicas: 1, atMs: NOW + 5_000 }] }],
  ])('counts what was scaled %s, when it was', (_, replicas, changes) => {
    const seen = { autoscaler: autoscaler(at(5)), replicas, next: null, nowMs: NOW + 9_000 };
    expect(observed(before, seen).memory).toMatchObject(changes);
  });

  it.each([
    ['forgets what its scaling down disproves', 5, 3, []],
    ['keeps what a lower maximum cut', 10, 10, [12]],
  ])('%s', (_, max, replicas, kept) => {
    const wanted = { ...firstObserved(autoscaler(at(-60)), 12, NOW), memory: firstMemory(12, NOW) };
    const spec = { ...autoscaler(at(5)).spec, maxReplicas: max, scaleTargetRef: { kind: 'Deployment', name: 'web' } };
    const seen = { autoscaler: { ...autoscaler(at(5)), spec }, replicas, next: null, nowMs: NOW + 9_000 };
    const { recommendations } = observed(wanted, seen).memory;
    expect(recommendations.map((one) => one.replicas)).toEqual(kept);
  });

  it('takes what somebody else scaled for nothing of its own', () => {
    const seen = { autoscaler: autoscaler(at(-60)), replicas: 5, next: null, nowMs: NOW + 9_000 };
    expect(observed(before, seen).memory).toEqual(before.memory);
  });
});
