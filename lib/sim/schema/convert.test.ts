import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../store/object.ts';
import { conversionOf } from './convert.ts';
import { builtInResource } from './resources.ts';

function conversion(apiVersion: string, resource: string) {
  const type = builtInResource(apiVersion, resource);
  const found = type === undefined ? undefined : conversionOf(type);
  if (found === undefined) throw new Error(`${apiVersion} ${resource} is not converted`);
  return found;
}

const V2 = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'h', annotations: { own: 'kept' } },
  spec: {
    minReplicas: 1,
    maxReplicas: 10,
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    metrics: [
      {
        type: 'Object',
        object: {
          describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' },
          metric: { name: 'http_requests' },
          target: { type: 'AverageValue', averageValue: '100' },
        },
      },
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
    ],
    behavior: { scaleDown: { selectPolicy: 'Max', policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }] } },
  },
  status: {
    currentReplicas: 1,
    desiredReplicas: 2,
    currentMetrics: [
      { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 20, averageValue: '7m' } } },
    ],
    conditions: [{ type: 'AbleToScale', status: 'True' }],
  },
};

describe('autoscalers in autoscaling/v1', () => {
  const { toStored, fromStored } = conversion('autoscaling/v1', 'horizontalpodautoscalers');

  it('show the CPU target as a field and all else as annotations', () => {
    const shown = fromStored(V2) as unknown as typeof V2 & {
      metadata: { annotations: Record<string, string> };
    };
    expect(shown).toMatchObject({
      apiVersion: 'autoscaling/v1',
      spec: { minReplicas: 1, maxReplicas: 10, targetCPUUtilizationPercentage: 50 },
      status: { desiredReplicas: 2, currentCPUUtilizationPercentage: 20 },
    });
    expect(shown.metadata.annotations).toEqual({
      own: 'kept',
      'autoscaling.alpha.kubernetes.io/metrics':
        '[{"type":"Object","object":{"target":{"apiVersion":"v1","kind":"Service","name":"web"},"metricName":"http_requests","targetValue":"0","averageValue":"100"}}]',
      'autoscaling.alpha.kubernetes.io/behavior':
        '{"ScaleDown":{"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":1,"PeriodSeconds":15}]}}',
      'autoscaling.alpha.kubernetes.io/conditions': '[{"type":"AbleToScale","status":"True"}]',
      'autoscaling.alpha.kubernetes.io/current-metrics':
        '[{"type":"Resource","resource":{"name":"cpu","currentAverageUtilization":20,"currentAverageValue":"7m"}}]',
    });
  });

  it('lose nothing on the way there and back', () => {
    expect(toStored(fromStored(V2 as KubeObject))).toEqual(V2);
  });

  it('ignore annotations that are no JSON', () => {
    const broken = {
      metadata: { annotations: { 'autoscaling.alpha.kubernetes.io/metrics': '[' } },
      spec: { maxReplicas: 1 },
    };
    expect(toStored(broken as KubeObject)).toMatchObject({ spec: { maxReplicas: 1 } });
  });
});

describe('events in events.k8s.io/v1', () => {
  it('are the same events under other names', () => {
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e' },
      involvedObject: { kind: 'Pod', name: 'p' },
      message: 'pulled',
      reason: 'Pulled',
      source: { component: 'kubelet' },
      count: 3,
    };
    const { toStored, fromStored } = conversion('events.k8s.io/v1', 'events');
    expect(fromStored(event as KubeObject)).toEqual({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name: 'e' },
      regarding: { kind: 'Pod', name: 'p' },
      note: 'pulled',
      reason: 'Pulled',
      deprecatedSource: { component: 'kubelet' },
      deprecatedCount: 3,
    });
    expect(toStored(fromStored(event as KubeObject))).toEqual(event);
  });
});
