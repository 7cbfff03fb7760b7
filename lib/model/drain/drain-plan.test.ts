import type { Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { describe, expect, it } from 'vitest';
import { podObject } from '../testdata/cluster.ts';
import { type DrainInput, planDrain } from './drain-plan.ts';

const READY = [{ type: 'Ready', status: 'True' }];
const owned = { kind: 'ReplicaSet', name: 'web-5d' };
const web = (name: string, conditions = READY): Pod => {
  const made = podObject({ name, owner: owned, labels: { app: 'web' } });
  return { ...made, status: { ...made.status, conditions } };
};
const withEmptyDir = (pod: Pod): Pod => ({
  ...pod,
  spec: { containers: [], ...pod.spec, volumes: [{ name: 'scratch', emptyDir: {} }] },
});
const mirror = (): Pod => {
  const made = podObject({ name: 'etcd-pi5', owner: { kind: 'Node', name: 'pi5' } });
  return { ...made, metadata: { ...made.metadata, annotations: { 'kubernetes.io/config.mirror': 'x' } } };
};

interface Counts {
  allowed: number;
  healthy?: number;
  desired?: number;
  policy?: string;
}
const budget = (name: string, { allowed, healthy = 2, desired = 2, policy }: Counts): PodDisruptionBudget => ({
  metadata: { name, namespace: 'default' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    ...(policy === undefined ? {} : { unhealthyPodEvictionPolicy: policy }),
  },
  status: { disruptionsAllowed: allowed, currentHealthy: healthy, desiredHealthy: desired, expectedPods: 2 },
});

const plan = (pods: Pod[], rest: Partial<DrainInput> = {}) =>
  planDrain({
    node: 'pi5',
    isCordoned: false,
    answers: true,
    pods,
    budgets: [],
    feasibleCount: () => 2,
    consent: { force: false, deleteEmptyDirData: false },
    ...rest,
  });

describe('who goes', () => {
  it.each<[string, Pod, object]>([
    ["a controller's pod", web('a'), { fate: 'evicted', owner: 'ReplicaSet/web-5d', isLost: false, feasibleCount: 2 }],
    ['a bare pod', podObject({ name: 'alone' }), { fate: 'evicted', owner: null, isLost: true, feasibleCount: null }],
    ['a bare pod that has ended', podObject({ phase: 'Succeeded' }), { fate: 'evicted', isLost: false }],
    [
      "a DaemonSet's pod",
      podObject({ owner: { kind: 'DaemonSet', name: 'kube-proxy' } }),
      { fate: 'left', why: expect.stringContaining('DaemonSet') },
    ],
    [
      "a DaemonSet's pod that has failed",
      podObject({ owner: { kind: 'DaemonSet', name: 'kube-proxy' }, phase: 'Failed' }),
      { fate: 'evicted' },
    ],
    ['a static pod', mirror(), { fate: 'left', why: expect.stringContaining('static'), isLost: false }],
    ['a pod with an emptyDir', withEmptyDir(web('a')), { fate: 'evicted', losesData: true }],
    ['one of those that has ended', withEmptyDir(podObject({ phase: 'Failed' })), { losesData: false }],
  ])('%s', (_, pod, expected) => {
    expect(plan([pod]).pods[0]).toMatchObject(expected);
  });
});

describe('what has to be agreed to, and the command', () => {
  const all = [
    withEmptyDir(web('a')),
    podObject({ name: 'b' }),
    podObject({ name: 'c', owner: { kind: 'DaemonSet', name: 'd' } }),
  ];

  it.each([
    [
      { force: false, deleteEmptyDirData: false },
      ['force', 'deleteEmptyDirData'],
      'kubectl drain pi5 --ignore-daemonsets',
    ],
    [
      { force: true, deleteEmptyDirData: true },
      [],
      'kubectl drain pi5 --ignore-daemonsets --delete-emptydir-data --force',
    ],
  ])('%o', (consent, missing, kubectl) => {
    expect(plan(all, { consent })).toMatchObject({ missing, kubectl });
  });

  it('no flag is given that is of no use', () => {
    expect(plan([web('a')], { consent: { force: true, deleteEmptyDirData: true } })).toMatchObject({
      missing: [],
      kubectl: 'kubectl drain pi5',
    });
  });
});

describe('disruption budgets', () => {
  const unready = [{ type: 'Ready', status: 'False' }];
  it.each<[string, Pod, PodDisruptionBudget[], object | null]>([
    ['one that allows it', web('a'), [budget('web', { allowed: 1 })], null],
    [
      'one that allows none',
      web('a'),
      [budget('web', { allowed: 0 })],
      { name: 'web', why: 'needs 2 healthy pods and has 2 currently' },
    ],
    ['one of other pods', podObject({ owner: owned, labels: { app: 'db' } }), [budget('web', { allowed: 0 })], null],
    ['two of them', web('a'), [budget('x', { allowed: 1 }), budget('y', { allowed: 1 })], { name: 'x, y' }],
    ['a pod that is not ready, while enough are', web('a', unready), [budget('web', { allowed: 0 })], null],
    [
      'a pod that is not ready, while too few are',
      web('a', unready),
      [budget('web', { allowed: 0, healthy: 1 })],
      { name: 'web' },
    ],
    [
      'the same with a budget that lets those go',
      web('a', unready),
      [budget('web', { allowed: 0, healthy: 1, policy: 'AlwaysAllow' })],
      null,
    ],
    [
      'a pod that is Pending',
      podObject({ owner: owned, labels: { app: 'web' }, phase: 'Pending' }),
      [budget('web', { allowed: 0 })],
      null,
    ],
  ])('%s', (_, pod, budgets, expected) => {
    const [planned] = plan([pod], { budgets }).pods;
    if (expected === null) expect(planned?.budget).toBeNull();
    else expect(planned?.budget).toMatchObject(expected);
  });

  it('that may not be read are said to be unknown, not absent', () => {
    expect(plan([web('a')], { budgets: null }).effects).toContain(
      'disruption budgets may not be read: whether one is in the way is not known',
    );
  });
});

it('says that a silent board ends no pod', () => {
  expect(plan([web('a')], { answers: false }).effects).toContain(
    'pi5 does not answer: evicted pods stay Terminating until it does',
  );
});

it('is summed up in words', () => {
  const pods = [withEmptyDir(web('a')), web('b'), podObject({ name: 'c' }), mirror()];
  const { effects } = plan(pods, { budgets: [budget('web', { allowed: 0 })], feasibleCount: () => 0 });
  expect(effects).toEqual([
    'cordons pi5: no new pods land on it',
    'evicts 3 pods; this cannot be undone',
    '1 pod no controller makes again: gone for good',
    'data in emptyDir volumes of 1 pod is lost',
    'a disruption budget is in the way of 2 pods: it waits for it',
    'for 2 pods no other board has a place now: Pending until one has',
    'leaves 1 pod on it: static ones, and those of DaemonSets',
  ]);
});
