// Replica sets, replication controllers, daemon sets and stateful sets: whose pods are whose, which come first, and where.
import { get, inNamespace, JSON_PATCH, MERGE, patch, post, remove } from '../build.ts';
import type { Body, Case, RequestStep } from '../case.ts';
import { at, conditionOf } from '../look.ts';
import {
  CONTAINER,
  counting,
  gone,
  isReady,
  made,
  NOWHERE,
  PODS,
  podsLook,
  REPLICA_SETS,
  running,
  statusOf,
  template,
  UNCOMPARED,
  workload,
} from '../workloads.ts';

const APPS = '/apis/apps/v1/namespaces/{ns}';
const CONTROLLERS = '/api/v1/namespaces/{ns}/replicationcontrollers';
const RS = `${REPLICA_SETS}/web`;
const WEB = { labels: { app: 'web' } };

const set = (spec: object, podSpec: object = {}) =>
  post(REPLICA_SETS, workload('ReplicaSet', 'web', spec, podSpec), UNCOMPARED);
const count = (items: number) => (body: Body) => body.items?.length === items;
const ready = (items: number) => (body: Body) => count(items)(body) && (body.items ?? []).every(isReady);
const ownersOf = (body: Body) => at(body, 'metadata', 'ownerReferences') ?? null;
const isOwned = (body: Body) => ownersOf(body) !== null;
const stateful = (spec: object, podSpec: object = {}) =>
  post(`${APPS}/statefulsets`, workload('StatefulSet', 'db', { serviceName: 'db', ...spec }, podSpec), UNCOMPARED);
const DB = `${APPS}/statefulsets/db`;
const names = ({ items = [] }: Body) => items.map((item) => at(item, 'metadata', 'name'));
const imagesByName = ({ items = [] }: Body) =>
  items.map((item) => [at(item, 'metadata', 'name'), at(item, 'spec', 'containers', '0', 'image')]);
const image = (name: string) => ({ spec: { template: { spec: { containers: [{ name: 'web', image: name }] } } } });
const settled = (path: string, counts: Record<string, number>): RequestStep =>
  get(path, { until: counting(counts), only: withoutRevisions });
/** Revisions are named by a hash of their own. */
function withoutRevisions({ status }: Body): unknown {
  const { currentRevision: _current, updateRevision: _update, ...rest } = { ...(status as Record<string, unknown>) };
  return rest;
}

