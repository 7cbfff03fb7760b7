// How a Deployment rolls out: whose arithmetic it is, what stops it, what it remembers.
import { get, inNamespace, MERGE, patch, post } from '../build.ts';
import type { Body, Case, RequestStep } from '../case.ts';
import { at, conditionOf } from '../look.ts';
import {
  counting,
  DEPLOYMENTS,
  NOWHERE,
  PODS,
  podsLook,
  REPLICA_SETS,
  setsLook,
  statusOf,
  UNCOMPARED,
  workload,
} from '../workloads.ts';

const WEB = `${DEPLOYMENTS}/web`;

/** Its pods run before the next step. */
const rolledOut = (replicas: number, spec: object = {}): RequestStep[] => [
  post(DEPLOYMENTS, workload('Deployment', 'web', { replicas, ...spec }), UNCOMPARED),
  get(WEB, { until: counting({ readyReplicas: replicas, updatedReplicas: replicas }), uncompared: true }),
];
const change = (spec: object): RequestStep => patch(WEB, MERGE, { spec }, UNCOMPARED);
/** The new pods cannot be placed: the rollout stands where surge and unavailability leave it. */
const stall = change({ template: { spec: NOWHERE } });
const image = (name: string) => change({ template: { spec: { containers: [{ name: 'web', image: name }] } } });
const settled = (counts: Record<string, number>): RequestStep => get(WEB, { until: counting(counts), only: statusOf });
const sets = (until?: (body: Body) => boolean): RequestStep =>
  get(REPLICA_SETS, { only: setsLook, until: (body) => areSeen(body) && (until?.(body) ?? true) });
const areSeen = ({ items = [] }: Body) =>
  items.every((item) => at(item, 'status', 'observedGeneration') === at(item, 'metadata', 'generation'));
const pods = get(PODS, { only: podsLook });

type Share = number | string;
/** How far a rollout goes by itself, by replicas, surge and unavailability: how many pods there are old, and new. */
const ARITHMETIC: readonly (readonly [
  replicas: number,
  surge: Share,
  unavailable: Share,
  old: number,
  fresh: number,
])[] = [
  [1, '25%', '25%', 1, 1],
  [2, '25%', '25%', 2, 1],
  [3, '25%', '25%', 3, 1],
  [4, '25%', '25%', 3, 2],
  [5, '25%', '25%', 4, 3],
  [8, '25%', '25%', 6, 4],
  [4, 0, 1, 3, 1],
  [4, 2, 0, 4, 2],
  [4, '50%', '50%', 2, 4],
  [4, '100%', 0, 4, 4],
  [3, 0, '100%', 0, 3],
  [3, '1%', '1%', 3, 1],
  [5, '0%', '19%', 4, 1],
];

/** Without the word on progress, which tells of whichever step was the last. */
const countsAndAvailability = (body: Body) => ({
  ...(body.status as object),
  conditions: conditionOf(body, 'Available'),
});

const arithmetic = ARITHMETIC.map(([replicas, surge, unavailable, old, fresh]): Case => {
  const rollingUpdate = { maxSurge: surge, maxUnavailable: unavailable };
  return {
    name: `of ${replicas} stops with ${old} old and ${fresh} new pods where surge is ${surge} and unavailable ${unavailable}`,
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      ...rolledOut(replicas, { strategy: { type: 'RollingUpdate', rollingUpdate } }),
      stall,
      get(WEB, {
        until: counting({ updatedReplicas: fresh, replicas: old + fresh, readyReplicas: old }),
        only: countsAndAvailability,
      }),
      sets(),
      pods,
    ],
  };
});

const isTooLate = (body: Body) => conditionOf(body, 'Progressing')?.['reason'] === 'ProgressDeadlineExceeded';
const hasSets = (count: number) => (body: Body) => body.items?.length === count;

