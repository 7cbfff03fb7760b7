import type { MetricSpec } from 'kubernetes-types/autoscaling/v2';
import { describe, expect, it } from 'vitest';
import type { AutoscalerRecord } from '../records/records.ts';
import { type LoadQuestion, scalesAbove, tooLittle } from './scaling-load.ts';

const SERVICE = { kind: 'Service', name: 'web' };

function object(name: string, target: { type: string; averageValue?: string; value?: string }): MetricSpec {
  return { type: 'Object', object: { metric: { name }, describedObject: SERVICE, target } };
}

function autoscaler(metrics: MetricSpec[], currentReplicas: number): AutoscalerRecord {
  const scaleTargetRef = { kind: 'Deployment', name: 'web' };
  return {
    spec: { scaleTargetRef, minReplicas: 2, maxReplicas: 10, metrics },
    status: { currentReplicas, desiredReplicas: currentReplicas, conditions: [] },
  };
}

const BY_POD = object('http_requests', { type: 'AverageValue', averageValue: '100' });
const CPU: MetricSpec = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
};

describe('scalesAbove', () => {
  it.each<[string, MetricSpec[], number, number | null]>([
    ['for each pod', [BY_POD], 2, 220],
    ['with its least before it has counted', [BY_POD], 0, 220],
    ['for more pods', [BY_POD], 5, 550],
    ['with as many as it may have', [BY_POD], 10, null],
    ['in all', [object('http_requests', { type: 'Value', value: '500' })], 2, 550],
    ['by something else', [CPU], 2, null],
    ['by the first of several', [CPU, BY_POD], 2, 220],
    ['by another figure', [object('queue_length', { type: 'Value', value: '5' })], 2, null],
  ])('%s', (_what, metrics, replicas, expected) => {
    expect(scalesAbove(autoscaler(metrics, replicas))).toBe(expected);
  });
});

describe('tooLittle', () => {
  const ASKED: LoadQuestion = { requestsPerSecond: 1_000, above: 220, clockRate: 1, requestsPerSecondMax: 1_000 };

  it.each<[string, Partial<LoadQuestion>, ReturnType<typeof tooLittle>]>([
    ['enough', {}, null],
    ['enough at twice the pace', { clockRate: 2 }, null],
    ['too little at ten times the pace, whatever is sent', { clockRate: 10 }, { instead: null }],
    ['too little where more may be sent', { requestsPerSecond: 200 }, { instead: 440 }],
    ['too little where not much more may be sent', { requestsPerSecond: 200, clockRate: 4 }, { instead: 1_000 }],
    ['not known of one that counts something else', { above: null, requestsPerSecond: 1 }, null],
    ['not said while the clock stands still', { clockRate: 0 }, null],
  ])('%s', (_what, more, expected) => {
    expect(tooLittle({ ...ASKED, ...more })).toEqual(expected);
  });
});