const sets: readonly Case[] = [
  {
    name: 'makes pods in its likeness',
    kind: 'ReplicaSet',
    steps: [
      ...inNamespace,
      set({ replicas: 2 }),
      get(RS, { until: counting({ readyReplicas: 2 }), only: statusOf }),
      get(PODS, {
        only: ({ items = [] }) =>
          items.map((item) => [
            at(item, 'metadata', 'labels'),
            at(item, 'metadata', 'ownerReferences'),
            at(item, 'metadata', 'generateName'),
          ]),
      }),
    ],
  },
  {
    name: 'adopts pods that it selects, and makes the others',
    kind: 'ReplicaSet',
    steps: [
      ...inNamespace,
      made('a', {}, WEB),
      running('a'),
      set({ replicas: 2 }),
      get(RS, { until: counting({ readyReplicas: 2 }), only: statusOf }),
      get(`${PODS}/a`, { until: isOwned, only: ownersOf }),
      get(PODS, { until: ready(2), only: podsLook }),
    ],
  },
  {
    name: 'lets go of a pod that loses its label, and makes another',
    kind: 'ReplicaSet',
    steps: [
      ...inNamespace,
      made('a', {}, WEB),
      running('a'),
      set({ replicas: 1 }),
      get(`${PODS}/a`, { until: isOwned, uncompared: true }),
      patch(`${PODS}/a`, MERGE, { metadata: { labels: { app: 'alone' } } }, UNCOMPARED),
      get(`${PODS}/a`, { until: (body) => !isOwned(body), only: ownersOf }),
      get(RS, { until: counting({ replicas: 1, readyReplicas: 1 }), only: statusOf }),
      get(PODS, { until: ready(2), only: podsLook }),
    ],
  },
  {
    name: 'leaves pods that another one owns',
    kind: 'ReplicaSet',
    steps: [
      ...inNamespace,
      post(
        REPLICA_SETS,
        workload('ReplicaSet', 'first', {
          replicas: 1,
          selector: { matchLabels: { app: 'web' } },
          template: template('web'),
        }),
        UNCOMPARED,
      ),
      get(`${REPLICA_SETS}/first`, { until: counting({ readyReplicas: 1 }), uncompared: true }),
      set({ replicas: 1 }),
      get(RS, { until: counting({ readyReplicas: 1 }), only: statusOf }),
      get(PODS, { until: ready(2), only: podsLook }),
    ],
  },
  {
    name: 'deletes pods that do not run first when it is scaled down',
    kind: 'ReplicaSet',
    steps: [
      ...inNamespace,
      made('a', {}, WEB),
      running('a'),
      made('b', NOWHERE, WEB),
      set({ replicas: 2 }),
      get(RS, { until: counting({ replicas: 2, readyReplicas: 1 }), uncompared: true }),
      patch(RS, MERGE, { spec: { replicas: 1 } }, UNCOMPARED),
      gone(`${PODS}/b`),
      get(RS, { until: counting({ replicas: 1 }), only: statusOf }),
      get(PODS, { only: names }),
    ],
  },
  {
    name: 'deletes the pod that costs least to delete',
    kind: 'ReplicaSet',
    steps: [
      ...inNamespace,
      made('a', {}, { ...WEB, annotations: { 'controller.kubernetes.io/pod-deletion-cost': '10' } }),
      made('b', {}, { ...WEB, annotations: { 'controller.kubernetes.io/pod-deletion-cost': '-10' } }),
      made('c', {}, WEB),
      ...['a', 'b', 'c'].map(running),
      set({ replicas: 3 }),
      get(RS, { until: counting({ readyReplicas: 3 }), uncompared: true }),
      patch(RS, MERGE, { spec: { replicas: 1 } }, UNCOMPARED),
      get(PODS, { until: count(1), only: names }),
    ],
  },
  {
    name: 'with the name of a pod that was deleted makes a new one',
    kind: 'ReplicaSet',
    steps: [
      ...inNamespace,
      made('a', {}, WEB),
      running('a'),
      set({ replicas: 1 }),
      get(RS, { until: counting({ readyReplicas: 1 }), uncompared: true }),
      remove(`${PODS}/a`, undefined, UNCOMPARED),
      gone(`${PODS}/a`),
      get(RS, { until: counting({ readyReplicas: 1, terminatingReplicas: 0 }), only: statusOf }),
    ],
  },
  {
    name: 'makes, adopts and scales as replica sets do',
    kind: 'ReplicationController',
    steps: [
      ...inNamespace,
      made('a', {}, WEB),
      running('a'),
      post(
        CONTROLLERS,
        {
          apiVersion: 'v1',
          kind: 'ReplicationController',
          metadata: { name: 'web' },
          spec: { replicas: 2, template: template('web') },
        },
        UNCOMPARED,
      ),
      get(`${CONTROLLERS}/web`, { until: counting({ readyReplicas: 2 }), only: statusOf }),
      get(`${PODS}/a`, { until: isOwned, only: ownersOf }),
      patch(`${CONTROLLERS}/web`, MERGE, { spec: { replicas: 0 } }, UNCOMPARED),
      get(`${CONTROLLERS}/web`, { until: counting({ replicas: 0 }), only: statusOf }),
      get(PODS, { until: count(0), only: names }),
    ],
  },
];

