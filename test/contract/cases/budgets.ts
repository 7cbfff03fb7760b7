// Disruption budgets: how many pods may go, and what is said to one that may not.
import { get, inNamespace, post } from '../build.ts';
import type { Case, RequestStep } from '../case.ts';
import { at, conditionOf } from '../look.ts';
import { counting, gone, made, PODS, REPLICA_SETS, running, statusOf, UNCOMPARED, workload } from '../workloads.ts';

const BUDGETS = '/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets';
const WEB = { labels: { app: 'web' } };

const budget = (spec: object) =>
  post(
    BUDGETS,
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web' },
      spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
    },
    UNCOMPARED,
  );
const set = (replicas: number): RequestStep[] => [
  post(REPLICA_SETS, workload('ReplicaSet', 'web', { replicas }), UNCOMPARED),
  get(`${REPLICA_SETS}/web`, { until: counting({ readyReplicas: replicas }), uncompared: true }),
];
const allowing = (healthy: number): RequestStep =>
  get(`${BUDGETS}/web`, {
    until: (body) => at(body, 'status', 'currentHealthy') === healthy && at(body, 'status', 'observedGeneration') === 1,
    only: statusOf,
  });
const eviction = (name: string, more: object = {}) =>
  post(`${PODS}/${name}/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name }, ...more });

const BUDGET_CASES: readonly (readonly [name: string, spec: object, replicas: number])[] = [
  ['of at least one of two', { minAvailable: 1 }, 2],
  ['of at least half of three', { minAvailable: '50%' }, 3],
  ['of one that may be away of three', { maxUnavailable: 1 }, 3],
  ['of half that may be away of three', { maxUnavailable: '50%' }, 3],
  ['of all that must be there', { minAvailable: '100%' }, 2],
  ['of more than there are', { minAvailable: 5 }, 2],
];

export const budgets: readonly Case[] = [
  ...BUDGET_CASES.map(
    ([name, spec, replicas]): Case => ({
      name: `${name} says how many may go`,
      kind: 'PodDisruptionBudget',
      steps: [...inNamespace, ...set(replicas), budget(spec), allowing(replicas)],
    }),
  ),
  {
    name: 'counts pods without a controller, but no share of them',
    kind: 'PodDisruptionBudget',
    steps: [
      ...inNamespace,
      made('a', {}, WEB),
      running('a'),
      budget({ minAvailable: 1 }),
      allowing(1),
      eviction('a'),
      eviction('b'),
    ],
  },
  {
    name: 'of a share cannot be kept for pods without a controller',
    kind: 'PodDisruptionBudget',
    steps: [
      ...inNamespace,
      made('a', {}, WEB),
      running('a'),
      budget({ maxUnavailable: '50%' }),
      get(`${BUDGETS}/web`, { until: (body) => conditionOf(body, 'DisruptionAllowed') !== undefined, only: statusOf }),
      eviction('a'),
    ],
  },
  {
    name: 'lets one go, and tries without going',
    kind: 'PodDisruptionBudget',
    steps: [
      ...inNamespace,
      made('a', {}, WEB),
      running('a'),
      budget({ minAvailable: 0 }),
      allowing(1),
      eviction('a', { deleteOptions: { dryRun: ['All'] } }),
      eviction('a'),
      gone(`${PODS}/a`),
    ],
  },
];
