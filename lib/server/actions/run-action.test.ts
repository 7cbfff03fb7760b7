// Acting on workloads and pods of a simulated cluster: tried out, done, and taken back.
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { Job } from 'kubernetes-types/batch/v1';
import type { Pod, ResourceQuota } from 'kubernetes-types/core/v1';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClusterAction, PlacementFields } from '#lib/model/actions/cluster-action.ts';
import type { Cluster } from '#lib/sim/index.ts';
import { acting } from '#test/support/acting.ts';
import { HubOnCluster } from '#test/support/hub-on-cluster.ts';
import { refusal } from '#test/support/refusal.ts';
import type { Hub } from '../live/hub.ts';

const APP = 'sample-metrics-app';
const ARM = { key: 'beta.kubernetes.io/arch', operator: 'Equal', value: 'arm', effect: 'NoSchedule' };
const nowhere: PlacementFields = { nodeSelector: null, affinity: null, tolerations: null };

describe('acting', () => {
  let on: HubOnCluster;
  let cluster: Cluster;
  let hub: Hub;

  beforeEach(async () => {
    on = await HubOnCluster.start();
    cluster = on.cluster;
    hub = await on.beginSettled();
  });

  afterEach(() => on.end());

  const { preview, act, undo } = acting(() => hub);
  const ref = (kind: string, name: string) => ({ kind, namespace: 'default', name });
  const place = (kind: string, name: string, placement: Partial<PlacementFields>): ClusterAction => ({
    action: 'place',
    workload: ref(kind, name),
    placement: { ...nowhere, ...placement },
  });
  const deployment = () => cluster.store.get('deployments.apps', 'default', APP) as Deployment | undefined;
  const pod = (name: string) => cluster.store.get('pods', 'default', name) as Pod | undefined;
  function createPod(spec: object = {}): void {
    const made: Pod & { metadata: object } = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'default', name: 'alone', labels: { app: 'alone' } },
      spec: { containers: [{ name: 'c', image: 'busybox' }], ...spec },
    };
    cluster.writer.create('pods', made, 'test');
    cluster.settle();
  }

  it('places a Deployment, all of it after a preview, and takes it back', async () => {
    const before = deployment()?.spec?.template;
    const action = place('Deployment', APP, { nodeSelector: { 'beta.kubernetes.io/arch': 'arm64' } });
    const tried = await preview(action);
    expect(tried).toMatchObject({ applied: false, changes: true });
    expect(deployment()?.spec?.template).toEqual(before);
    const done = await act(action, tried.fingerprint);
    expect(done.applied).toBe(true);
    expect(deployment()?.spec?.template?.spec).toMatchObject({
      nodeSelector: { 'beta.kubernetes.io/arch': 'arm64' },
    });
    expect(deployment()?.spec?.template?.spec).not.toHaveProperty('tolerations');
    await undo(done);
    expect(deployment()?.spec?.template).toEqual(before);
  });

  it('replaces an affinity as a whole', async () => {
    const affinity = (key: string) => ({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'Exists' }] }],
        },
      },
    });
    await act(place('Deployment', APP, { affinity: { ...affinity('a'), podAffinity: {} } }));
    await act(place('Deployment', APP, { affinity: affinity('b') }));
    expect(deployment()?.spec?.template?.spec?.affinity).toEqual(affinity('b'));
  });

  it('shows nothing of a template but what changes', async () => {
    const text = JSON.stringify(await preview(place('Deployment', APP, { tolerations: [ARM] })));
    expect(text).not.toMatch(/"env"|containers|image/);
  });

  it('refuses what was previewed of another state', async () => {
    const action: ClusterAction = { action: 'scale', workload: ref('Deployment', APP), replicas: 1 };
    const { fingerprint } = await preview(action);
    await act({ ...action, replicas: 3 });
    expect(await refusal(act(action, fingerprint))).toMatchObject({
      code: 409,
      message: expect.stringMatching(/changed since the preview/),
    });
    expect(deployment()?.spec?.replicas).toBe(3);
  });

  it.each([
    { writes: 3, outcome: 3 },
    { writes: 100, outcome: { code: 409, message: expect.stringMatching(/^Operation cannot be fulfilled/) } },
  ])('reads anew where a controller wrote $writes times meanwhile', async ({ writes, outcome }) => {
    const open = hub.transport.open.bind(hub.transport);
    let left = writes;
    vi.spyOn(hub.transport, 'open').mockImplementation((request) => {
      const current = deployment();
      if (request.method === 'PATCH' && current !== undefined && left > 0) {
        const annotations = { ...current.metadata?.annotations, left: String(left) };
        cluster.writer.update(
          'deployments.apps',
          { ...current, metadata: { ...current.metadata, annotations } },
          'test',
        );
        left -= 1;
      }
      return open(request);
    });
    const action: ClusterAction = { action: 'scale', workload: ref('Deployment', APP), replicas: 3 };
    const done = act(action).then(() => deployment()?.spec?.replicas);
    expect(await (typeof outcome === 'number' ? done : refusal(done))).toEqual(outcome);
  });

  it('scales, and says that the autoscaler will change it back', async () => {
    const before = deployment()?.spec?.replicas;
    const done = await act({ action: 'scale', workload: ref('Deployment', APP), replicas: 1 });
    expect(done.effects.at(-1)).toMatch(/^HorizontalPodAutoscaler .* will change them back$/);
    expect(deployment()?.spec?.replicas).toBe(1);
    await undo(done);
    expect(deployment()?.spec?.replicas).toBe(before);
  });

  it('adds a toleration to a bare pod in place', async () => {
    createPod();
    const { uid } = pod('alone')?.metadata ?? {};
    await act(place('Pod', 'alone', { tolerations: [ARM] }));
    expect(pod('alone')?.metadata?.uid).toBe(uid);
    expect(pod('alone')?.spec?.tolerations).toContainEqual(ARM);
  });

  it('makes a bare pod anew for another node selector, and anew again to take it back', async () => {
    createPod();
    const { uid } = pod('alone')?.metadata ?? {};
    const action = place('Pod', 'alone', { nodeSelector: { 'beta.kubernetes.io/arch': 'amd64' } });
    const tried = await preview(action);
    expect(tried.effects.join()).toContain('deleted at once and created anew');
    expect(pod('alone')?.metadata?.uid).toBe(uid);
    const done = await act(action, tried.fingerprint);
    expect(pod('alone')?.metadata?.uid).not.toBe(uid);
    expect(pod('alone')).toMatchObject({
      metadata: { labels: { app: 'alone' } },
      spec: { nodeSelector: { 'beta.kubernetes.io/arch': 'amd64' } },
    });
    await undo(done);
    expect(pod('alone')?.spec).not.toHaveProperty('nodeSelector');
  });

  it('makes a Job anew', async () => {
    const made: Job & { metadata: object } = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { namespace: 'default', name: 'once' },
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } } },
    };
    cluster.writer.create('jobs.batch', made, 'test');
    cluster.settle();
    const job = () => cluster.store.get('jobs.batch', 'default', 'once') as Job | undefined;
    const { uid } = job()?.metadata ?? {};
    await act(place('Job', 'once', { tolerations: [ARM] }));
    expect(job()?.metadata?.uid).not.toBe(uid);
    expect(job()?.spec?.template.spec?.tolerations).toEqual([ARM]);
    expect(job()?.spec?.template.metadata?.labels).toMatchObject({
      'batch.kubernetes.io/controller-uid': job()?.metadata?.uid,
    });
  });

  it('deletes nothing for what could not be made anew', async () => {
    createPod();
    const quota: ResourceQuota & { metadata: object } = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { namespace: 'default', name: 'full' },
      spec: { hard: { pods: '0' } },
    };
    cluster.writer.create('resourcequotas', quota, 'test');
    cluster.settle();
    const { uid } = pod('alone')?.metadata ?? {};
    const action = place('Pod', 'alone', { nodeSelector: { a: 'b' } });
    expect(await refusal(preview(action))).toMatchObject({
      code: 403,
      message: expect.stringMatching(/exceeded quota: full/),
    });
    expect(await refusal(act(action))).toMatchObject({
      code: 403,
      message: expect.stringMatching(/exceeded quota: full/),
    });
    expect(pod('alone')?.metadata?.uid).toBe(uid);
  });

  it('changes an image and a request', async () => {
    const workload = ref('Deployment', APP);
    const container = deployment()?.spec?.template.spec?.containers[0];
    const name = container?.name ?? '';
    const image = await act({ action: 'image', workload, container: name, image: 'example.com/app:2' });
    const request = await act({ action: 'request', workload, container: name, requests: { cpu: '123m' } });
    expect(deployment()?.spec?.template.spec?.containers[0]).toMatchObject({
      image: 'example.com/app:2',
      resources: { requests: { cpu: '123m' } },
    });
    await undo(request);
    await undo(image);
    const now = deployment()?.spec?.template.spec?.containers[0];
    expect(now?.image).toBe(container?.image);
    expect(now?.resources?.requests?.['cpu']).toBe(container?.resources?.requests?.['cpu']);
  });

  it('deletes a pod, which has no way back', async () => {
    createPod();
    const action: ClusterAction = { action: 'delete-pod', pod: { namespace: 'default', name: 'alone' } };
    expect((await preview(action)).effects).toContain('this cannot be undone');
    expect(pod('alone')?.metadata?.deletionTimestamp).toBeUndefined();
    expect((await act(action)).undo).toBeNull();
    expect(pod('alone') === undefined || pod('alone')?.metadata?.deletionTimestamp !== undefined).toBe(true);
    expect(await refusal(act({ ...action, pod: { namespace: 'default', name: 'nobody' } }))).toMatchObject({
      code: 404,
    });
  });

  it.each<[string, ClusterAction, RegExp]>([
    ['place', place('Deployment', APP, { tolerations: [ARM] }), /cannot patch resource "deployments"/],
    [
      'scale',
      { action: 'scale', workload: ref('Deployment', APP), replicas: 1 },
      /cannot patch resource "deployments\/scale"/,
    ],
  ])('%s names the verb that a viewer lacks', async (_, action, words) => {
    hub = await on.beginSettled('viewer');
    expect(await refusal(preview(action))).toMatchObject({ code: 403, message: words });
  });
});
