import { describe, expect, it } from 'vitest';
import type { Gate } from '#lib/stack/component.ts';
import { projectJob } from '../records/project-workload.ts';
import type { PodRecord, WorkloadRecord } from '../records/records.ts';
import { board, pod } from '../testdata/cluster.ts';
import { workload } from '../testdata/picture.ts';
import type { WorkshopFacts } from './facts.ts';
import type { GateReadings } from './gate-readings.ts';
import { gateState } from './gates.ts';
import { known, notKnown } from './known.ts';
import { Room } from './room.ts';
import { facts, NOW_MS } from './testdata/facts.ts';

type Shape<K extends Gate['kind'], G extends Gate = Gate> = G extends { kind: K }
  ? Omit<G, 'id' | 'title' | 'patienceSeconds'>
  : never;

const READINGS: GateReadings = {
  measuredNodes: known([]),
  established: known(new Map()),
  autoscalers: known([]),
  answers: new Map(),
};
const WEB: WorkloadRecord = workload('Deployment', 'web');
const READY: Shape<'workload-ready'> = {
  kind: 'workload-ready',
  workload: { kind: 'Deployment', namespace: 'default', name: 'web' },
};
const ADDRESS: Shape<'public-address'> = { kind: 'public-address', path: '/agent' };
const METRIC: Shape<'custom-metric'> = {
  kind: 'custom-metric',
  namespace: 'demo',
  resource: 'services',
  name: 'app',
  metric: 'http_requests',
};
const METRIC_PATH = '/apis/custom.metrics.k8s.io/v1beta1/namespaces/demo/services/app/http_requests';

function state(
  shape: Shape<Gate['kind']>,
  more: Partial<WorkshopFacts>,
  readings: Partial<GateReadings> = {},
  ago = 20,
) {
  const all = facts({ nodes: known([board({ name: 'pi5' })]), ...more });
  const gate: Gate = { ...shape, id: 'g', title: 'a gate', patienceSeconds: 60 };
  return gateState(gate, {
    facts: all,
    readings: { ...READINGS, ...readings },
    room: new Room(all),
    platformsOf: () => ({ platforms: null, shape: null, source: 'unknown', how: '' }),
    sinceMs: NOW_MS - ago * 1000,
  });
}

function answer(path: string, status: number, value: unknown): Partial<GateReadings> {
  return { answers: new Map([[path, known({ status, text: JSON.stringify(value) })]]) };
}

const SCALES: Shape<'scaling-active'> = { kind: 'scaling-active', namespace: 'demo', name: 'app' };

/** With a figure, able to scale or not. */
function scaler(able: 'True' | 'False'): Partial<GateReadings> {
  const conditions = [
    { type: 'AbleToScale', status: able, reason: 'FailedGetScale', message: 'there is no app' },
    { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
  ];
  const status = { currentReplicas: 2, desiredReplicas: 2, conditions };
  return { autoscalers: known([{ metadata: { namespace: 'demo', name: 'app' }, status }]) };
}

function ofWeb(spec: Parameters<typeof pod>[0]): PodRecord {
  const owner = { kind: 'ReplicaSet', name: 'web-7f5d8c9b6d' };
  return pod({ name: 'web-7f5d8c9b6d-abcde', owner, labels: { 'pod-template-hash': '7f5d8c9b6d' }, ...spec });
}

const ready: WorkloadRecord = { ...WEB, ready: 1, rollout: { state: 'complete' } };
const OLD: WorkloadRecord = { ...ready, rollout: { state: 'updating', updated: 0, of: 1 } };

/** Runs again, and is not ready yet. */
const CRASHED: PodRecord = {
  ...ofWeb({}),
  containers: pod().containers.map((container) => ({
    ...container,
    ready: false,
    restarts: 1,
    waiting: null,
    ended: { exitCode: 1, reason: 'Error', message: '', at: '2026-11-23T09:00:00Z' },
  })),
};
const LEAVES: PodRecord = { ...CRASHED, deletionAt: '2026-11-23T09:00:30Z' };

const CHECKED: Shape<'workload-ready'> = {
  kind: 'workload-ready',
  workload: { kind: 'Job', namespace: 'default', name: 'check' },
};
const FAILED_JOB = projectJob({
  metadata: { namespace: 'default', name: 'check', uid: 'uid-check' },
  spec: { template: { spec: { containers: [{ name: 'c', image: 'app:1' }] } } },
  status: { conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] },
});
const FAILED_POD: PodRecord = {
  ...pod({ name: 'check-x1', owner: { kind: 'Job', name: 'check' }, phase: 'Failed' }),
  containers: pod().containers.map((container) => ({
    ...container,
    ready: false,
    ended: { exitCode: 2, reason: 'Error', message: 'no space left on device', at: '2026-11-23T09:00:00Z' },
  })),
};

