import type { Deployment } from 'kubernetes-types/apps/v1';
import type { PodSpec } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { podObject } from '../testdata/cluster.ts';
import { type ActionPlan, PlanError } from './action-plan.ts';
import type { PlacementFields, WorkloadAction } from './cluster-action.ts';
import type { WorkloadObject } from './workload-kind.ts';
import { planWorkloadAction, type WorkloadSurroundings } from './workload-plan.ts';

const ARM = { key: 'kubernetes.io/arch', operator: 'Equal', value: 'arm', effect: 'NoSchedule' };
const OUTAGE = {
  key: 'node.kubernetes.io/not-ready',
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
};
const nowhere: PlacementFields = { nodeSelector: null, affinity: null, tolerations: null };

const ref = (kind: string) => ({ kind, namespace: 'default', name: 'web' });
const pod: PodSpec = {
  nodeSelector: { disk: 'ssd' },
  containers: [{ name: 'app', image: 'app:1', resources: { requests: { cpu: '100m' } } }],
};
const metadata = { name: 'web', namespace: 'default', uid: 'u1', resourceVersion: '7' };
const deployment = (spec: Partial<Deployment['spec'] & object> = {}): WorkloadObject => ({
  metadata,
  spec: { replicas: 3, template: { spec: pod }, ...spec },
});
const bare = (spec: Partial<PodSpec> = {}): WorkloadObject => ({
  metadata,
  spec: { ...pod, nodeName: 'pi5', ...spec },
});

const alone: WorkloadSurroundings = { podCount: 3, autoscaler: null };
const place = (kind: string, placement: Partial<PlacementFields>): WorkloadAction => ({
  action: 'place',
  workload: ref(kind),
  placement: { ...nowhere, nodeSelector: { disk: 'ssd' }, ...placement },
});
const patchOf = ({ write }: ActionPlan) => (write?.kind === 'patch' ? write.body : null);

describe('placing a Deployment', () => {
  it('writes only what changes, bound to what was read, and knows the way back', () => {
    const plan = planWorkloadAction(deployment(), alone, place('Deployment', { tolerations: [ARM] }));
    expect(plan.write).toEqual({
      kind: 'patch',
      path: '/apis/apps/v1/namespaces/default/deployments/web',
      type: 'application/json-patch+json',
      body: [
        { op: 'add', path: '/metadata/resourceVersion', value: '7' },
        { op: 'add', path: '/spec/template/spec/tolerations', value: [ARM] },
      ],
    });
    expect(plan.kubectl).toBe(
      `kubectl patch deployment/web -n default --type=json -p '[{"op":"add","path":"/spec/template/spec/tolerations","value":[${JSON.stringify(ARM)}]}]'`,
    );
    expect(plan.effects).toEqual([
      'adds toleration kubernetes.io/arch=arm:NoSchedule in its pod template',
      'its 3 pods are replaced step by step (RollingUpdate, at most 0 unavailable and 1 more than wanted)',
    ]);
    expect(plan.undo).toEqual(place('Deployment', {}));
  });

  it('undone is as it was', () => {
    const { undo } = planWorkloadAction(deployment(), alone, place('Deployment', { nodeSelector: null }));
    const without = deployment({ template: { spec: { containers: pod.containers } } });
    const back = planWorkloadAction(without, alone, undo as WorkloadAction);
    expect(patchOf(back)).toContainEqual({
      op: 'add',
      path: '/spec/template/spec/nodeSelector',
      value: { disk: 'ssd' },
    });
  });

  it.each<[string, Partial<PlacementFields>, string]>([
    ['another value', { nodeSelector: { disk: 'hdd' } }, 'changes nodeSelector disk=ssd to disk=hdd'],
    ['no selector', { nodeSelector: {} }, 'removes nodeSelector disk=ssd'],
    [
      'an affinity',
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 'arm64'] }] },
              ],
            },
          },
        },
      },
      'adds affinity: only nodes with kubernetes.io/arch in (amd64, arm64)',
    ],
    ['a toleration of everything', { tolerations: [{ operator: 'Exists' }] }, 'adds toleration every taint'],
  ])('%s', (_, placement, effect) => {
    const { effects } = planWorkloadAction(deployment(), alone, place('Deployment', placement));
    expect(effects[0]).toBe(`${effect} in its pod template`);
  });

  it('as it is placed already is nothing to do', () => {
    expect(planWorkloadAction(deployment(), alone, place('Deployment', { tolerations: [] }))).toMatchObject({
      changes: false,
      write: null,
      undo: null,
    });
  });
});

