// What an autoscaler's owner reads after one look: status, conditions, events, and the target's replicas.
import type { HorizontalPodAutoscaler, MetricSpec } from 'kubernetes-types/autoscaling/v2';
import { describe, expect, it } from 'vitest';
import { type Decision, decide, type TargetScale } from './decision.ts';
import { MetricError, type MetricSource } from './metric-source.ts';
import { NOW_MS, podsOf, readingsOf, times } from './testdata/pods.ts';

const service = { apiVersion: 'v1', kind: 'Service', name: 'web' };
const SHARE: MetricSpec = {
  type: 'Object',
  object: { describedObject: service, metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '100' } },
};
const CPU: MetricSpec = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
};
const QUEUE: MetricSpec = {
  type: 'External',
  external: { metric: { name: 'queue' }, target: { type: 'Value', value: '30' } },
};

/** No metric has an answer but those given; per-object and outside figures in units. */
function sourceOf(given: { rps?: number; cpuMilli?: number[]; queue?: number[] }): MetricSource {
  const missing = () => {
    throw new MetricError('nobody answers');
  };
  return {
    resource: () => (given.cpuMilli === undefined ? missing() : readingsOf(given.cpuMilli.map((milli) => milli * 2))),
    pods: missing,
    object: () => (given.rps === undefined ? missing() : given.rps * 1_000),
    external: () => (given.queue === undefined ? missing() : given.queue.map((value) => value * 1_000)),
  };
}

function scaleOf(replicas: number): TargetScale {
  return { specReplicas: replicas, statusReplicas: replicas, selectorProblem: null, pods: podsOf(times(replicas)) };
}

interface Given {
  replicas?: number;
  metrics?: MetricSpec[];
  min?: number;
  max?: number;
  source?: MetricSource;
  scale?: TargetScale | string;
  status?: HorizontalPodAutoscaler['status'];
}

function look({ replicas = 2, metrics = [SHARE], min = 2, max = 10, status, ...given }: Given): Decision {
  const autoscaler: HorizontalPodAutoscaler = {
    metadata: { name: 'web', namespace: 'shop', generation: 3 },
    spec: { minReplicas: min, maxReplicas: max, metrics, scaleTargetRef: { kind: 'Deployment', name: 'web' } },
    ...(status === undefined ? {} : { status }),
  };
  const { scale = scaleOf(replicas), source = sourceOf({}) } = given;
  return decide({ autoscaler, scale, source, memory: null, nowMs: NOW_MS });
}

const conditions = ({ status }: Decision) =>
  (status.conditions ?? []).map(({ type, status: is, reason }) => `${type}=${is} ${reason}`);
const remarks = (decision: Decision) => decision.remarks.map(({ reason, message }) => `${reason}: ${message}`);

describe('one look', () => {
  it('scales up, and says what it did', () => {
    const decision = look({ source: sourceOf({ rps: 350 }) });
    expect(decision.rescale).toMatchObject({ replicas: 4, reason: 'external metric rps(nil) above target' });
    expect(decision.status).toMatchObject({
      observedGeneration: 3,
      lastScaleTime: '2026-01-01T12:00:00Z',
      currentReplicas: 2,
      desiredReplicas: 4,
      currentMetrics: [
        {
          type: 'Object',
          object: { describedObject: service, metric: { name: 'rps' }, current: { averageValue: '175' } },
        },
      ],
    });
    expect(conditions(decision)).toEqual([
      'AbleToScale=True SucceededRescale',
      'ScalingActive=True ValidMetricFound',
      'ScalingLimited=False DesiredWithinRange',
      'ScaledToZero=False NotScaledToZero',
    ]);
    expect(remarks(decision)).toEqual([
      'SuccessfulRescale: New size: 4; reason: external metric rps(nil) above target',
    ]);
  });

  it('stays where the target is met, and keeps when it last scaled', () => {
    const status = { desiredReplicas: 3, lastScaleTime: '2026-01-01T10:00:00Z' };
    const decision = look({ replicas: 3, source: sourceOf({ rps: 310 }), status });
    expect([decision.rescale, remarks(decision)]).toEqual([null, []]);
    expect(decision.status).toMatchObject({
      currentReplicas: 3,
      desiredReplicas: 3,
      lastScaleTime: status.lastScaleTime,
    });
    expect(conditions(decision)[0]).toBe('AbleToScale=True ReadyForNewScale');
  });

  it('does not scale down at the first look: what is there counts as recommended', () => {
    const decision = look({ replicas: 8, source: sourceOf({ rps: 10 }) });
    expect(decision.rescale).toBeNull();
    expect(conditions(decision)[0]).toBe('AbleToScale=True ScaleDownStabilized');
  });

  it.each([
    [12, 'Current number of replicas above Spec.MaxReplicas', 10],
    [1, 'Current number of replicas below Spec.MinReplicas', 2],
  ])('brings %i replicas back into bounds without asking for metrics', (replicas, reason, wanted) => {
    const decision = look({ replicas });
    expect(decision.rescale).toMatchObject({ replicas: wanted, reason });
    expect(decision.status.currentMetrics).toBeNull();
  });

  it('takes the metric that asks for most', () => {
    const source = sourceOf({ rps: 350, cpuMilli: [900, 900], queue: [45, 45] });
    const decision = look({ metrics: [SHARE, CPU, QUEUE], source });
    expect(decision.terms.map((terms) => terms?.replicas)).toEqual([4, 4, 6]);
    // Twice as many, or four, are the most at once.
    expect(decision.rescale).toMatchObject({ replicas: 4, reason: 'external metric queue(nil) above target' });
    expect(conditions(decision)).toContain('ScalingLimited=True ScaleUpLimit');
    expect(decision.status.currentMetrics).toHaveLength(3);
  });
});

