import type { Deployment, StatefulSet } from 'kubernetes-types/apps/v1';
import type { PersistentVolume, PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boardsOf, type TestWorld, testWorld } from '../scenarios/testdata/test-world.ts';

let world: TestWorld;
beforeEach(() => {
  world = testWorld(boardsOf({ pi5: 'arm64', pi6: 'amd64' }));
});
afterEach(() => {
  world.close();
  expect(world.bugs).toEqual([]);
});

const WAITS = 'WaitForFirstConsumer';

function storageClass(name: string, provisioner: string, volumeBindingMode: string): void {
  const given = { provisioner, volumeBindingMode, reclaimPolicy: 'Delete' };
  const about = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name } };
  world.create('storageclasses.storage.k8s.io', { ...about, ...given });
}

function claim(name: string, storageClassName: string, changes: Partial<PersistentVolumeClaim['spec']> = {}): void {
  const spec = { storageClassName, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  const metadata = { name, namespace: 'default' };
  const object: PersistentVolumeClaim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata,
    spec: { ...spec, ...changes },
  };
  world.create('persistentvolumeclaims', object);
}

function volume(name: string, spec: Partial<NonNullable<PersistentVolume['spec']>>, node?: string): void {
  const terms = [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node ?? ''] }] }];
  const object: PersistentVolume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: '5Gi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      hostPath: { path: '/srv/data' },
      ...(node === undefined ? {} : { nodeAffinity: { required: { nodeSelectorTerms: terms } } }),
      ...spec,
    },
  };
  world.create('persistentvolumes', object);
}

function podWith(claimName: string, spec: Partial<Pod['spec']> = {}): Pod {
  const containers = [{ name: 'c', image: 'registry.k8s.io/pause:3.10' }];
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName } }];
  const metadata = { name: `with-${claimName}`, namespace: 'default' };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers, volumes, ...spec } };
}

/** As the manifest of the project has it, started. */
function localPath(): void {
  const template = {
    metadata: { labels: { app: 'lpp' } },
    spec: { containers: [{ name: 'local-path-provisioner', image: 'rancher/local-path-provisioner:v0.0.31' }] },
  };
  const spec = { replicas: 1, selector: { matchLabels: { app: 'lpp' } }, template };
  const metadata = { name: 'lpp', namespace: 'default' };
  const deployment: Deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec };
  world.create('deployments.apps', deployment);
  storageClass('local-path', 'rancher.io/local-path', WAITS);
  world.step(120);
}

const claimOf = (name: string) => world.store.get('persistentvolumeclaims', 'default', name);
const volumeOf = (name: string) => world.store.get('persistentvolumes', undefined, name);