describe('what becomes of the pods', () => {
  const placed = (kind: string, object: WorkloadObject, podCount: number | null = 3) =>
    planWorkloadAction(object, { ...alone, podCount }, place(kind, { tolerations: [ARM] }))
      .effects.slice(1)
      .join('; ');

  it.each<[string, WorkloadObject, RegExp]>([
    ['Deployment', deployment({ strategy: { type: 'Recreate' } }), /3 pods are all ended before new ones/],
    ['Deployment', deployment({ paused: true }), /when it is resumed/],
    ['Deployment', deployment({ replicas: 0 }), /the next ones are made so/],
    ['StatefulSet', deployment(), /one by one, the last first/],
    [
      'StatefulSet',
      { metadata, spec: { replicas: 3, template: { spec: pod }, updateStrategy: { rollingUpdate: { partition: 2 } } } },
      /its 1 pod is replaced.*below ordinal 2 stay/,
    ],
    [
      'DaemonSet',
      { metadata, spec: { template: { spec: pod }, updateStrategy: { type: 'OnDelete' } } },
      /until each is deleted/,
    ],
    ['DaemonSet', { metadata, spec: { template: { spec: pod } } }, /3 pods are replaced.*at most 1 unavailable/],
    ['ReplicaSet', deployment(), /only new ones are made so/],
  ])('%s: %#', (kind, object, words) => {
    expect(placed(kind, object)).toMatch(words);
  });

  it('is not counted where pods may not be read', () => {
    expect(placed('DaemonSet', { metadata, spec: { template: { spec: pod } } }, null)).toMatch(
      /^its pods are replaced/,
    );
  });
});

describe('a bare pod', () => {
  it('may have tolerations added in place', () => {
    const plan = planWorkloadAction(bare({ tolerations: [OUTAGE] }), alone, place('Pod', { tolerations: [ARM] }));
    expect(patchOf(plan)).toContainEqual({ op: 'add', path: '/spec/tolerations', value: [ARM, OUTAGE] });
    expect(plan.effects).toEqual(['adds toleration kubernetes.io/arch=arm:NoSchedule']);
  });

  it('is made anew for everything else, without what only the old one has, and says so', () => {
    const object = bare({ ephemeralContainers: [{ name: 'debug', image: 'busybox' }], tolerations: [ARM] });
    const { write, effects, kubectl } = planWorkloadAction(object, alone, place('Pod', { nodeSelector: null }));
    expect(write).toMatchObject({ kind: 'recreate', uid: 'u1', path: '/api/v1/namespaces/default/pods/web' });
    const after = write?.kind === 'recreate' ? write.after : null;
    expect(after).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'default' },
      spec: { containers: pod.containers },
    });
    expect(effects.join()).toContain('deleted at once and created anew');
    expect(kubectl).toMatch(
      /^kubectl get pod\/web .* \| kubectl patch --local .*nodeName.* \| kubectl replace --force -f -$/,
    );
  });

  it('may have another image in place', () => {
    const action: WorkloadAction = { action: 'image', workload: ref('Pod'), container: 'app', image: 'app:2' };
    const plan = planWorkloadAction(bare(), alone, action);
    expect(patchOf(plan)).toContainEqual({ op: 'add', path: '/spec/containers/0/image', value: 'app:2' });
    expect(plan.kubectl).toBe('kubectl set image pod/web app=app:2 -n default');
    expect(plan.undo).toEqual({ ...action, image: 'app:1' });
  });
});

