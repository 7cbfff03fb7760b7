import type { CronJob, CronJobSpec, Job } from 'kubernetes-types/batch/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { START_MS, type TestCluster, testCluster } from '../testdata/test-cluster.ts';

const CRONS = 'cronjobs.batch';
const JOBS = 'jobs.batch';
const MINUTE_MS = 60_000;
let cluster: TestCluster;

beforeEach(() => {
  cluster = testCluster();
});

afterEach(() => {
  expect(cluster.bugs).toEqual([]);
  cluster.close();
});

function create(spec: Partial<CronJobSpec> = {}): void {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } };
  const jobTemplate = { metadata: { labels: { from: 'tick' } }, spec: { template } };
  const metadata = { name: 'tick', namespace: 'default' };
  const whole = { schedule: '* * * * *', jobTemplate, ...spec };
  cluster.apply(CRONS, { apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: whole } as CronJob);
}

const cron = () => cluster.store.get(CRONS, 'default', 'tick');
const jobs = () => cluster.store.list(JOBS, 'default');
const jobNames = () => jobs().map(({ metadata }) => metadata.name);
const nameAt = (minutes: number) => `tick-${START_MS / MINUTE_MS + minutes}`;

/** Ends a Job as its controller would tell. */
function finish(job: Stored<Job>, type: 'Complete' | 'Failed' = 'Complete'): void {
  const now = timestamp(cluster.clock.now());
  const status = {
    ...job.status,
    ...(type === 'Complete' ? { completionTime: now } : {}),
    conditions: [{ type, status: 'True', lastTransitionTime: now }],
  };
  const { resourceVersion: _, ...metadata } = job.metadata;
  cluster.writer.updateStatus(JOBS, { ...job, metadata, status } as Job, 'test');
  cluster.clock.settle();
}

function finishAll(type?: 'Complete' | 'Failed'): void {
  for (const job of jobs()) if (job.status?.conditions === undefined) finish(job, type);
}

describe('a CronJob', () => {
  it('starts a Job on the minute, named after it, and lists it while it runs', () => {
    create();
    expect(jobs()).toEqual([]);
    cluster.clock.step(MINUTE_MS + 1_000);
    expect(jobNames()).toEqual([nameAt(1)]);
    const [job] = jobs();
    expect(job?.metadata).toMatchObject({
      labels: { from: 'tick' },
      annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': timestamp(START_MS + MINUTE_MS) },
      ownerReferences: [{ kind: 'CronJob', name: 'tick', controller: true }],
    });
    expect(cron()?.status).toMatchObject({
      active: [{ kind: 'Job', name: nameAt(1), uid: job?.metadata.uid }],
      lastScheduleTime: timestamp(START_MS + MINUTE_MS),
    });
    expect(cluster.messages('SuccessfulCreate')).toContain(`Created job ${nameAt(1)}`);
    finishAll();
    expect(cron()?.status).toEqual({
      lastScheduleTime: timestamp(START_MS + MINUTE_MS),
      lastSuccessfulTime: timestamp(START_MS + MINUTE_MS + 1_000),
    });
    expect(cluster.messages('SawCompletedJob')).toEqual([`Saw completed job: ${nameAt(1)}, condition: Complete`]);
  });

  it('keeps three Jobs that succeeded and one that failed', () => {
    create();
    for (let minute = 0; minute < 5; minute++) {
      cluster.clock.step(MINUTE_MS);
      cluster.clock.step(1_000);
      finishAll();
    }
    expect(jobNames()).toEqual([nameAt(3), nameAt(4), nameAt(5)]);
    for (let minute = 0; minute < 2; minute++) {
      cluster.clock.step(MINUTE_MS);
      finishAll('Failed');
    }
    expect(jobNames()).toEqual([nameAt(3), nameAt(4), nameAt(5), nameAt(7)]);
  });

  it.each([
    ['Allow', [1, 2]],
    ['Forbid', [1]],
    ['Replace', [2]],
  ])('with %s, while the Job before still runs', (concurrencyPolicy, minutes) => {
    create({ concurrencyPolicy });
    cluster.clock.step(2 * MINUTE_MS + 1_000);
    expect(jobNames()).toEqual(minutes.map(nameAt));
    expect(cron()?.status?.active?.map(({ name }) => name)).toEqual(minutes.map(nameAt));
  });

  it('starts what it was held up from as soon as it may', () => {
    create({ concurrencyPolicy: 'Forbid' });
    cluster.clock.step(2 * MINUTE_MS + 30_000);
    expect(cluster.messages('JobAlreadyActive')).not.toEqual([]);
    finishAll();
    expect(jobNames()).toEqual([nameAt(1), nameAt(2)]);
  });

  it('does nothing while it is suspended, and makes up for the last start only', () => {
    create({ suspend: true });
    cluster.clock.step(5 * MINUTE_MS);
    expect(jobs()).toEqual([]);
    const held = cron();
    cluster.apply(CRONS, { ...held, spec: { ...held?.spec, suspend: false } } as CronJob);
    expect(jobNames()).toEqual([nameAt(5)]);
  });

  it('goes by the clocks of its time zone', () => {
    create({ schedule: '30 5 * * *', timeZone: 'Asia/Kolkata' });
    cluster.clock.step(24 * 60 * MINUTE_MS + 1_000);
    expect(jobNames()).toEqual([nameAt(24 * 60)]);
    expect(jobs()[0]?.metadata.annotations).toMatchObject({
      'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-02T05:30:00+05:30',
    });
  });

  it('remarks on a Job that is not of its making, as one made by hand from it', () => {
    create({ schedule: '0 0 1 1 *' });
    const uid = cron()?.metadata.uid ?? '';
    const ownerReferences = [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'tick', uid, controller: true }];
    const spec = cron()?.spec?.jobTemplate.spec;
    const metadata = { name: 'by-hand', namespace: 'default', ownerReferences };
    cluster.apply(JOBS, { apiVersion: 'batch/v1', kind: 'Job', metadata, spec } as Job);
    const [message] = cluster.messages('UnexpectedJob');
    expect(message).toBe('Saw a job that the controller did not create or forgot: by-hand');
    expect(cron()?.status?.active).toBeUndefined();
  });

  it.each(['Background', 'Foreground'] as const)('goes with its Jobs and their pods (%s)', (propagationPolicy) => {
    create();
    cluster.clock.step(MINUTE_MS + 1_000);
    expect(cluster.store.list('pods', 'default')).toHaveLength(1);
    cluster.writer.delete(CRONS, 'default', 'tick', { propagationPolicy });
    cluster.clock.step(MINUTE_MS);
    expect([...cluster.store.list(CRONS), ...jobs(), ...cluster.store.list('pods', 'default')]).toEqual([]);
  });
});
