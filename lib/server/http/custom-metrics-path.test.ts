// What of the metrics APIs is passed on, and that nothing else is by their address.
import { describe, expect, it } from 'vitest';
import { isStatusError } from '#lib/kube/index.ts';
import { customMetricsTarget } from './custom-metrics-path.ts';

const target = (pathname: string, query = '') => {
  try {
    return customMetricsTarget(pathname, new URLSearchParams(query)).path;
  } catch (error) {
    return isStatusError(error) ? error.code : error;
  }
};

describe('paths of the metrics APIs', () => {
  it.each([
    ['', '/apis/custom.metrics.k8s.io'],
    ['/v1beta1', '/apis/custom.metrics.k8s.io/v1beta1'],
    [
      '/v1beta2/namespaces/default/services/sample-metrics-app/http_requests',
      '/apis/custom.metrics.k8s.io/v1beta2/namespaces/default/services/sample-metrics-app/http_requests',
    ],
    [
      '/v1beta1/namespaces/default/pods/*/http_requests',
      '/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/pods/*/http_requests',
    ],
    ['/external.metrics.k8s.io/v1beta1/namespaces/a/queue', '/apis/external.metrics.k8s.io/v1beta1/namespaces/a/queue'],
    [
      '/custom-metrics.metrics.k8s.io/v1alpha1/namespaces/a/services/b/http_requests',
      '/apis/custom-metrics.metrics.k8s.io/v1alpha1/namespaces/a/services/b/http_requests',
    ],
    ['/v1beta1/namespaces/a/metrics/b', '/apis/custom.metrics.k8s.io/v1beta1/namespaces/a/metrics/b'],
  ])('%s is %s', (pathname, path) => expect(target(pathname)).toBe(path));

  it.each([
    ['/../../api/v1/secrets', 400],
    ['/v1beta1/..%2f..%2fsecrets', 400],
    ['/apps/v1/deployments', 400],
    ['/external.metrics.k8s.io/../v1/secrets', 400],
    ['/v1beta1/proxy/a', 403],
    ['/v1beta1/watch/a', 403],
    [`/v1beta1/${'a/'.repeat(20)}`, 400],
  ])('%s is refused', (pathname, code) => expect(target(pathname)).toBe(code));

  it('passes on selectors, and no other parameter', () => {
    const pods = '/v1beta1/namespaces/a/pods/*/m';
    expect(target(pods, 'labelSelector=a%3Db')).toBe(`/apis/custom.metrics.k8s.io${pods}?labelSelector=a%3Db`);
    expect(target(pods, 'watch=true')).toBe(403);
  });
});