describe('a Job', () => {
  const labels = { 'controller-uid': 'x', 'batch.kubernetes.io/job-name': 'web', app: 'web' };
  const job = (suspend: boolean, startTime?: string): WorkloadObject => ({
    metadata,
    spec: { suspend, selector: { matchLabels: {} }, template: { metadata: { labels }, spec: pod } },
    status: startTime === undefined ? {} : { startTime },
  });

  it('is made anew without the labels of the old one', () => {
    const { write } = planWorkloadAction(
      job(false, '2017-03-30T12:00:00Z'),
      alone,
      place('Job', { tolerations: [ARM] }),
    );
    const after = write?.kind === 'recreate' ? write.after : null;
    expect(after).toMatchObject({ spec: { template: { metadata: { labels: { app: 'web' } } } } });
    expect(JSON.stringify(after)).not.toMatch(/controller-uid|job-name|selector":/);
  });

  it('that waits to begin is patched', () => {
    expect(planWorkloadAction(job(true), alone, place('Job', { tolerations: [ARM] })).write?.kind).toBe('patch');
  });
});

describe('scaling', () => {
  const scale = (replicas: number, kind = 'Deployment'): WorkloadAction => ({
    action: 'scale',
    workload: ref(kind),
    replicas,
  });

  it('goes through the scale subresource', () => {
    const plan = planWorkloadAction(deployment(), alone, scale(5));
    expect(plan).toMatchObject({
      write: {
        path: '/apis/apps/v1/namespaces/default/deployments/web/scale',
        body: { metadata: { resourceVersion: '7' }, spec: { replicas: 5 } },
      },
      kubectl: 'kubectl scale deployment/web --replicas=5 -n default',
      undo: scale(3),
    });
    expect(plan.effects).toEqual(['scales web from 3 to 5', '2 more pods to be placed by the scheduler']);
  });

  it.each<[WorkloadSurroundings['autoscaler'], number, RegExp]>([
    [{ name: 'web', min: 2, max: 10 }, 5, /HorizontalPodAutoscaler web \(2 to 10\).*will change them back/],
    [{ name: 'web', min: 2, max: 10 }, 0, /does nothing while it wants 0 pods/],
    ['unknown', 5, /may not be read/],
  ])('with the autoscaler %o to %i', (autoscaler, replicas, words) => {
    expect(planWorkloadAction(deployment(), { podCount: 3, autoscaler }, scale(replicas)).effects.at(-1)).toMatch(
      words,
    );
  });

  it.each(['DaemonSet', 'Job', 'Pod'])('is refused for a %s', (kind) => {
    expect(() => planWorkloadAction(deployment(), alone, scale(2, kind))).toThrow(PlanError);
  });
});

describe('requests', () => {
  const request = (requests: Record<string, string | null>): WorkloadAction => ({
    action: 'request',
    workload: ref('Deployment'),
    container: 'app',
    requests,
  });

  it('are set, changed and taken away, and undone to what they were', () => {
    const plan = planWorkloadAction(deployment(), alone, request({ cpu: null, memory: '64Mi' }));
    expect(patchOf(plan)).toContainEqual({
      op: 'add',
      path: '/spec/template/spec/containers/0/resources/requests',
      value: { memory: '64Mi' },
    });
    expect(plan.effects.slice(0, 2)).toEqual([
      'app no longer asks for cpu (100m until now)',
      'app asks for 64Mi of memory',
    ]);
    expect(plan.undo).toEqual(request({ cpu: '100m', memory: null }));
  });

  it.each([
    [
      'a container it has not',
      { ...request({ cpu: '1' }), container: 'db' } as WorkloadAction,
      /has no container db: it has app/,
    ],
    ['what is no quantity', request({ cpu: 'much' }), /"much" is no quantity/],
  ])('%s is refused', (_, action, words) => {
    expect(() => planWorkloadAction(deployment(), alone, action)).toThrow(words);
  });
});

describe('what somebody else manages', () => {
  const ownedBy = (kind: string): WorkloadObject => ({
    ...deployment(),
    metadata: {
      ...metadata,
      ownerReferences: [{ apiVersion: 'x/v1', kind, name: 'boss', uid: 'u', controller: true }],
    },
  });

  it("a Deployment's ReplicaSet and a pod of anything are changed there", () => {
    expect(() => planWorkloadAction(ownedBy('Deployment'), alone, place('ReplicaSet', {}))).toThrow(
      /boss.*change that one/,
    );
    const object = podObject({ owner: { kind: 'ReplicaSet', name: 'boss' } });
    expect(() => planWorkloadAction(object as WorkloadObject, alone, place('Pod', {}))).toThrow(
      /boss.*change that one/,
    );
  });

  it('is changed with a warning', () => {
    const plan = planWorkloadAction(ownedBy('Prometheus'), alone, place('StatefulSet', { tolerations: [ARM] }));
    expect(plan.effects.at(-1)).toBe('Prometheus boss manages it and may change it back');
  });
});
