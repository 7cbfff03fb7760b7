import { describe, expect, it } from 'vitest';
import { StatusError } from '#lib/kube/index.ts';
import type { AutoscalerRecord } from '#lib/model/records/records.ts';
import { askPast } from './ask-past.ts';

const FROM = 1_000_000_000_000;
const range = { fromMs: FROM, toMs: FROM + 30_000, stepMs: 15_000 };
const target = { type: 'AverageValue', averageValue: '100' };
const autoscaler: AutoscalerRecord = {
  metadata: { namespace: 'default', name: 'web-hpa' },
  spec: {
    maxReplicas: 5,
    scaleTargetRef: { kind: 'Deployment', name: 'web' },
    metrics: [{ type: 'Pods', pods: { metric: { name: 'requests' }, target } }],
  },
};
const archOf = (node: string) => (node.startsWith('pi') ? 'arm64' : 'amd64');
const series = (values: (number | null)[], labels: Record<string, string> = {}) => {
  return { labels, points: values.flatMap((value, i) => (value === null ? [] : [{ atMs: FROM + i * 15_000, value }])) };
};

describe('what a Prometheus knows of an autoscaler', () => {
  const asked: string[] = [];
  const knowing = {
    range: async (query: string) => {
      asked.push(query);
      if (query.includes('desired_replicas')) return [series([2, 2, 3])];
      if (query.includes('target_metric')) return [series([50, null, 120])];
      return [
        series([1, 1, 1], { node: 'pi5' }),
        series([null, 1, 1], { node: 'pi6' }),
        series([0, 0, 1], { node: 'up' }),
      ];
    },
  };
  const ignorant = { range: async () => [] };
  const silent = {
    range: async () => {
      throw new StatusError(503, 'ServiceUnavailable', 'it is away');
    },
  };

  it('is asked of the first that knows it', async () => {
    const past = await askPast([silent, ignorant, knowing], autoscaler, archOf, range);
    expect(past).toEqual({
      ...range,
      metric: [50, null, 120],
      desired: [2, 2, 3],
      ready: new Map([
        ['arm64', [1, 2, 2]],
        ['amd64', [0, 0, 1]],
      ]),
    });
    expect(asked[1]).toBe(
      'max(kube_horizontalpodautoscaler_status_target_metric{namespace="default",horizontalpodautoscaler="web-hpa",metric_name="requests",metric_target_type="average"})',
    );
    expect(asked[2]).toContain('pod=~"web-[a-z0-9]+-[a-z0-9]{5}"');
  });

  it('is nothing where none does', async () => {
    expect(await askPast([silent, ignorant], autoscaler, archOf, range)).toBeNull();
    expect(await askPast([], autoscaler, archOf, range)).toBeNull();
  });
});
