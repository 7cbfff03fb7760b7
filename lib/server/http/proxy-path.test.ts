import { describe, expect, it } from 'vitest';
import { isStatusError } from '#lib/kube/index.ts';
import { proxyTarget } from './proxy-path.ts';

function target(path: string) {
  const [pathname = '', query = ''] = path.split('?');
  return proxyTarget(pathname, new URLSearchParams(query));
}

function codeOf(path: string): number | null {
  try {
    target(path);
    return null;
  } catch (error) {
    return isStatusError(error) ? error.code : 0;
  }
}

describe('what passes through', () => {
  it.each([
    ['/version', 'document', '/version'],
    ['/api', 'document', '/api'],
    ['/apis/', 'document', '/apis'],
    ['/apis/apps/v1', 'document', '/apis/apps/v1'],
    ['/openapi/v3/apis/apps/v1', 'document', '/openapi/v3/apis/apps/v1'],
    ['/api/v1/nodes/pi5', 'object', '/api/v1/nodes/pi5'],
    ['/api/v1/pods?limit=2&labelSelector=a%3Db', 'object', '/api/v1/pods?limit=2&labelSelector=a%3Db'],
    ['/api/v1/namespaces/default/pods/web-0/status', 'object', '/api/v1/namespaces/default/pods/web-0/status'],
    ['/api/v1/namespaces/default/status', 'object', '/api/v1/namespaces/default/status'],
    ['/apis/apps/v1/namespaces/a/deployments/b/scale', 'object', '/apis/apps/v1/namespaces/a/deployments/b/scale'],
    ['/apis/wardle.example.com/v1alpha1/flunders', 'object', '/apis/wardle.example.com/v1alpha1/flunders?limit=500'],
    [
      '/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node',
      'object',
      '/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node',
    ],
    ['/apis/metrics.k8s.io/v1beta1/nodes', 'document', '/apis/metrics.k8s.io/v1beta1/nodes'],
    [
      '/apis/custom.metrics.k8s.io/v1beta2/namespaces/default/pods/*/http_requests',
      'document',
      '/apis/custom.metrics.k8s.io/v1beta2/namespaces/default/pods/*/http_requests',
    ],
    ['/api/v1/secrets', 'secret', '/api/v1/secrets?limit=500'],
    ['/api/v1/namespaces/default/secrets/token', 'secret', '/api/v1/namespaces/default/secrets/token'],
  ])('%s as %s', (path, kind, passed) => {
    expect(target(path)).toEqual({ path: passed, kind, yaml: false });
  });

  it('keeps `as=yaml` for itself', () => {
    expect(target('/api/v1/nodes/pi5?as=yaml')).toEqual({
      path: '/api/v1/nodes/pi5',
      kind: 'object',
      yaml: true,
    });
  });
});

describe('what does not', () => {
  it.each([
    ['', 400],
    ['/', 400],
    ['//api/v1/nodes', 400],
    ['/api/v1/../../metrics', 400],
    ['/api/v1/./nodes', 400],
    ['/api/v1/nodes/%2e%2e/secrets', 400],
    ['/api/v1/nodes/..%2f..%2fmetrics', 400],
    ['/api/v1/nodes/pi5%2fproxy', 400],
    ['/api/v1/nodes/pi5%252fproxy', 400],
    ['/api/v1/nodes/pi5%00', 400],
    ['/api/v1/nodes/pi5\\proxy', 400],
    ['/http:%2f%2fevil.example', 400],
    ['/api/v1/nodes/pi5;x', 400],
    ['/api/nodes', 400],
    [`/api/v1/${'a'.repeat(300)}`, 400],
    [`/api/v1${'/a'.repeat(20)}`, 400],
    ['/http:/evil.example', 403],
    ['/metrics', 403],
    ['/logs/', 403],
    ['/livez', 403],
    ['/openapi/v2', 403],
    ['/.well-known/openid-configuration', 403],
    ['/api/v1/watch/pods', 403],
    ['/api/v1/proxy/nodes/pi5', 403],
    ['/api/v1/nodes/pi5/proxy', 403],
    ['/api/v1/nodes/pi5/proxy/logs', 403],
    ['/api/v1/nodes/pi5/status/x', 403],
    ['/api/v1/namespaces/default/pods/web-0/exec', 403],
    ['/api/v1/namespaces/default/pods/web-0/attach', 403],
    ['/api/v1/namespaces/default/pods/web-0/portforward', 403],
    ['/api/v1/namespaces/default/pods/web-0/log', 403],
    ['/api/v1/namespaces/default/services/web/proxy/admin', 403],
    ['/api/v1/namespaces/default/secrets/a/status', 403],
    ['/api/v1/pods?watch=true', 403],
    ['/api/v1/pods?watch', 403],
    ['/api/v1/pods?as=html', 403],
    ['/api/v1/pods?pretty=1', 403],
    ['/api/v1/pods?limit=1&limit=2', 400],
    [`/api/v1/pods?labelSelector=${'a'.repeat(5_000)}`, 400],
  ])('%s -> %i', (path, code) => {
    expect(codeOf(path)).toBe(code);
  });
});