const statefulSets: readonly Case[] = [
  {
    name: 'makes pods one after the other, with names, ordinals and host names',
    kind: 'StatefulSet',
    steps: [
      ...inNamespace,
      stateful({ replicas: 2 }),
      settled(DB, { readyReplicas: 2, currentReplicas: 2, updatedReplicas: 2 }),
      get(PODS, {
        only: ({ items = [] }) =>
          items.map((item) => [
            at(item, 'metadata', 'name'),
            at(item, 'metadata', 'labels'),
            at(item, 'spec', 'hostname'),
            at(item, 'spec', 'subdomain'),
            at(item, 'metadata', 'ownerReferences'),
          ]),
      }),
    ],
  },
  {
    name: 'waits for the first pod before it makes the second',
    kind: 'StatefulSet',
    steps: [
      ...inNamespace,
      stateful({ replicas: 3 }, NOWHERE),
      settled(DB, { replicas: 1, currentReplicas: 1 }),
      get(PODS, { only: names }),
    ],
  },
  {
    name: 'makes all pods at once where it is told so',
    kind: 'StatefulSet',
    steps: [
      ...inNamespace,
      stateful({ replicas: 3, podManagementPolicy: 'Parallel' }, NOWHERE),
      settled(DB, { replicas: 3, currentReplicas: 3 }),
      get(PODS, { until: count(3), only: names }),
    ],
  },
  {
    name: 'takes away the last pod first',
    kind: 'StatefulSet',
    steps: [
      ...inNamespace,
      stateful({ replicas: 3, podManagementPolicy: 'Parallel' }),
      settled(DB, { readyReplicas: 3, replicas: 3 }),
      patch(DB, MERGE, { spec: { replicas: 1 } }, UNCOMPARED),
      settled(DB, { replicas: 1, readyReplicas: 1, currentReplicas: 1 }),
      get(PODS, { until: count(1), only: names }),
    ],
  },
  {
    name: 'updates only what lies above its partition',
    kind: 'StatefulSet',
    steps: [
      ...inNamespace,
      stateful({
        replicas: 3,
        podManagementPolicy: 'Parallel',
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } },
      }),
      settled(DB, { readyReplicas: 3 }),
      patch(DB, MERGE, image('nginx:1.27'), UNCOMPARED),
      settled(DB, { readyReplicas: 3, updatedReplicas: 1, currentReplicas: 2 }),
      get(PODS, { until: count(3), only: imagesByName }),
    ],
  },
  {
    name: 'updates nothing by itself where pods are replaced on deletion',
    kind: 'StatefulSet',
    steps: [
      ...inNamespace,
      stateful({ replicas: 2, updateStrategy: { type: 'OnDelete' } }),
      settled(DB, { readyReplicas: 2 }),
      patch(DB, MERGE, image('nginx:1.27'), UNCOMPARED),
      settled(DB, { readyReplicas: 2 }),
      remove(`${PODS}/db-0`, undefined, UNCOMPARED),
      settled(DB, { readyReplicas: 2, updatedReplicas: 1 }),
      get(PODS, { until: count(2), only: imagesByName }),
    ],
  },
  {
    name: 'starts to count where it is told to',
    kind: 'StatefulSet',
    steps: [
      ...inNamespace,
      stateful({ replicas: 2, ordinals: { start: 5 } }),
      settled(DB, { readyReplicas: 2 }),
      get(PODS, { only: names }),
    ],
  },
  {
    name: 'makes claims, and keeps them when it is scaled down',
    kind: 'StatefulSet',
    steps: [
      ...inNamespace,
      stateful({
        replicas: 2,
        podManagementPolicy: 'Parallel',
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: 'none',
              resources: { requests: { storage: '1Gi' } },
            },
          },
        ],
      }),
      get('/api/v1/namespaces/{ns}/persistentvolumeclaims', {
        until: count(2),
        only: ({ items = [] }) =>
          items.map((item) => [
            at(item, 'metadata', 'name'),
            at(item, 'metadata', 'labels'),
            at(item, 'spec'),
            at(item, 'status'),
          ]),
      }),
      patch(DB, MERGE, { spec: { replicas: 0 } }, UNCOMPARED),
      settled(DB, { replicas: 0 }),
      get('/api/v1/namespaces/{ns}/persistentvolumeclaims', { only: names }),
    ],
  },
  {
    name: 'deletes its claims where it is told to',
    kind: 'StatefulSet',
    steps: [
      ...inNamespace,
      stateful({
        replicas: 1,
        persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete', whenDeleted: 'Delete' },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: 'none',
              resources: { requests: { storage: '1Gi' } },
            },
          },
        ],
      }),
      get('/api/v1/namespaces/{ns}/persistentvolumeclaims/data-db-0', { until: isOwned, only: ownersOf }),
      remove(DB, undefined, UNCOMPARED),
      get('/api/v1/namespaces/{ns}/persistentvolumeclaims', { until: count(0), only: names }),
    ],
  },
];

