// An autoscaler without a figure: the real controller writes a metric of no type at its place, or null for all of them.
import type { MetricStatus } from 'kubernetes-types/autoscaling/v2';
import { describe, expect, it } from 'vitest';
import type { AutoscalerRecord } from '../records/records.ts';
import { autoscalerRow } from './autoscaler-row.ts';
import { forecastOf } from './forecast.ts';
import { metricView } from './metric-view.ts';
import { currentNumber } from './timeline.ts';

const METRIC = {
  type: 'Object',
  object: {
    describedObject: { kind: 'Service', name: 'web' },
    metric: { name: 'http_requests' },
    target: { type: 'AverageValue', averageValue: '100' },
  },
};

describe('an autoscaler whose metric failed', () => {
  it.each<[string, unknown]>([
    ['a metric of no type', [{ type: '' }]],
    ['null', null],
    ['none', []],
    ['nothing at all', undefined],
    ['a metric of another kind', [{ type: 'Pods', pods: { metric: { name: 'x' }, current: { averageValue: '5' } } }]],
  ])('has no figure where its status has %s: unknown, and not zero', (_what, currentMetrics) => {
    const autoscaler = {
      spec: { maxReplicas: 10, scaleTargetRef: { kind: 'Deployment', name: 'web' }, metrics: [METRIC] },
      status: { currentReplicas: 3, desiredReplicas: 3, currentMetrics },
    } as AutoscalerRecord;
    const [status] = (currentMetrics ?? []) as MetricStatus[];
    expect(autoscalerRow(autoscaler, null).targets).toBe('<unknown>/100 (avg)');
    expect(metricView(METRIC, status, 10)).toMatchObject({ current: null, meaning: null });
    expect(currentNumber(autoscaler)).toBeNull();
    expect(forecastOf({ ...autoscaler, metadata: {} }).replicas).toBeNull();
  });
});