describe('a metric that fails', () => {
  it('leaves the replicas where it is the only one', () => {
    const decision = look({ metrics: [CPU] });
    const inner = 'failed to get cpu utilization: unable to get metrics for resource cpu: nobody answers';
    expect(decision.rescale).toBeNull();
    expect(remarks(decision)).toEqual([
      `FailedGetResourceMetric: ${inner}`,
      `FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${inner}`,
    ]);
    expect(decision.status.conditions?.[1]).toMatchObject({
      type: 'ScalingActive',
      status: 'False',
      reason: 'FailedGetResourceMetric',
      message: `the HPA was unable to compute the replica count: ${inner}`,
    });
    expect(decision.status.currentMetrics).toEqual([{ type: '' }]);
  });

  it('does not hinder another that asks for more', () => {
    const decision = look({ metrics: [CPU, SHARE], source: sourceOf({ rps: 350 }) });
    expect(decision.rescale?.replicas).toBe(4);
    expect(conditions(decision)[1]).toBe('ScalingActive=True ValidMetricFound');
  });

  it('hinders another that asks for less', () => {
    const decision = look({ replicas: 5, metrics: [CPU, SHARE], source: sourceOf({ rps: 150 }) });
    expect(decision.rescale).toBeNull();
    expect(conditions(decision)[1]).toBe('ScalingActive=False FailedGetResourceMetric');
  });
});

describe('zero replicas', () => {
  const wasScaledToZero = { conditions: [{ type: 'ScaledToZero', status: 'True' }], desiredReplicas: 0 };

  it('put there by hand switch it off', () => {
    const decision = look({ replicas: 0, min: 0, source: sourceOf({ rps: 350 }) });
    expect(decision.rescale).toBeNull();
    expect(conditions(decision)).toContain('ScalingActive=False ScalingDisabled');
  });

  it('put there by itself are left when there is something to do', () => {
    const decision = look({ replicas: 0, min: 0, source: sourceOf({ rps: 350 }), status: wasScaledToZero });
    expect(decision.rescale?.replicas).toBe(4);
    expect(conditions(decision)).toContain('ScaledToZero=False NotScaledToZero');
  });

  it('are left for a minimum that was raised', () => {
    const decision = look({ replicas: 0, min: 2, source: sourceOf({ rps: 50 }), status: wasScaledToZero });
    expect(decision.rescale?.replicas).toBe(2);
    expect(conditions(decision)).toContain('ScalingLimited=True TooFewReplicas');
  });
});

describe('a target', () => {
  it('that cannot be read is told of, and the rest of the status stays', () => {
    const scale = 'deployments.apps "web" not found';
    const decision = look({ scale, status: { desiredReplicas: 4, currentReplicas: 4 } });
    expect(decision.status).toMatchObject({ desiredReplicas: 4, currentReplicas: 4 });
    expect(conditions(decision)).toEqual(['AbleToScale=False FailedGetScale']);
    expect(remarks(decision)).toEqual([`FailedGetScale: ${scale}`]);
  });

  it('whose pods are another autoscaler\u2019s too is left alone', () => {
    const message = 'pods by selector app=web are controlled by more than one HPA (e.g. [shop/a shop/web])';
    const condition = { reason: 'AmbiguousSelector', message };
    const scale = { ...scaleOf(2), selectorProblem: { reason: 'AmbiguousSelector', message, condition } };
    const decision = look({ scale, source: sourceOf({ rps: 900 }) });
    expect(decision.rescale).toBeNull();
    expect(remarks(decision)).toEqual([`AmbiguousSelector: ${message}`, `FailedComputeMetricsReplicas: ${message}`]);
  });

  it('that refuses to be scaled is told of', () => {
    const refused = look({ source: sourceOf({ rps: 350 }) }).rescale?.refused('no more room');
    expect(refused?.remarks.map(({ reason, message }) => `${reason}: ${message}`)).toEqual([
      'FailedRescale: New size: 4; reason: external metric rps(nil) above target; error: no more room',
    ]);
    expect(refused?.status.desiredReplicas).toBe(0);
    expect(refused?.status.conditions?.[0]).toMatchObject({
      status: 'False',
      reason: 'FailedUpdateScale',
      message: 'the HPA controller was unable to update the target scale: no more room',
    });
  });
});
