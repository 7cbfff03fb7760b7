import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isPodActive, isPodReady } from '#lib/rules/pods/pod-readiness.ts';
import { type TestCluster, testCluster } from '../testdata/test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => {
  cluster.close();
  expect(cluster.bugs).toEqual([]);
});

type Spec = Partial<NonNullable<Deployment['spec']>>;

function web(image: string, spec: Spec = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 3,
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } },
      ...spec,
    },
  };
}

const apply = (image: string, spec?: Spec) => cluster.apply('deployments.apps', web(image, spec));
const stored = () => cluster.store.get('deployments.apps', 'default', 'web');
const condition = (type: string) => stored()?.status?.conditions?.find((found) => found.type === type);
const sets = () => cluster.store.list('replicasets.apps', 'default');
const setOf = (image: string) =>
  sets().find((set) => set.spec?.template?.spec?.containers[0]?.image === image) as ReplicaSet | undefined;
const pods = () => cluster.store.list('pods', 'default');
const images = () =>
  pods()
    .filter(isPodActive)
    .map((pod) => pod.spec?.containers[0]?.image);

describe('a Deployment', () => {
  it('brings up its pods through one replica set and says so', () => {
    apply('nginx:1');
    expect(pods().map((pod) => pod.metadata.name)).toEqual([
      expect.stringMatching(/^web-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}$/),
      expect.any(String),
      expect.any(String),
    ]);
    expect(condition('Available')).toMatchObject({ status: 'False', reason: 'MinimumReplicasUnavailable' });
    cluster.clock.step(5_000);
    const name = setOf('nginx:1')?.metadata?.name;
    expect(stored()?.status).toMatchObject({
      observedGeneration: 1,
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    });
    expect(stored()?.status).not.toHaveProperty('unavailableReplicas');
    expect(condition('Available')).toMatchObject({ status: 'True', message: 'Deployment has minimum availability.' });
    expect(condition('Progressing')).toMatchObject({
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      message: `ReplicaSet "${name}" has successfully progressed.`,
    });
    expect(stored()?.metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '1' });
    expect(cluster.messages('ScalingReplicaSet')).toEqual([`Scaled up replica set ${name} from 0 to 3`]);
  });

  it('rolls to a new template within its bounds, and back to the old replica set', () => {
    apply('nginx:1');
    cluster.clock.step(5_000);
    apply('nginx:2');
    for (let second = 0; second < 20; second++) {
      expect(pods().filter(isPodActive).length).toBeLessThanOrEqual(4);
      expect(pods().filter((pod) => isPodActive(pod) && isPodReady(pod)).length).toBeGreaterThanOrEqual(3);
      cluster.clock.step(1_000);
    }
    expect(images()).toEqual(['nginx:2', 'nginx:2', 'nginx:2']);
    const [first, second] = [setOf('nginx:1')?.metadata?.name, setOf('nginx:2')?.metadata?.name];
    expect(cluster.messages('ScalingReplicaSet').slice(1)).toEqual([
      `Scaled up replica set ${second} from 0 to 1`,
      `Scaled down replica set ${first} from 3 to 2`,
      `Scaled up replica set ${second} from 1 to 2`,
      `Scaled down replica set ${first} from 2 to 1`,
      `Scaled up replica set ${second} from 2 to 3`,
      `Scaled down replica set ${first} from 1 to 0`,
    ]);
    apply('nginx:1');
    cluster.clock.step(20_000);
    expect(sets()).toHaveLength(2);
    expect(setOf('nginx:1')?.metadata?.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    });
    expect(stored()?.metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '3' });
  });

  it('stops a rollout that does not come up, and says so after the deadline', () => {
    apply('nginx:1');
    cluster.clock.step(5_000);
    cluster.brokenImages.add('nginx:broken');
    apply('nginx:broken');
    cluster.clock.step(590_000);
    expect(condition('Progressing')).toMatchObject({ status: 'True', reason: 'ReplicaSetUpdated' });
    cluster.clock.step(20_000);
    expect(condition('Progressing')).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: `ReplicaSet "${setOf('nginx:broken')?.metadata?.name}" has timed out progressing.`,
    });
    expect(stored()?.status).toMatchObject({ replicas: 4, updatedReplicas: 1, availableReplicas: 3 });
  });

  it('recreates: no new pod before the last old one is gone', () => {
    const strategy = { type: 'Recreate' };
    apply('nginx:1', { strategy });
    cluster.clock.step(5_000);
    apply('nginx:2', { strategy });
    for (let second = 0; second < 10; second++) {
      expect(new Set(pods().map((pod) => pod.spec?.containers[0]?.image)).size).toBeLessThan(2);
      cluster.clock.step(1_000);
    }
    expect(images()).toEqual(['nginx:2', 'nginx:2', 'nginx:2']);
  });

  it('does nothing with a new template while paused, but scales', () => {
    apply('nginx:1');
    cluster.clock.step(5_000);
    apply('nginx:2', { paused: true, replicas: 5 });
    cluster.clock.step(5_000);
    expect(images()).toEqual(Array(5).fill('nginx:1'));
    expect(condition('Progressing')).toMatchObject({ status: 'Unknown', reason: 'DeploymentPaused' });
    apply('nginx:2', { replicas: 5 });
    cluster.clock.step(30_000);
    expect(images()).toEqual(Array(5).fill('nginx:2'));
    expect(condition('Progressing')).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' });
  });

  it('spreads a resize over both replica sets while rolling', () => {
    apply('nginx:1', { replicas: 10 });
    cluster.clock.step(5_000);
    cluster.brokenImages.add('nginx:broken');
    apply('nginx:broken', { replicas: 10 });
    cluster.clock.step(5_000);
    expect([setOf('nginx:1')?.spec?.replicas, setOf('nginx:broken')?.spec?.replicas]).toEqual([8, 5]);
    apply('nginx:broken', { replicas: 15 });
    cluster.clock.step(5_000);
    expect([setOf('nginx:1')?.spec?.replicas, setOf('nginx:broken')?.spec?.replicas]).toEqual([12, 7]);
  });

  it('keeps only as many old replica sets as revisionHistoryLimit says', () => {
    for (let version = 1; version <= 4; version++) {
      apply(`nginx:${version}`, { revisionHistoryLimit: 1 });
      cluster.clock.step(30_000);
    }
    expect(
      sets()
        .map((set) => set.spec?.template?.spec?.containers[0]?.image ?? '')
        .sort(),
    ).toEqual(['nginx:3', 'nginx:4']);
  });

  it('counts a pod as available only after minReadySeconds', () => {
    apply('nginx:1', { minReadySeconds: 30 });
    cluster.clock.step(10_000);
    expect(stored()?.status).toMatchObject({ readyReplicas: 3, unavailableReplicas: 3 });
    cluster.clock.step(25_000);
    expect(stored()?.status).toMatchObject({ availableReplicas: 3 });
  });

  it('takes everything it owns with it when deleted', () => {
    apply('nginx:1');
    cluster.clock.step(5_000);
    cluster.writer.delete('deployments.apps', 'default', 'web');
    cluster.clock.step(5_000);
    expect([sets().length, pods().length]).toEqual([0, 0]);
  });

  it('says why its pods cannot be made, and goes on once they can', () => {
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: { serviceAccountName: 'robot', containers: [{ name: 'web', image: 'nginx:1' }] },
    };
    apply('nginx:1', { template });
    const why = 'error looking up service account default/robot: serviceaccount "robot" not found';
    expect(condition('ReplicaFailure')).toMatchObject({ status: 'True', reason: 'FailedCreate' });
    expect(condition('ReplicaFailure')?.message).toContain(why);
    expect(cluster.messages('FailedCreate')[0]).toMatch(/^Error creating: pods "web-.*" is forbidden: /);
    cluster.apply('serviceaccounts', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'robot', namespace: 'default' },
    });
    cluster.clock.step(60_000);
    expect(condition('ReplicaFailure')).toBeUndefined();
    expect(stored()?.status).toMatchObject({ readyReplicas: 3 });
  });

  it('gives the same history for the same seed', () => {
    const history = () => {
      const other = testCluster();
      other.apply('deployments.apps', web('nginx:1'));
      other.clock.step(5_000);
      const names = other.store.list('pods').map((pod) => pod.metadata.name);
      other.close();
      return names;
    };
    expect(history()).toEqual(history());
  });
});
