// What keeps watch: selections that objects enter and leave while they are watched, and budgets that evictions ask.
import { configMap, get, inNamespace, MERGE, patch, podSpec, post } from '../build.ts';
import type { Body, Case } from '../case.ts';

const MAPS = '/api/v1/namespaces/{ns}/configmaps';
const PODS = '/api/v1/namespaces/{ns}/pods';
const BUDGETS = '/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets';
const SELECTED = `${MAPS}?watch=true&labelSelector=team%3Dred`;

const labelled = (team: string) => ({ ...configMap('a'), metadata: { name: 'a', labels: { team } } });
const moved = (team: string) => patch(`${MAPS}/a`, MERGE, { metadata: { labels: { team } } });
const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'a' } };

function isReady({ status }: Body): boolean {
  const { conditions = [] } = (status ?? {}) as { conditions?: { type: string; status: string }[] };
  return conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

const counted = ({ status }: Body) => (status as { currentHealthy?: number } | undefined)?.currentHealthy === 1;

export const guarded: readonly Case[] = [
  {
    name: 'is added to a selection as it enters, and deleted from it as it leaves',
    kind: 'ConfigMap',
    steps: [
      ...inNamespace,
      {
        verb: 'WATCH',
        path: SELECTED,
        during: [post(MAPS, labelled('blue')), moved('red'), moved('blue'), moved('red')],
        events: 3,
      },
    ],
  },
  {
    name: 'is listed by a watch, up to a bookmark',
    kind: 'ConfigMap',
    steps: [
      ...inNamespace,
      post(MAPS, labelled('red'), { uncompared: true }),
      {
        verb: 'WATCH',
        path: `${SELECTED}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
        during: [],
        events: 2,
      },
    ],
  },
  {
    name: 'is evicted only as far as its budget goes',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      post(
        PODS,
        { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels: { app: 'a' } }, spec: podSpec },
        { uncompared: true },
      ),
      get(`${PODS}/a`, { until: isReady, uncompared: true }),
      post(
        BUDGETS,
        {
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata: { name: 'one' },
          spec: { minAvailable: 1, selector: { matchLabels: { app: 'a' } } },
        },
        { uncompared: true },
      ),
      get(`${BUDGETS}/one`, { until: counted, ignored: ['metadata.managedFields'] }),
      post(`${PODS}/a/eviction`, eviction),
      post(`${PODS}/a/eviction?dryRun=All`, eviction),
      post(`${PODS}/b/eviction`, { ...eviction, metadata: { name: 'b' } }),
    ],
  },
];
