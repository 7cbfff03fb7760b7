// Jobs and cron jobs to their ends, as far as boards without containers can take them.
import { get, inNamespace, MERGE, patch, post, remove, TOLERATIONS } from '../build.ts';
import type { Body, Case, RequestStep } from '../case.ts';
import { at, conditionOf, told } from '../look.ts';
import { gone, NOWHERE, PODS, statusOf, UNCOMPARED } from '../workloads.ts';

const JOBS = '/apis/batch/v1/namespaces/{ns}/jobs';
const CRONS = '/apis/batch/v1/namespaces/{ns}/cronjobs';
const ONCE = `${JOBS}/once`;
const TICK = `${CRONS}/tick`;

const template = (command: string, spec: object = {}) => ({
  spec: {
    tolerations: TOLERATIONS,
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 0,
    containers: [{ name: 'once', image: 'busybox:1.36', command: ['sh', '-c', command] }],
    ...spec,
  },
});
const job = (spec: object = {}, command = 'true', podSpec: object = {}) =>
  post(
    JOBS,
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'once' },
      spec: { template: template(command, podSpec), ...spec },
    },
    UNCOMPARED,
  );
const has = (type: string) => (body: Body) => conditionOf(body, type)?.['status'] === 'True';
const ended = (type: string): RequestStep => get(ONCE, { until: has(type), only: statusOf });
const count = (items: number) => (body: Body) => body.items?.length === items;
const indexes = ({ items = [] }: Body) =>
  items
    .map((item) =>
      JSON.stringify([
        at(item, 'metadata', 'annotations', 'batch.kubernetes.io/job-completion-index'),
        at(item, 'spec', 'hostname'),
        at(item, 'status', 'phase'),
      ]),
    )
    .sort((a, b) => (a < b ? -1 : 1));
const active = (pods: number) => (body: Body) => at(body, 'status', 'active') === pods;

const cron = (spec: object = {}) =>
  post(
    CRONS,
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'tick' },
      spec: { schedule: '0 4 1 1 *', jobTemplate: { spec: { template: template('true') } }, ...spec },
    },
    UNCOMPARED,
  );

