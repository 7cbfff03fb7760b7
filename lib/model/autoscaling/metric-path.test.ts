import type { MetricSpec } from 'kubernetes-types/autoscaling/v2';
import { describe, expect, it } from 'vitest';
import { metricPath } from './metric-path.ts';

const place = { namespace: 'default', version: 'v1beta1', podSelector: 'app=web', resource: 'services' };
const target = { type: 'AverageValue', averageValue: '1' };
const about = { apiVersion: 'v1', kind: 'Service', name: 'web' };
const selector = { matchLabels: { path: 'cart' } };
const CUSTOM = '/apis/custom.metrics.k8s.io/v1beta1/namespaces/default';

describe('where a metric is read', () => {
  it.each<[what: string, spec: MetricSpec, path: string | null]>([
    [
      'of its pods',
      { type: 'Resource', resource: { name: 'cpu', target } },
      '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods?labelSelector=app%3Dweb',
    ],
    [
      'of each pod',
      { type: 'Pods', pods: { metric: { name: 'queue', selector }, target } },
      `${CUSTOM}/pods/*/queue?labelSelector=app%3Dweb&metricLabelSelector=path%3Dcart`,
    ],
    [
      'of an object',
      { type: 'Object', object: { metric: { name: 'queue' }, describedObject: about, target } },
      `${CUSTOM}/services/web/queue`,
    ],
    [
      'of its namespace',
      {
        type: 'Object',
        object: { metric: { name: 'queue' }, describedObject: { kind: 'Namespace', name: 'x' }, target },
      },
      `${CUSTOM}/metrics/queue`,
    ],
    [
      'from outside',
      { type: 'External', external: { metric: { name: 'queue', selector }, target } },
      '/apis/external.metrics.k8s.io/v1beta1/namespaces/default/queue?labelSelector=path%3Dcart',
    ],
    ['by a name that leads elsewhere', { type: 'External', external: { metric: { name: '..' }, target } }, null],
    [
      'by a name with a slash',
      { type: 'External', external: { metric: { name: '../../secrets' }, target } },
      '/apis/external.metrics.k8s.io/v1beta1/namespaces/default/..%2F..%2Fsecrets',
    ],
    [
      'by a selector that nothing can match',
      { type: 'External', external: { metric: { name: 'queue', selector: { matchLabels: { path: '/' } } }, target } },
      null,
    ],
  ])('%s', (_, spec, path) => {
    expect(metricPath(spec, place)).toBe(path);
  });
});
