import type { StatefulSet } from 'kubernetes-types/apps/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestCluster, testCluster } from '../testdata/test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => {
  cluster.close();
  expect(cluster.bugs).toEqual([]);
});

type Spec = Partial<NonNullable<StatefulSet['spec']>>;

function db(image: string, spec: Spec = {}): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'default' },
    spec: {
      replicas: 3,
      serviceName: 'db',
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image }] } },
      ...spec,
    },
  };
}

const apply = (image: string, spec?: Spec) => cluster.apply('statefulsets.apps', db(image, spec));
const status = () => cluster.store.get('statefulsets.apps', 'default', 'db')?.status;
const pods = () => cluster.store.list('pods', 'default');
const names = () => pods().map((pod) => pod.metadata.name);
const images = () => pods().map((pod) => pod.spec?.containers[0]?.image);

describe('a StatefulSet', () => {
  it('starts its pods in order, each when the one before is ready', () => {
    apply('db:1');
    expect(names()).toEqual(['db-0']);
    cluster.clock.step(1_000);
    expect(names()).toEqual(['db-0', 'db-1']);
    cluster.clock.step(5_000);
    expect(names()).toEqual(['db-0', 'db-1', 'db-2']);
    expect(status()).toMatchObject({ replicas: 3, readyReplicas: 3, availableReplicas: 3, currentReplicas: 3 });
    expect(status()?.currentRevision).toBe(status()?.updateRevision);
    expect(pods()[1]?.metadata.labels).toMatchObject({
      'statefulset.kubernetes.io/pod-name': 'db-1',
      'apps.kubernetes.io/pod-index': '1',
      'controller-revision-hash': status()?.updateRevision,
    });
    expect(pods()[1]?.spec).toMatchObject({ hostname: 'db-1', subdomain: 'db' });
  });

  it('starts all at once when it may', () => {
    apply('db:1', { podManagementPolicy: 'Parallel' });
    expect(names()).toEqual(['db-0', 'db-1', 'db-2']);
  });

  it('scales down from the end, one by one', () => {
    apply('db:1');
    cluster.clock.step(5_000);
    apply('db:1', { replicas: 1 });
    const seen = new Set<string>();
    for (let second = 0; second < 10; second++) {
      seen.add(
        pods()
          .map((pod) => (pod.metadata.deletionTimestamp ? '-' : '+'))
          .join(''),
      );
      cluster.clock.step(1_000);
    }
    expect([...seen]).toEqual(['++-', '+-', '+']);
  });

  it('updates from the end and stops at the partition', () => {
    apply('db:1');
    cluster.clock.step(5_000);
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 1 } };
    apply('db:2', { updateStrategy });
    cluster.clock.step(1);
    expect(pods().map((pod) => pod.metadata.deletionTimestamp !== undefined)).toEqual([false, false, true]);
    cluster.clock.step(20_000);
    expect(images()).toEqual(['db:1', 'db:2', 'db:2']);
    expect(status()).toMatchObject({ currentReplicas: 1, updatedReplicas: 2 });
    expect(status()?.currentRevision).not.toBe(status()?.updateRevision);
    cluster.writer.delete('pods', 'default', 'db-0', { gracePeriodSeconds: 0 });
    cluster.clock.step(5_000);
    expect(images()).toEqual(['db:1', 'db:2', 'db:2']);
    apply('db:2');
    cluster.clock.step(20_000);
    expect(images()).toEqual(['db:2', 'db:2', 'db:2']);
    expect(status()?.currentRevision).toBe(status()?.updateRevision);
  });

  it('makes a claim for each pod before the pod', () => {
    const requests = { storage: '1Gi' };
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests } };
    apply('db:1', { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec }] });
    expect(cluster.store.list('persistentvolumeclaims').map(({ metadata }) => metadata.name)).toEqual(['data-db-0']);
    expect(names()).toEqual(['db-0']);
  });
});