export const rollouts: readonly Case[] = [
  ...arithmetic,
  {
    name: 'has all conditions and one replica set once it is rolled out',
    kind: 'Deployment',
    steps: [...inNamespace, ...rolledOut(2), settled({ readyReplicas: 2 }), sets(), pods],
  },
  {
    name: 'without replicas is available',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      ...rolledOut(0),
      get(WEB, {
        until: (body) =>
          conditionOf(body, 'Available') !== undefined &&
          conditionOf(body, 'Progressing')?.['reason'] === 'NewReplicaSetAvailable',
        only: statusOf,
      }),
      sets(),
    ],
  },
  {
    name: 'ends all old pods before it starts new ones where it recreates',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      ...rolledOut(3, { strategy: { type: 'Recreate' } }),
      stall,
      settled({ updatedReplicas: 3, replicas: 3 }),
      sets(),
      pods,
    ],
  },
  {
    name: 'goes on to a third revision from the middle of a rollout',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      ...rolledOut(4),
      stall,
      settled({ updatedReplicas: 2, replicas: 5 }),
      image('nginx:1.27'),
      settled({ updatedReplicas: 2, replicas: 5 }),
      sets(hasSets(3)),
      change({ template: { spec: { nodeSelector: null } } }),
      settled({ updatedReplicas: 4, replicas: 4, readyReplicas: 4 }),
      sets(hasSets(4)),
    ],
  },
  {
    name: 'goes back to a revision it had, which becomes the newest',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      ...rolledOut(2),
      stall,
      settled({ updatedReplicas: 1, replicas: 3 }),
      change({ template: { spec: { nodeSelector: null } } }),
      settled({ updatedReplicas: 2, replicas: 2, readyReplicas: 2 }),
      sets(),
    ],
  },
  {
    name: 'does nothing while it is paused, and all of it once resumed',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      ...rolledOut(2),
      change({ paused: true }),
      image('nginx:1.27'),
      settled({ replicas: 2, updatedReplicas: 0 }),
      sets(),
      change({ paused: false }),
      settled({ replicas: 2, updatedReplicas: 2, readyReplicas: 2 }),
      sets(),
    ],
  },
  {
    name: 'is scaled in proportion in the middle of a rollout',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      ...rolledOut(4),
      stall,
      settled({ updatedReplicas: 2, replicas: 5 }),
      change({ replicas: 8 }),
      settled({ replicas: 10, readyReplicas: 6, updatedReplicas: 4 }),
      sets(),
    ],
  },
  {
    name: 'is scaled down in the middle of a rollout',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      ...rolledOut(6),
      stall,
      settled({ updatedReplicas: 3, replicas: 8 }),
      change({ replicas: 2 }),
      settled({ replicas: 3, readyReplicas: 2, updatedReplicas: 1 }),
      sets(),
    ],
  },
  {
    name: 'remembers as many revisions as it is told',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      ...rolledOut(1, { revisionHistoryLimit: 1 }),
      ...['nginx:1.26', 'nginx:1.27', 'nginx:1.28'].flatMap((name) => [
        image(name),
        settled({ replicas: 1, updatedReplicas: 1, readyReplicas: 1 }),
      ]),
      sets(hasSets(2)),
    ],
  },
  {
    name: 'remembers none where it is told so',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      ...rolledOut(1, { revisionHistoryLimit: 0 }),
      image('nginx:1.27'),
      settled({ replicas: 1, updatedReplicas: 1, readyReplicas: 1 }),
      sets(hasSets(1)),
    ],
  },
  {
    name: 'says that it took too long',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      post(DEPLOYMENTS, workload('Deployment', 'web', { progressDeadlineSeconds: 2 }, NOWHERE), UNCOMPARED),
      get(WEB, { until: isTooLate, only: statusOf }),
      change({ template: { spec: { nodeSelector: null } } }),
      settled({ replicas: 1, updatedReplicas: 1, readyReplicas: 1 }),
    ],
  },
  {
    name: 'has no deadline while it is paused',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      post(DEPLOYMENTS, workload('Deployment', 'web', { paused: true, replicas: 2 }), UNCOMPARED),
      get(WEB, {
        until: (body) =>
          at(body, 'status', 'observedGeneration') === 1 &&
          conditionOf(body, 'Progressing') !== undefined &&
          at(body, 'status', 'replicas') === undefined,
        only: statusOf,
      }),
      sets(),
    ],
  },
  {
    name: 'counts pods as available once they were ready for long enough',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      post(DEPLOYMENTS, workload('Deployment', 'web', { replicas: 2, minReadySeconds: 60 }), UNCOMPARED),
      settled({ readyReplicas: 2, availableReplicas: 0, unavailableReplicas: 2 }),
      sets(),
    ],
  },
  {
    name: 'is told of by quotas that keep its pods away',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      post(
        '/api/v1/namespaces/{ns}/resourcequotas',
        { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'few' }, spec: { hard: { pods: '1' } } },
        UNCOMPARED,
      ),
      get('/api/v1/namespaces/{ns}/resourcequotas/few', {
        until: (body) => at(body, 'status', 'hard', 'pods') === '1',
        uncompared: true,
      }),
      post(DEPLOYMENTS, workload('Deployment', 'web', { replicas: 3 }), UNCOMPARED),
      get(WEB, {
        until: (body) => conditionOf(body, 'ReplicaFailure') !== undefined && at(body, 'status', 'readyReplicas') === 1,
        only: (body) => conditionOf(body, 'ReplicaFailure'),
      }),
    ],
  },
  {
    name: 'takes over a replica set whose pods are its own',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      post(REPLICA_SETS, workload('ReplicaSet', 'web', { replicas: 2 }), UNCOMPARED),
      get(`${REPLICA_SETS}/web`, { until: counting({ readyReplicas: 2 }), uncompared: true }),
      post(DEPLOYMENTS, workload('Deployment', 'web', { replicas: 2 }), UNCOMPARED),
      settled({ replicas: 2, updatedReplicas: 2, readyReplicas: 2 }),
      get(`${REPLICA_SETS}/web`, {
        only: (body) => [
          at(body, 'metadata', 'ownerReferences'),
          at(body, 'metadata', 'annotations'),
          at(body, 'spec', 'replicas'),
        ],
      }),
    ],
  },
];
