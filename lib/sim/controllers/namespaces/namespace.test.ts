import type { Deployment } from 'kubernetes-types/apps/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestCluster, testCluster } from '../testdata/test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
  cluster.apply('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'lab' } });
});
afterEach(() => {
  cluster.close();
  expect(cluster.bugs).toEqual([]);
});

const lab = () => cluster.store.get('namespaces', undefined, 'lab');

describe('a namespace', () => {
  it('starts with a service account and the CA, which come back when deleted', () => {
    expect(cluster.store.get('serviceaccounts', 'lab', 'default')).toBeDefined();
    expect(cluster.store.get('configmaps', 'lab', 'kube-root-ca.crt')?.data).toEqual({ 'ca.crt': 'PEM' });
    cluster.writer.delete('serviceaccounts', 'lab', 'default');
    cluster.writer.delete('configmaps', 'lab', 'kube-root-ca.crt');
    cluster.clock.settle();
    expect(cluster.store.get('serviceaccounts', 'lab', 'default')).toBeDefined();
    expect(cluster.store.get('configmaps', 'lab', 'kube-root-ca.crt')).toBeDefined();
  });

  it('takes all its content with it, pods first', () => {
    const web: Deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'lab' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'app', image: 'nginx:1' }] },
        },
      },
    };
    cluster.apply('deployments.apps', web);
    cluster.clock.step(5_000);
    expect(cluster.store.list('pods', 'lab')).toHaveLength(2);
    cluster.writer.delete('namespaces', undefined, 'lab');
    cluster.clock.settle();
    expect(lab()?.status?.phase).toBe('Terminating');
    expect(cluster.store.list('deployments.apps', 'lab')).toHaveLength(1);
    expect(lab()?.status?.conditions?.find(({ type }) => type === 'NamespaceContentRemaining')).toMatchObject({
      status: 'True',
      reason: 'SomeResourcesRemain',
      message: 'Some resources are remaining: pods. has 2 resource instances',
    });
    cluster.clock.step(60_000);
    expect(lab()).toBeUndefined();
    for (const resource of cluster.store.resources()) expect(cluster.store.list(resource, 'lab')).toEqual([]);
  });

  it('waits for what a finalizer holds, and says what', () => {
    const metadata = { name: 'held', namespace: 'lab', finalizers: ['example.com/hold'] };
    cluster.apply('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata });
    cluster.writer.delete('namespaces', undefined, 'lab');
    cluster.clock.settle();
    expect(lab()?.status?.conditions?.find(({ type }) => type === 'NamespaceFinalizersRemaining')).toMatchObject({
      status: 'True',
      message: 'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    });
    const held = cluster.store.get('configmaps', 'lab', 'held');
    if (held !== undefined) {
      cluster.apply('configmaps', { ...held, metadata: { ...held.metadata, finalizers: [] } });
    }
    cluster.clock.settle();
    expect(lab()).toBeUndefined();
  });
});