export const batch: readonly Case[] = [
  {
    name: 'is complete once as many pods as it wants have ended well',
    kind: 'Job',
    steps: [
      ...inNamespace,
      job({ completions: 3, parallelism: 2 }),
      ended('Complete'),
      get(PODS, { until: count(3), only: indexes }),
      get('/api/v1/namespaces/{ns}/events?fieldSelector=reason=Completed', { until: count(1), only: told }),
    ],
  },
  {
    name: 'gives each pod its index',
    kind: 'Job',
    steps: [
      ...inNamespace,
      job({ completions: 3, parallelism: 3, completionMode: 'Indexed' }),
      ended('Complete'),
      get(PODS, { until: count(3), only: indexes }),
    ],
  },
  {
    name: 'fails at the first pod where nothing is tried again',
    kind: 'Job',
    steps: [
      ...inNamespace,
      job({ backoffLimit: 0 }, 'exit 3'),
      ended('Failed'),
      get('/api/v1/namespaces/{ns}/events?fieldSelector=reason=BackoffLimitExceeded', { until: count(1), only: told }),
    ],
  },
  {
    name: 'tries again as often as it may',
    kind: 'Job',
    steps: [
      ...inNamespace,
      job({ backoffLimit: 1 }, 'exit 3'),
      ended('Failed'),
      get(PODS, { until: count(2), only: indexes }),
    ],
  },
  {
    name: 'of which an index fails too often fails, and says which',
    kind: 'Job',
    steps: [
      ...inNamespace,
      job({ completions: 2, parallelism: 2, completionMode: 'Indexed', backoffLimitPerIndex: 0 }, 'exit 3'),
      ended('Failed'),
    ],
  },
  {
    name: 'ends by a rule about its pods’ exit codes',
    kind: 'Job',
    steps: [
      ...inNamespace,
      job(
        { podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } }] } },
        'exit 1',
      ),
      get(ONCE, {
        until: has('Failed'),
        only: (body) => [conditionOf(body, 'Failed')?.['reason'], conditionOf(body, 'FailureTarget')?.['reason']],
      }),
    ],
  },
  {
    name: 'is over when its time is',
    kind: 'Job',
    steps: [
      ...inNamespace,
      job({ activeDeadlineSeconds: 2 }, 'true', NOWHERE),
      ended('Failed'),
      get(PODS, { until: count(0), only: indexes }),
    ],
  },
  {
    name: 'has no pods while it is suspended, and all of them after',
    kind: 'Job',
    steps: [
      ...inNamespace,
      job({ suspend: true, completions: 2 }),
      get(ONCE, { until: has('Suspended'), only: statusOf }),
      get(PODS, { only: indexes }),
      patch(ONCE, MERGE, { spec: { suspend: false } }, UNCOMPARED),
      get(ONCE, {
        until: has('Complete'),
        only: (body) => [at(body, 'status', 'succeeded'), conditionOf(body, 'Suspended')],
      }),
    ],
  },
  {
    name: 'takes its pods away when it is suspended',
    kind: 'Job',
    steps: [
      ...inNamespace,
      job({ parallelism: 2 }, 'true', NOWHERE),
      get(ONCE, { until: active(2), only: statusOf }),
      patch(ONCE, MERGE, { spec: { suspend: true } }, UNCOMPARED),
      get(PODS, { until: count(0), only: indexes }),
      get(ONCE, { until: (body) => has('Suspended')(body) && at(body, 'status', 'terminating') === 0, only: statusOf }),
    ],
  },
  {
    name: 'wants no more pods at once than are left to complete',
    kind: 'Job',
    steps: [
      ...inNamespace,
      job({ completions: 2, parallelism: 5 }, 'true', NOWHERE),
      get(ONCE, { until: active(2), only: statusOf }),
      patch(ONCE, MERGE, { spec: { parallelism: 1 } }, UNCOMPARED),
      get(PODS, { until: count(1), only: indexes }),
    ],
  },
  {
    name: 'is gone with its pods some time after its end',
    kind: 'Job',
    steps: [
      ...inNamespace,
      job({ ttlSecondsAfterFinished: 0 }),
      gone(ONCE),
      get(PODS, { until: count(0), only: indexes }),
    ],
  },
  {
    name: 'has the owner and the labels of its pods',
    kind: 'Job',
    steps: [
      ...inNamespace,
      job({}, 'true', NOWHERE),
      get(ONCE, { until: active(1), ignored: ['metadata.managedFields', 'status'] }),
      get(PODS, {
        until: count(1),
        only: ({ items = [] }) =>
          items.map((item) => [
            at(item, 'metadata', 'labels'),
            at(item, 'metadata', 'ownerReferences'),
            at(item, 'metadata', 'finalizers'),
          ]),
      }),
    ],
  },
  {
    name: 'that waits for its time starts nothing',
    kind: 'CronJob',
    steps: [
      ...inNamespace,
      cron(),
      get(TICK, { ignored: ['metadata.managedFields'] }),
      get(JOBS, { only: ({ items }) => items }),
    ],
  },
  {
    name: 'that never comes says so',
    kind: 'CronJob',
    steps: [...inNamespace, cron({ schedule: '0 0 31 2 *' }), get(TICK, { ignored: ['metadata.managedFields'] })],
  },
  {
    name: 'is refused with schedules that nobody can read',
    kind: 'CronJob',
    steps: [
      ...inNamespace,
      ...['often', '* * * *', '61 * * * *', 'TZ=UTC 0 * * * *', '@fortnightly', ''].map((schedule) =>
        post(CRONS, {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          metadata: { name: 'tick' },
          spec: { schedule, jobTemplate: { spec: { template: template('true') } } },
        }),
      ),
      post(CRONS, {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'tick' },
        spec: { schedule: '@daily', timeZone: 'Mars/Base', jobTemplate: { spec: { template: template('true') } } },
      }),
    ],
  },
  {
    name: 'takes the jobs that it started along',
    kind: 'CronJob',
    steps: [
      ...inNamespace,
      cron({ suspend: true }),
      { verb: 'KUBECTL', args: ['-n', '{ns}', 'create', 'job', 'once', '--from=cronjob/tick'] },
      get(ONCE, {
        until: has('Complete'),
        only: (body) => [at(body, 'metadata', 'ownerReferences'), at(body, 'metadata', 'annotations')],
      }),
      remove(TICK, undefined, UNCOMPARED),
      gone(ONCE),
    ],
  },
];
