import type { Service } from 'kubernetes-types/core/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../store/object.ts';
import { type TestCluster, testCluster } from '../testdata/test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => {
  cluster.close();
  expect(cluster.bugs).toEqual([]);
});

function deploy(replicas: number) {
  const container = { name: 'web', image: 'nginx:1', ports: [{ name: 'http', containerPort: 8080 }] };
  const object: KubeObject & { spec: unknown } = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } },
    },
  };
  cluster.apply('deployments.apps', object);
}

function serve(spec: Partial<NonNullable<Service['spec']>> = {}) {
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default', labels: { team: 'a' } },
    spec: { selector: { app: 'web' }, ports: [{ name: 'web', port: 80, targetPort: 'http' }], ...spec },
  };
  cluster.apply('services', service);
}

const slices = () => cluster.store.list('endpointslices.discovery.k8s.io', 'default');
const budget = () => cluster.store.get('poddisruptionbudgets.policy', 'default', 'web')?.status;
function protect(spec: Record<string, unknown>) {
  const object: KubeObject & { spec: unknown } = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web', namespace: 'default' },
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  };
  cluster.apply('poddisruptionbudgets.policy', object);
}

describe('the endpoint slices of a Service', () => {
  it('say that nobody is there yet', () => {
    serve();
    expect(slices()).toHaveLength(1);
    expect(slices()[0]).toMatchObject({ addressType: 'IPv4', endpoints: null });
  });

  it('list ready pods with address, node and the port by name', () => {
    serve();
    deploy(2);
    cluster.clock.step(5_000);
    const [slice] = slices();
    expect(slice?.metadata.name).toMatch(/^web-[a-z0-9]{5}$/);
    expect(slice?.metadata.labels).toEqual({
      team: 'a',
      'kubernetes.io/service-name': 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      ...slice?.metadata.labels,
    });
    expect(slice?.ports).toEqual([{ name: 'web', port: 8080, protocol: 'TCP' }]);
    expect(slice?.endpoints).toHaveLength(2);
    const [pod] = cluster.store.list('pods', 'default');
    expect(slice?.endpoints).toContainEqual({
      addresses: ['10.44.0.1'],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: pod?.spec?.nodeName,
      targetRef: { kind: 'Pod', namespace: 'default', name: pod?.metadata.name, uid: pod?.metadata.uid },
    });
  });

  it('keep a pod that is ending as serving but not ready, until it is gone', () => {
    serve();
    deploy(2);
    cluster.clock.step(5_000);
    deploy(1);
    const conditions = slices()[0]?.endpoints.map((endpoint) => endpoint.conditions);
    expect(conditions).toContainEqual({ ready: false, serving: true, terminating: true });
    cluster.clock.step(5_000);
    expect(slices()[0]?.endpoints).toHaveLength(1);
  });

  it('go with their Service', () => {
    serve();
    cluster.writer.delete('services', 'default', 'web');
    cluster.clock.settle();
    expect(slices()).toEqual([]);
  });
});

describe('a disruption budget', () => {
  it.each([
    [{ minAvailable: 2 }, { desiredHealthy: 2, disruptionsAllowed: 1, expectedPods: 3 }],
    [{ minAvailable: '50%' }, { desiredHealthy: 2, disruptionsAllowed: 1, expectedPods: 3 }],
    [{ maxUnavailable: 1 }, { desiredHealthy: 2, disruptionsAllowed: 1, expectedPods: 3 }],
    [{ maxUnavailable: 0 }, { desiredHealthy: 3, disruptionsAllowed: 0, expectedPods: 3 }],
  ])('%j of three healthy pods is %j', (spec, expected) => {
    deploy(3);
    cluster.clock.step(5_000);
    protect(spec);
    expect(budget()).toMatchObject({ currentHealthy: 3, ...expected });
    expect(budget()?.conditions?.[0]).toMatchObject({
      type: 'DisruptionAllowed',
      status: expected.disruptionsAllowed > 0 ? 'True' : 'False',
      reason: expected.disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods',
    });
  });

  it('allows nothing while pods are missing', () => {
    deploy(3);
    protect({ minAvailable: 2 });
    expect(budget()).toMatchObject({ currentHealthy: 0, disruptionsAllowed: 0 });
    cluster.clock.step(5_000);
    expect(budget()).toMatchObject({ currentHealthy: 3, disruptionsAllowed: 1 });
  });

  it('forgets an evicted pod that stayed after two minutes', () => {
    deploy(3);
    cluster.clock.step(5_000);
    protect({ minAvailable: 2 });
    const stored = cluster.store.get('poddisruptionbudgets.policy', 'default', 'web');
    const name = cluster.store.list('pods', 'default')[0]?.metadata.name ?? '';
    const disruptedPods = { [name]: new Date(cluster.clock.now()).toISOString() };
    const status = { ...stored?.status, disruptedPods, disruptionsAllowed: 0 };
    cluster.writer.updateStatus('poddisruptionbudgets.policy', { ...stored, status } as KubeObject, 'test');
    cluster.clock.settle();
    expect(budget()).toMatchObject({ currentHealthy: 2, disruptionsAllowed: 0 });
    cluster.clock.step(121_000);
    expect(budget()).toMatchObject({ currentHealthy: 3, disruptionsAllowed: 1 });
  });
});
