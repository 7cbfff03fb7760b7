// What goes with its owner, what stays without it, and how a namespace ends.
import { configMap, get, inNamespace, MERGE, patch, post, remove } from '../build.ts';
import type { Body, Case, RequestStep } from '../case.ts';
import { at, conditionOf } from '../look.ts';
import { DEPLOYMENTS, gone, made, NOWHERE, PODS, REPLICA_SETS, running, UNCOMPARED, workload } from '../workloads.ts';

const MAPS = '/api/v1/namespaces/{ns}/configmaps';
const WEB = `${DEPLOYMENTS}/web`;
const NAMESPACE = '/api/v1/namespaces/{ns}';

const count = (items: number) => (body: Body) => body.items?.length === items;
const owners = (body: Body) => at(body, 'metadata', 'ownerReferences') ?? null;
const named = ({ items = [] }: Body) => items.map((item) => at(item, 'metadata', 'name'));
const deletion = (propagationPolicy: string) => ({ kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy });
const deployed: readonly RequestStep[] = [
  post(DEPLOYMENTS, workload('Deployment', 'web', { replicas: 2 }, NOWHERE), UNCOMPARED),
  get(PODS, { until: count(2), uncompared: true }),
];
const owned = (name: string, uid: string, more: object = {}) => ({
  ...configMap(name),
  metadata: { name, ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid, ...more }] },
});
const NOBODY = '00000000-0000-4000-8000-000000000000';
const finalized = (name: string) => ({ ...configMap(name), metadata: { name, finalizers: ['example.com/wait'] } });

