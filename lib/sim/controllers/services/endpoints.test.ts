import type { Endpoints, Pod, Service } from 'kubernetes-types/core/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject, Stored } from '../../store/object.ts';
import { type TestCluster, testCluster } from '../testdata/test-cluster.ts';
import { subsetsOf } from './endpoints-subsets.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => {
  cluster.close();
  expect(cluster.bugs).toEqual([]);
});

const SERVICE: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
};

function replicate(replicas: number): void {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx:1' }] } };
  const object: KubeObject & { spec: unknown } = {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas, selector: { app: 'web' }, template },
  };
  cluster.apply('replicationcontrollers', object);
}

const endpoints = (): Endpoints | undefined => cluster.store.get('endpoints', 'default', 'web');
const addresses = () => (endpoints()?.subsets ?? []).flatMap((subset) => subset.addresses ?? []);

describe('the Endpoints of a Service', () => {
  it('follow its pods, and go with it', () => {
    cluster.apply('services', SERVICE);
    expect(endpoints()?.subsets).toBeUndefined();
    replicate(2);
    expect(cluster.store.get('replicationcontrollers', 'default', 'web')?.status).toMatchObject({ replicas: 2 });
    cluster.clock.step(5_000);
    expect(addresses()).toHaveLength(2);
    expect(endpoints()?.subsets?.[0]?.ports).toEqual([{ port: 8080, protocol: 'TCP' }]);
    replicate(1);
    expect(addresses()).toHaveLength(1);
    cluster.writer.delete('services', 'default', 'web');
    cluster.clock.settle();
    expect(endpoints()).toBeUndefined();
  });

  it('come back when somebody deletes them', () => {
    cluster.apply('services', SERVICE);
    cluster.writer.delete('endpoints', 'default', 'web');
    cluster.clock.settle();
    expect(endpoints()).toBeDefined();
  });

  it('are left to others where the Service has no selector', () => {
    cluster.apply('services', { ...SERVICE, spec: { ports: [{ port: 80 }] } } as Service);
    expect(endpoints()).toBeUndefined();
  });
});

function pod(index: number, isReady: boolean): Stored<Pod> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `p${index}`,
      namespace: 'default',
      uid: `u${index}`,
      resourceVersion: '1',
      creationTimestamp: '',
      labels: { app: 'web' },
    },
    status: {
      phase: 'Running',
      podIP: `10.0.${Math.floor(index / 200)}.${index % 200}`,
      conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }],
    },
  };
}

describe('the addresses of Endpoints', () => {
  it('are in the order of their numbers', () => {
    const { subsets } = subsetsOf(SERVICE, [pod(110, true), pod(9, true), pod(20, true)]);
    expect(subsets[0]?.addresses?.map(({ ip }) => ip)).toEqual(['10.0.0.9', '10.0.0.20', '10.0.0.110']);
  });

  it('are a thousand at most, ready ones first', () => {
    const pods = Array.from({ length: 1_500 }, (_, index) => pod(index, index >= 600));
    const { subsets, isTruncated } = subsetsOf(SERVICE, pods);
    expect(isTruncated).toBe(true);
    expect(subsets[0]?.addresses).toHaveLength(900);
    expect(subsets[0]?.notReadyAddresses).toHaveLength(100);
  });
});