describe('gateState', () => {
  it.each<[string, ReturnType<typeof state>, string, string]>([
    ['a workload with all its pods', state(READY, { workloads: known([ready]) }), 'open', '1 of 1 ready.'],
    [
      'one whose pods are of before the last change',
      state(READY, { workloads: known([OLD]) }),
      'waiting',
      '1 of 1 ready, 0 of 1 with the last change.',
    ],
    ['one that is not there', state(READY, {}), 'waiting', 'There is no Deployment web yet.'],
    [
      'one that no board takes',
      state(READY, {
        workloads: known([WEB]),
        pods: known([ofWeb({ node: null, phase: 'Pending', requests: { memory: '2Gi' } })]),
      }),
      'waiting',
      '0 of 1 ready. web-7f5d8c9b6d-abcde is Pending: No board has 2Gi of memory to give: the most that is free is 870Mi, on pi5.',
    ],
    [
      'one whose image cannot be pulled',
      state(READY, { workloads: known([WEB]), pods: known([ofWeb({ waiting: 'ImagePullBackOff' })]) }),
      'waiting',
      '0 of 1 ready. web-7f5d8c9b6d-abcde on pi5: container c waits, ImagePullBackOff.',
    ],
    [
      'one that has just crashed',
      state(READY, { workloads: known([WEB]), pods: known([CRASHED]) }),
      'waiting',
      '0 of 1 ready. web-7f5d8c9b6d-abcde on pi5: container c ended with exit code 1.',
    ],
    [
      'a Job that failed, long before it would take too long',
      state(CHECKED, { workloads: known([FAILED_JOB]), pods: known([FAILED_POD]) }, {}, 1),
      'failed',
      'It failed: check-x1 on pi5, container c, exit code 2, Error: no space left on device.',
    ],
    [
      'a Job that failed, and whose pods are gone',
      state(CHECKED, { workloads: known([FAILED_JOB]) }),
      'failed',
      'It failed, and none of its pods is there to say why.',
    ],
    ['one that may not be read', state(READY, { workloads: notKnown('no right') }), 'unknown', 'Not known: no right.'],
    [
      'one that takes longer than usual',
      state(READY, {}, {}, 90),
      'long',
      'There is no Deployment web yet. It usually takes less than 60s.',
    ],
    [
      'figures of some boards',
      state(
        { kind: 'node-metrics', atLeast: 1 },
        { nodes: known([board({ name: 'pi5' }), board({ name: 'pi6' })]) },
        { measuredNodes: known(['pi5']) },
      ),
      'open',
      'Figures of 1 of 2 boards. None of pi6.',
    ],
    [
      'a definition that is not served',
      state({ kind: 'crd-established', crd: 'a' }, {}, { established: known(new Map([['a', false]])) }),
      'waiting',
      'It is there, and not served yet.',
    ],
    [
      'a metric with a value',
      state(METRIC, {}, answer(METRIC_PATH, 200, { items: [{ value: '333m' }] })),
      'open',
      'It is 333m.',
    ],
    ['a metric without one', state(METRIC, {}, answer(METRIC_PATH, 404, {})), 'waiting', 'It answers with HTTP 404.'],
    [
      'one that may not be asked',
      state(METRIC, {}, answer(METRIC_PATH, 403, 'services "app" is forbidden: User "me" cannot get resource')),
      'unknown',
      'Not known: you may not get services/http_requests.custom.metrics.k8s.io app in demo.',
    ],
    [
      'what a program behind the API server refuses',
      state(METRIC, {}, answer(METRIC_PATH, 403, 'not today')),
      'waiting',
      'It answers with HTTP 403.',
    ],
    [
      'an autoscaler with a figure',
      state(SCALES, {}, scaler('True')),
      'open',
      'At rest: it has as many replicas as it wants.',
    ],
    ['one without what it scales', state(SCALES, {}, scaler('False')), 'waiting', 'There is no app.'],
    ['one that nobody asked yet', state(METRIC, {}), 'unknown', 'Not known: it was not asked yet.'],
  ])('of %s', (_what, found, expected, words) => {
    expect([found.state, found.words]).toEqual([expected, words]);
  });

  it.each<[string, ReturnType<typeof state>, string | null, string | null]>([
    ['that crashed', state(READY, { workloads: known([WEB]), pods: known([CRASHED]) }), 'web-7f5d8c9b6d-abcde', 'c'],
    ['that crashed and is replaced', state(READY, { workloads: known([WEB]), pods: known([LEAVES]) }), null, null],
    [
      'whose image cannot be pulled, which has no log',
      state(READY, { workloads: known([WEB]), pods: known([ofWeb({ waiting: 'ImagePullBackOff' })]) }),
      'web-7f5d8c9b6d-abcde',
      null,
    ],
    [
      'that no board takes',
      state(READY, { workloads: known([WEB]), pods: known([ofWeb({ node: null, phase: 'Pending' })]) }),
      'web-7f5d8c9b6d-abcde',
      null,
    ],
    [
      'of a Job that failed',
      state(CHECKED, { workloads: known([FAILED_JOB]), pods: known([FAILED_POD]) }),
      'check-x1',
      'c',
    ],
    ['that is ready after all', state(READY, { workloads: known([ready]), pods: known([CRASHED]) }), null, null],
  ])('leads to the pod %s', (_what, { pod: found }, name, crashed) => {
    expect([found?.name ?? null, found?.crashed ?? null]).toEqual([name, crashed]);
  });

  it.each([
    ['endpoints', { endpoints: [{ url: 'http://x.example' }, { url: 'https://x.example' }] }, 'https://x.example'],
    ['tunnels', { tunnels: [{ public_url: 'https://y.example' }] }, 'https://y.example'],
    ['nothing yet', { endpoints: [] }, null],
    ['something else', 'hello', null],
  ])('reads the public address out of %s', (_what, value, address) => {
    const found = state(ADDRESS, {}, answer('/agent', 200, value));
    expect([found.address, found.state]).toEqual([address, address === null ? 'waiting' : 'open']);
  });
});