export const collecting: readonly Case[] = [
  {
    name: 'takes its sets and pods along in the background',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      ...deployed,
      remove(WEB, deletion('Background')),
      gone(WEB),
      get(REPLICA_SETS, { until: count(0), only: named }),
      get(PODS, { until: count(0), only: named }),
    ],
  },
  {
    name: 'waits for its sets and pods in the foreground',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      ...deployed,
      remove(WEB, deletion('Foreground'), {
        only: (body) => [
          at(body, 'metadata', 'finalizers'),
          at(body, 'metadata', 'deletionGracePeriodSeconds'),
          body['kind'],
        ],
      }),
      gone(WEB),
      get(REPLICA_SETS, { only: named }),
      get(PODS, { only: named }),
    ],
  },
  {
    name: 'waits in the foreground for what will not go yet',
    kind: 'ReplicaSet',
    steps: [
      ...inNamespace,
      post(REPLICA_SETS, workload('ReplicaSet', 'web', { replicas: 0 }), UNCOMPARED),
      made('a', NOWHERE, { labels: { app: 'web' }, finalizers: ['example.com/wait'] }),
      patch(`${REPLICA_SETS}/web`, MERGE, { spec: { replicas: 1 } }, UNCOMPARED),
      get(`${PODS}/a`, { until: (body) => owners(body) !== null, only: owners }),
      remove(`${REPLICA_SETS}/web`, deletion('Foreground'), UNCOMPARED),
      get(`${PODS}/a`, {
        until: (body) => at(body, 'metadata', 'deletionTimestamp') !== undefined,
        only: (body) => at(body, 'metadata', 'finalizers'),
      }),
      get(`${REPLICA_SETS}/web`, {
        only: (body) => [at(body, 'metadata', 'finalizers'), typeof at(body, 'metadata', 'deletionTimestamp')],
      }),
      patch(`${PODS}/a`, MERGE, { metadata: { finalizers: null } }, UNCOMPARED),
      gone(`${PODS}/a`),
      gone(`${REPLICA_SETS}/web`),
    ],
  },
  {
    name: 'leaves its sets and pods alone where they are orphaned',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      ...deployed,
      remove(WEB, deletion('Orphan'), { only: (body) => [at(body, 'metadata', 'finalizers'), body['kind']] }),
      gone(WEB),
      get(REPLICA_SETS, {
        only: ({ items = [] }) => items.map((item) => [owners(item), at(item, 'metadata', 'finalizers')]),
      }),
      get(PODS, {
        only: ({ items = [] }) => items.map((item) => at(item, 'metadata', 'ownerReferences', '0', 'kind')),
      }),
    ],
  },
  {
    name: 'of an unknown way of deletion is refused',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      post(DEPLOYMENTS, workload('Deployment', 'web', { replicas: 0 }), UNCOMPARED),
      remove(WEB, deletion('Sideways')),
      remove(WEB, { ...deletion('Orphan'), orphanDependents: true }),
      remove(WEB, { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid: NOBODY } }),
      remove(
        WEB,
        { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: -1 },
        { only: ({ kind, status, code }) => [kind, status, code] },
      ),
    ],
  },
  {
    name: 'whose owner is not there is collected',
    kind: 'ConfigMap',
    steps: [...inNamespace, post(MAPS, owned('a', NOBODY), UNCOMPARED), gone(`${MAPS}/a`)],
  },
  {
    name: 'whose owner has another id is collected',
    kind: 'ConfigMap',
    steps: [
      ...inNamespace,
      post(MAPS, configMap('owner'), UNCOMPARED),
      post(MAPS, owned('a', NOBODY), UNCOMPARED),
      gone(`${MAPS}/a`),
      get(`${MAPS}/owner`, { only: ({ kind }) => kind }),
    ],
  },
  {
    name: 'with two owners loses the one that is gone, and stays',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      post(REPLICA_SETS, workload('ReplicaSet', 'web', { replicas: 1 }, NOWHERE), UNCOMPARED),
      get(PODS, { until: count(1), only: ({ items = [] }) => items.map(owners) }),
      made('b', NOWHERE, { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'gone', uid: NOBODY }] }),
      gone(`${PODS}/b`),
    ],
  },
  {
    name: 'with two controllers is refused',
    kind: 'ConfigMap',
    steps: [
      ...inNamespace,
      post(MAPS, {
        ...configMap('a'),
        metadata: {
          name: 'a',
          ownerReferences: [1, 2].map((index) => ({
            apiVersion: 'v1',
            kind: 'ConfigMap',
            name: `x${index}`,
            uid: `${NOBODY}${index}`,
            controller: true,
          })),
        },
      }),
      post(MAPS, {
        ...configMap('a'),
        metadata: { name: 'a', ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: '', uid: '' }] },
      }),
      post(MAPS, {
        ...configMap('a'),
        metadata: { name: 'a', ownerReferences: [{ apiVersion: 'v1', kind: 'Event', name: 'x', uid: NOBODY }] },
      }),
    ],
  },
  {
    name: 'stays until its last finalizer is taken off',
    kind: 'ConfigMap',
    steps: [
      ...inNamespace,
      post(MAPS, finalized('a'), UNCOMPARED),
      remove(`${MAPS}/a`),
      get(`${MAPS}/a`),
      patch(`${MAPS}/a`, MERGE, { metadata: { finalizers: ['example.com/wait', 'example.com/more'] } }),
      patch(`${MAPS}/a`, MERGE, { metadata: { finalizers: null } }),
      gone(`${MAPS}/a`),
    ],
  },
  {
    name: 'is emptied before it goes',
    kind: 'Namespace',
    steps: [
      ...inNamespace,
      ...deployed,
      post(MAPS, configMap('a'), UNCOMPARED),
      remove(NAMESPACE, undefined, { only: ({ status }) => status }),
      gone(NAMESPACE),
      get(MAPS, { only: named }),
      get(PODS, { only: named }),
    ],
  },
  {
    name: 'says what keeps it, and takes nothing new',
    kind: 'Namespace',
    steps: [
      ...inNamespace,
      post(MAPS, finalized('a'), UNCOMPARED),
      remove(NAMESPACE, undefined, UNCOMPARED),
      get(NAMESPACE, {
        until: (body) => JSON.stringify(body.status ?? {}).includes('SomeFinalizersRemain'),
        only: ({ status, spec }) => [status, spec],
      }),
      post(MAPS, configMap('b')),
      made('c', NOWHERE),
      remove(NAMESPACE),
      patch(`${MAPS}/a`, MERGE, { metadata: { finalizers: null } }, UNCOMPARED),
      gone(NAMESPACE),
    ],
  },
  {
    name: 'that is the cluster’s own may not be deleted',
    kind: 'Namespace',
    steps: [remove('/api/v1/namespaces/default'), remove('/api/v1/namespaces/kube-system')],
  },
  {
    name: 'on a board ends with its grace, and at once where it has none',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      made('a'),
      running('a'),
      remove(`${PODS}/a`, undefined, { only: ({ kind }) => kind }),
      gone(`${PODS}/a`),
      made('b', { terminationGracePeriodSeconds: 30, ...NOWHERE }),
      // The real one answers without a resourceVersion where the scheduler writes its verdict in that very moment.
      get(`${PODS}/b`, {
        until: (body) => conditionOf(body, 'PodScheduled')?.['status'] === 'False',
        uncompared: true,
      }),
      remove(`${PODS}/b`, undefined, { ignored: ['metadata.managedFields', 'status'] }),
      gone(`${PODS}/b`),
    ],
  },
];