const DAEMONS = `${APPS}/daemonsets`;
const AGENT = `${DAEMONS}/agent`;
/** Not on nodes that other cases make. */
const ON_BOARDS = { nodeSelector: { 'bramble.test/kwok': 'true' } };
const daemons = (podSpec: object = {}, spec: object = {}) =>
  post(DAEMONS, workload('DaemonSet', 'agent', spec, podSpec), UNCOMPARED);
const nodesOf = ({ items = [] }: Body) =>
  items.map((item) => String(at(item, 'spec', 'nodeName'))).sort((a, b) => (a < b ? -1 : 1));
const status = (counts: Record<string, number>): RequestStep => get(AGENT, { until: counting(counts), only: statusOf });

const daemonSets: readonly Case[] = [
  {
    name: 'runs where taints let it',
    kind: 'DaemonSet',
    steps: [
      ...inNamespace,
      daemons({ tolerations: [], ...ON_BOARDS }),
      status({ numberReady: 1, desiredNumberScheduled: 1 }),
      get(PODS, { only: nodesOf }),
    ],
  },
  {
    name: 'runs on all boards whose taints it tolerates, with what daemons tolerate',
    kind: 'DaemonSet',
    steps: [
      ...inNamespace,
      daemons(ON_BOARDS),
      status({ numberReady: 4 }),
      get(PODS, { until: count(4), only: nodesOf }),
      get(PODS, {
        only: ({ items = [] }) =>
          items.map((item) => [
            at(item, 'spec', 'tolerations'),
            at(item, 'metadata', 'ownerReferences'),
            at(item, 'metadata', 'labels'),
          ])[0],
      }),
    ],
  },
  {
    name: 'follows a label from board to board',
    kind: 'DaemonSet',
    steps: [
      ...inNamespace,
      daemons({ nodeSelector: { 'kubernetes.io/hostname': 'pi5' } }),
      status({ numberReady: 1, desiredNumberScheduled: 1 }),
      patch(
        AGENT,
        MERGE,
        { spec: { template: { spec: { nodeSelector: { 'kubernetes.io/hostname': 'pi6' } } } } },
        UNCOMPARED,
      ),
      status({ numberReady: 1, updatedNumberScheduled: 1, desiredNumberScheduled: 1, numberMisscheduled: 0 }),
      get(PODS, { until: (body) => count(1)(body) && nodesOf(body)[0] === 'pi6', only: nodesOf }),
    ],
  },
  {
    name: 'replaces no pod by itself where pods are replaced on deletion',
    kind: 'DaemonSet',
    steps: [
      ...inNamespace,
      daemons({ nodeSelector: { 'kubernetes.io/arch': 'arm' } }, { updateStrategy: { type: 'OnDelete' } }),
      status({ numberReady: 2 }),
      patch(AGENT, MERGE, image('nginx:1.27'), UNCOMPARED),
      status({ numberReady: 2, updatedNumberScheduled: 0 }),
      get(PODS, { only: podsLook }),
    ],
  },
  {
    name: 'updates as many at once as may be unavailable',
    kind: 'DaemonSet',
    steps: [
      ...inNamespace,
      daemons({}, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2 } } }),
      status({ numberReady: 4 }),
      patch(
        AGENT,
        JSON_PATCH,
        [{ op: 'add', path: '/spec/template/spec/containers/0/resources', value: { requests: { cpu: '64' } } }],
        UNCOMPARED,
      ),
      status({ numberReady: 2, updatedNumberScheduled: 2, numberUnavailable: 2 }),
    ],
  },
  {
    name: 'pods that do not fit wait for their own board',
    kind: 'DaemonSet',
    steps: [
      ...inNamespace,
      daemons({
        nodeSelector: { 'kubernetes.io/hostname': 'pi5' },
        containers: [{ ...CONTAINER, resources: { requests: { cpu: '64' } } }],
      }),
      status({ currentNumberScheduled: 1, numberUnavailable: 1 }),
      get(PODS, {
        until: ({ items = [] }) => items[0] !== undefined && conditionOf(items[0], 'PodScheduled') !== undefined,
        only: ({ items = [] }) =>
          items.map((item) => [conditionOf(item, 'PodScheduled'), at(item, 'spec', 'affinity')]),
      }),
    ],
  },
];

export const replicas: readonly Case[] = [...sets, ...statefulSets, ...daemonSets];
