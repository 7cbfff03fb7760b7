// Metrics as discovery lists them, the paths of their values, and the answers of adapters old and new.
import { describe, expect, it } from 'vitest';
import { offeredMetric, readValues, valuePath } from './custom-metrics.ts';

const CUSTOM = 'custom.metrics.k8s.io';

describe('metrics of adapters', () => {
  it.each([
    [CUSTOM, 'services/http_requests', 'services', 'http_requests'],
    [CUSTOM, 'jobs.batch/queue/depth', 'jobs.batch', 'queue/depth'],
    ['external.metrics.k8s.io', 'queue', null, 'queue'],
  ] as const)('%s lists %s: %s and %s', (group, name, resource, metric) => {
    expect(offeredMetric(group, { name, namespaced: true })).toEqual({ resource, metric, namespaced: true });
  });

  it('takes a resource without a metric for none', () => {
    expect(offeredMetric(CUSTOM, { name: 'services', namespaced: true })).toBeNull();
  });

  it.each([
    [{ resource: 'pods' }, '/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/pods/*/m'],
    [{ resource: 'pods', object: 'a' }, '/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/pods/a/m'],
    [{ resource: 'nodes', namespaced: false }, '/apis/custom.metrics.k8s.io/v1beta1/nodes/*/m'],
    [{ resource: 'namespaces', object: 'a' }, '/apis/custom.metrics.k8s.io/v1beta1/namespaces/a/metrics/m'],
    [{ resource: null }, '/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/m'],
    [{ resource: 'pods', object: '../x' }, '/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/pods/..%2Fx/m'],
  ])('%o is read at %s', (change, path) => {
    const question = {
      group: CUSTOM,
      version: 'v1beta1',
      metric: 'm',
      namespaced: true,
      namespace: 'default',
      object: '*',
    };
    expect(valuePath({ ...question, ...change } as Parameters<typeof valuePath>[0])).toBe(path);
  });

  it('reads what answers have, and says what they have not', () => {
    const describedObject = { kind: 'Service', name: 'web' };
    const at = '2017-12-06T12:00:00Z';
    const items = [
      { describedObject, metricName: 'm', timestamp: at, windowSeconds: 60, value: '333m' },
      { describedObject, metricName: 'm', timestamp: at, window: 30, value: '1' },
      { metricLabels: { queue: 'a' }, value: '5' },
      { describedObject, timestamp: at },
      { describedObject: null, metricLabels: null, value: '6' },
    ];
    expect(readValues({ items })).toEqual([
      { of: 'Service web', value: '333m', at, windowSeconds: 60 },
      { of: 'Service web', value: '1', at, windowSeconds: 30 },
      { of: 'queue=a', value: '5', at: null, windowSeconds: null },
      { of: 'all series', value: '6', at: null, windowSeconds: null },
    ]);
    expect(readValues({ kind: 'APIGroup' })).toBeNull();
  });
});