describe('a pod with a claim', () => {
  it.each([
    ['that is not there', () => undefined, 'persistentvolumeclaim "data" not found. not found'],
    ['that nothing satisfies', () => claim('data', ''), 'pod has unbound immediate PersistentVolumeClaims. not found'],
    [
      'whose class has only volumes made by hand, of which there is none',
      () => {
        storageClass('manual', 'kubernetes.io/no-provisioner', WAITS);
        claim('data', 'manual');
      },
      "2 node(s) didn't find available persistent volumes to bind. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
    ],
  ])('%s says so', (_what, prepare, message) => {
    prepare();
    world.create('pods', podWith('data'));
    world.step(5);
    expect(world.events('with-data')).toEqual([`FailedScheduling: 0/2 nodes are available: ${message}`]);
  });

  it('goes where its volume is, once there is one', () => {
    claim('data', '');
    world.create('pods', podWith('data'));
    world.step(20);
    expect(world.events('data')).toEqual([
      'FailedBinding: no persistent volumes available for this claim and no storage class is set',
    ]);
    volume('here', {}, 'pi6');
    world.step(30);
    expect(claimOf('data')).toMatchObject({
      metadata: {
        annotations: { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' },
        finalizers: ['kubernetes.io/pvc-protection'],
      },
      spec: { volumeName: 'here' },
      status: { phase: 'Bound', capacity: { storage: '5Gi' }, accessModes: ['ReadWriteOnce'] },
    });
    expect(volumeOf('here')).toMatchObject({ status: { phase: 'Bound' }, spec: { claimRef: { name: 'data' } } });
    expect(world.pod('with-data').spec?.nodeName).toBe('pi6');
  });

  it('reserves a local volume on the node it chooses', () => {
    storageClass('manual', 'kubernetes.io/no-provisioner', WAITS);
    claim('data', 'manual');
    volume('there', { storageClassName: 'manual' }, 'pi5');
    world.step(20);
    expect(claimOf('data')?.status?.phase).toBe('Pending');
    expect(world.events('data')).toEqual([
      'WaitForFirstConsumer: waiting for first consumer to be created before binding',
    ]);
    world.create('pods', podWith('data'));
    world.step(20);
    expect(claimOf('data')).toMatchObject({ spec: { volumeName: 'there' }, status: { phase: 'Bound' } });
    expect(world.pod('with-data').spec?.nodeName).toBe('pi5');
    expect(world.pod('with-data').status?.phase).toBe('Running');
  });

  it('stays where its volume cannot follow', () => {
    claim('data', '');
    volume('here', {}, 'pi6');
    world.step(20);
    world.create('pods', podWith('data', { nodeSelector: { 'kubernetes.io/arch': 'arm64' } }));
    world.step(5);
    expect(world.events('with-data')[0]).toContain(
      "1 node(s) didn't match PersistentVolume's node affinity, 1 node(s) didn't match Pod's node affinity/selector.",
    );
  });
});

describe('the local path provisioner', () => {
  it('makes a volume on the node of the pod, and takes it away with the claim', () => {
    localPath();
    claim('data', 'local-path');
    world.create('pods', podWith('data'));
    world.step(30);
    const name = `pvc-${claimOf('data')?.metadata.uid}`;
    const node = world.pod('with-data').spec?.nodeName;
    expect(world.pod('with-data').status?.phase).toBe('Running');
    expect(claimOf('data')?.metadata.annotations).toMatchObject({
      'volume.kubernetes.io/selected-node': node,
      'volume.kubernetes.io/storage-provisioner': 'rancher.io/local-path',
    });
    expect(volumeOf(name)).toMatchObject({
      metadata: { annotations: { 'pv.kubernetes.io/provisioned-by': 'rancher.io/local-path' } },
      spec: { hostPath: { path: `/opt/local-path-provisioner/${name}_default_data` }, capacity: { storage: '1Gi' } },
      status: { phase: 'Bound' },
    });
    expect(world.events('data').map((event) => event.split(':')[0])).toEqual([
      'WaitForPodScheduled',
      'ExternalProvisioning',
      'Provisioning',
      'ProvisioningSucceeded',
    ]);
    world.writer.delete('persistentvolumeclaims', 'default', 'data');
    world.step(30);
    expect(claimOf('data')?.metadata.deletionTimestamp).toBeDefined();
    world.writer.delete('pods', 'default', 'with-data');
    world.step(60);
    expect(claimOf('data')).toBeUndefined();
    expect(volumeOf(name)).toBeUndefined();
  });

  it('does nothing where it does not run', () => {
    storageClass('local-path', 'rancher.io/local-path', WAITS);
    claim('data', 'local-path');
    world.create('pods', podWith('data'));
    world.step(60);
    expect(claimOf('data')?.status?.phase).toBe('Pending');
    expect(world.pod('with-data').status?.nominatedNodeName).toBeDefined();
    expect(world.events('data').at(-1)).toMatch(/^ExternalProvisioning: Waiting for a volume/);
    world.step(600);
    expect(world.events('with-data')[0]).toContain('binding volumes: context deadline exceeded');
  });

  it('serves a volume that a pod brings along, for as long as the pod lives', () => {
    localPath();
    const spec = { storageClassName: 'local-path', accessModes: ['ReadWriteOnce'] };
    const template = { spec: { ...spec, resources: { requests: { storage: '1Gi' } } } };
    const volumes = [{ name: 'scratch', ephemeral: { volumeClaimTemplate: template } }];
    world.create('pods', podWith('own', { volumes }));
    world.step(60);
    expect(world.pod('with-own').status?.phase).toBe('Running');
    expect(claimOf('with-own-scratch')?.status?.phase).toBe('Bound');
    world.writer.delete('pods', 'default', 'with-own');
    world.step(60);
    expect(claimOf('with-own-scratch')).toBeUndefined();
    expect(world.store.list('persistentvolumes')).toEqual([]);
  });

  it('serves the claims of a StatefulSet, pod by pod', () => {
    localPath();
    const data = {
      metadata: { name: 'data' },
      spec: { storageClassName: 'local-path', accessModes: ['ReadWriteOnce'] },
    };
    const spec = {
      replicas: 2,
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: {
        metadata: { labels: { app: 'db' } },
        spec: { containers: [{ name: 'c', image: 'registry.k8s.io/pause:3.10' }] },
      },
      volumeClaimTemplates: [{ ...data, spec: { ...data.spec, resources: { requests: { storage: '1Gi' } } } }],
    };
    const metadata = { name: 'db', namespace: 'default' };
    const set: StatefulSet = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec };
    world.create('statefulsets.apps', set);
    world.step(120);
    expect(['db-0', 'db-1'].map((name) => world.pod(name).status?.phase)).toEqual(['Running', 'Running']);
    expect(['data-db-0', 'data-db-1'].map((name) => claimOf(name)?.status?.phase)).toEqual(['Bound', 'Bound']);
  });
});

describe('a volume whose claim is gone', () => {
  it.each([
    ['Retain', '/srv/data', 'Released', undefined],
    ['Delete', '/srv/data', 'Failed', 'host_path deleter only supports /tmp/.+ but received provided /srv/data'],
    ['Delete', '/tmp/data', undefined, undefined],
  ])('with %s at %s is %s', (policy, path, phase, message) => {
    claim('data', '');
    volume('v', { persistentVolumeReclaimPolicy: policy, hostPath: { path } });
    world.step(20);
    expect(volumeOf('v')?.status?.phase).toBe('Bound');
    world.writer.delete('persistentvolumeclaims', 'default', 'data');
    world.step(20);
    expect(claimOf('data')).toBeUndefined();
    expect(volumeOf('v')?.status?.phase).toBe(phase);
    expect(volumeOf('v')?.status?.message).toBe(message);
  });
});
