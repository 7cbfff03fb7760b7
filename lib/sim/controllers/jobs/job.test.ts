import type { Job, JobSpec } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { type TestCluster, testCluster } from '../testdata/test-cluster.ts';

const JOBS = 'jobs.batch';
const TRACKING = 'batch.kubernetes.io/job-tracking';
let cluster: TestCluster;

beforeEach(() => {
  cluster = testCluster();
});

afterEach(() => {
  expect(cluster.bugs).toEqual([]);
  cluster.close();
});

function create(name: string, spec: Partial<JobSpec> = {}, namespace = 'default'): void {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } };
  const metadata = { name, namespace };
  cluster.apply(JOBS, { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template, ...spec } } as Job);
}

function job(name: string): Stored<Job> {
  const found = cluster.store.get(JOBS, 'default', name);
  if (found === undefined) throw new Error(`no job ${name}`);
  return found;
}

function change(name: string, spec: Partial<JobSpec>): void {
  const before = job(name);
  cluster.apply(JOBS, { ...before, spec: { ...before.spec, ...spec } } as Job);
}

const pods = () => cluster.store.list('pods', 'default');
const activePods = () =>
  pods().filter(({ status, metadata }) => {
    const isOver = status?.phase === 'Succeeded' || status?.phase === 'Failed';
    return !isOver && metadata.deletionTimestamp === undefined;
  });

/** Ends a pod as its kubelet would tell. */
function end(pod: Stored<Pod>, exitCode: number): void {
  const terminated = { exitCode, finishedAt: timestamp(cluster.clock.now()) };
  const status = {
    ...cluster.store.get('pods', 'default', pod.metadata.name)?.status,
    phase: exitCode === 0 ? 'Succeeded' : 'Failed',
    containerStatuses: [{ name: 'c', image: '', imageID: '', ready: false, restartCount: 0, state: { terminated } }],
  };
  cluster.writer.updateStatus(
    'pods',
    { ...pod, metadata: { name: pod.metadata.name, namespace: 'default' }, status } as Pod,
    'kubelet',
  );
  cluster.clock.settle();
}

function endAll(exitCode: number): void {
  for (const pod of activePods()) end(pod, exitCode);
}

function conditions(name: string): string[] {
  return (job(name).status?.conditions ?? []).map(({ type, status, reason }) => `${type}=${status} ${reason}`);
}

const indexes = (list: readonly Stored<Pod>[]) =>
  new Set(list.map(({ metadata }) => metadata.labels?.['batch.kubernetes.io/job-completion-index']));

describe('a Job that succeeds', () => {
  it('runs as many pods at once as it may, until enough have succeeded', () => {
    create('work', { completions: 3, parallelism: 2 });
    expect(activePods()).toHaveLength(2);
    expect(job('work').status).toMatchObject({ active: 2, ready: 0, terminating: 0 });
    endAll(0);
    expect(activePods()).toHaveLength(1);
    expect(job('work').status).toMatchObject({ active: 1, succeeded: 2 });
    endAll(0);
    expect(conditions('work')).toEqual([
      'SuccessCriteriaMet=True CompletionsReached',
      'Complete=True CompletionsReached',
    ]);
    expect(job('work').status).toMatchObject({ succeeded: 3, completionTime: timestamp(cluster.clock.now()) });
    expect(cluster.messages('Completed')).toEqual(['Job completed']);
  });

  it('holds its pods until they are counted, and no longer', () => {
    create('work');
    expect(pods()[0]?.metadata.finalizers).toEqual([TRACKING]);
    endAll(0);
    expect(pods()[0]?.metadata.finalizers).toBeUndefined();
    expect(job('work').status?.uncountedTerminatedPods).toEqual({});
  });

  it('gives each pod of an Indexed Job its index, and tells which are done', () => {
    create('work', { completions: 5, parallelism: 3, completionMode: 'Indexed' });
    const [first] = activePods();
    expect(indexes(activePods())).toEqual(new Set(['0', '1', '2']));
    expect(first?.spec?.hostname).toMatch(/^work-[012]$/);
    expect(first?.spec?.containers[0]?.env?.[0]?.name).toBe('JOB_COMPLETION_INDEX');
    for (const pod of activePods()) {
      if (pod.metadata.labels?.['batch.kubernetes.io/job-completion-index'] !== '1') end(pod, 0);
    }
    expect(job('work').status?.completedIndexes).toBe('0,2');
    expect(indexes(activePods())).toEqual(new Set(['1', '3', '4']));
    endAll(0);
    expect(job('work').status).toMatchObject({ completedIndexes: '0-4', succeeded: 5 });
  });

  it('ends early where its success policy is met', () => {
    create('work', {
      completions: 3,
      parallelism: 3,
      completionMode: 'Indexed',
      successPolicy: { rules: [{ succeededCount: 1 }] },
    });
    const [first] = activePods();
    if (first !== undefined) end(first, 0);
    cluster.clock.step(60_000);
    expect(conditions('work')).toEqual(['SuccessCriteriaMet=True SuccessPolicy', 'Complete=True SuccessPolicy']);
    expect(activePods()).toEqual([]);
  });
});

describe('a Job that fails', () => {
  it('waits ten seconds, then twenty, before it tries again, and gives up beyond its limit', () => {
    create('work', { backoffLimit: 2 });
    endAll(1);
    expect(job('work').status).toMatchObject({ failed: 1 });
    cluster.clock.step(9_000);
    expect(activePods()).toHaveLength(0);
    cluster.clock.step(2_000);
    expect(activePods()).toHaveLength(1);
    endAll(1);
    cluster.clock.step(19_000);
    expect(activePods()).toHaveLength(0);
    cluster.clock.step(2_000);
    endAll(1);
    expect(conditions('work')).toEqual(['FailureTarget=True BackoffLimitExceeded', 'Failed=True BackoffLimitExceeded']);
    expect(job('work').status).toMatchObject({ failed: 3 });
    expect(cluster.messages('BackoffLimitExceeded')).toEqual(['Job has reached the specified backoff limit']);
  });

  it('ends its pods when its time is over, and is Failed once they are gone', () => {
    create('work', { activeDeadlineSeconds: 60, parallelism: 2, completions: 2 });
    cluster.clock.step(60_000);
    expect(conditions('work')).toEqual(['FailureTarget=True DeadlineExceeded']);
    expect(job('work').status).toMatchObject({ terminating: 2, failed: 2 });
    cluster.clock.step(60_000);
    expect(conditions('work').at(-1)).toBe('Failed=True DeadlineExceeded');
    expect(job('work').status).toMatchObject({ terminating: 0 });
    expect(pods()).toEqual([]);
  });

  it('counts failures of each index by itself', () => {
    create('work', { completions: 2, parallelism: 2, completionMode: 'Indexed', backoffLimitPerIndex: 1 });
    const zero = activePods().find(({ metadata }) => metadata.name.startsWith('work-0-'));
    if (zero !== undefined) end(zero, 1);
    expect(job('work').status?.failedIndexes).toBe('');
    cluster.clock.step(11_000);
    const again = activePods().find(({ metadata }) => metadata.name.startsWith('work-0-'));
    expect(again?.metadata.annotations).toMatchObject({ 'batch.kubernetes.io/job-index-failure-count': '1' });
    endAll(1);
    expect(job('work').status?.failedIndexes).toBe('0');
    cluster.clock.step(11_000);
    endAll(0);
    expect(conditions('work').at(-1)).toBe('Failed=True FailedIndexes');
    expect(job('work').status).toMatchObject({ completedIndexes: '1', failedIndexes: '0' });
  });

  it('fails at once where its failure policy says so, and forgives what it ignores', () => {
    const rules = [
      { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
      { action: 'Ignore', onExitCodes: { operator: 'In', values: [7] } },
    ];
    create('work', { backoffLimit: 0, podFailurePolicy: { rules } });
    endAll(7);
    expect(job('work').status?.failed).toBeUndefined();
    cluster.clock.step(11_000);
    endAll(42);
    expect(conditions('work').at(-1)).toBe('Failed=True PodFailurePolicy');
  });
});

describe('a Job that is suspended', () => {
  it('lets go of its pods, uncounted, and starts anew when it is resumed', () => {
    create('work');
    change('work', { suspend: true });
    expect(conditions('work')).toEqual(['Suspended=True JobSuspended']);
    expect(job('work').status?.startTime).toBeUndefined();
    cluster.clock.step(60_000);
    expect(pods()).toEqual([]);
    expect(job('work').status?.failed).toBeUndefined();
    change('work', { suspend: false });
    expect(conditions('work')).toEqual(['Suspended=False JobResumed']);
    expect(activePods()).toHaveLength(1);
    expect(job('work').status?.startTime).toBe(timestamp(cluster.clock.now()));
  });
});

describe('a pod of a Job that somebody deletes', () => {
  it('counts as failed, and is replaced after a while, also where it is gone at once', () => {
    create('work');
    const [pod] = activePods();
    cluster.writer.delete('pods', 'default', pod?.metadata.name ?? '', { gracePeriodSeconds: 0 });
    cluster.clock.settle();
    expect(pods()).toEqual([]);
    expect(job('work').status).toMatchObject({ failed: 1, terminating: 0 });
    cluster.clock.step(9_000);
    expect(activePods()).toHaveLength(0);
    cluster.clock.step(2_000);
    expect(activePods()).toHaveLength(1);
  });

  it('is replaced only when it has ended, where the Job asks for that', () => {
    create('work', { podReplacementPolicy: 'Failed' });
    cluster.clock.step(2_000);
    const [pod] = activePods();
    cluster.writer.delete('pods', 'default', pod?.metadata.name ?? '');
    cluster.clock.settle();
    expect(job('work').status?.failed).toBeUndefined();
    expect(activePods()).toHaveLength(0);
    expect(job('work').status).toMatchObject({ terminating: 1 });
  });
});

describe('the end of a Job', () => {
  it('comes some time after it has finished, with its pods', () => {
    create('work', { ttlSecondsAfterFinished: 30 });
    endAll(0);
    cluster.clock.step(29_000);
    expect(pods()).toHaveLength(1);
    cluster.clock.step(2_000);
    expect(cluster.store.list(JOBS)).toEqual([]);
    cluster.clock.step(60_000);
    expect(pods()).toEqual([]);
  });

  it.each(['Background', 'Foreground'] as const)('takes its pods along (%s)', (propagationPolicy) => {
    create('work', { parallelism: 2, completions: 2 });
    cluster.writer.delete(JOBS, 'default', 'work', { propagationPolicy });
    cluster.clock.step(60_000);
    expect(cluster.store.list(JOBS)).toEqual([]);
    expect(pods()).toEqual([]);
  });

  it('leaves its pods behind where it is asked to, free to go', () => {
    create('work');
    cluster.writer.delete(JOBS, 'default', 'work', { propagationPolicy: 'Orphan' });
    cluster.clock.step(1_000);
    expect(cluster.store.list(JOBS)).toEqual([]);
    expect(pods().map(({ metadata }) => [metadata.ownerReferences, metadata.finalizers])).toEqual([
      [undefined, undefined],
    ]);
  });

  it('comes with its namespace', () => {
    cluster.apply('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
    create('work', {}, 'team');
    expect(cluster.store.list('pods', 'team')).toHaveLength(1);
    cluster.writer.delete('namespaces', undefined, 'team');
    cluster.clock.step(120_000);
    expect(cluster.store.get('namespaces', undefined, 'team')).toBeUndefined();
    expect([...cluster.store.list('pods', 'team'), ...cluster.store.list(JOBS, 'team')]).toEqual([]);
  });
});

describe('a Job whose pods are refused', () => {
  it('tells so, and tries again', () => {
    const hard = { pods: '0' };
    const metadata = { name: 'none', namespace: 'default' };
    cluster.apply('resourcequotas', { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard } } as object);
    create('work');
    expect(job('work').status).toMatchObject({ ready: 0, startTime: timestamp(cluster.clock.now()) });
    expect(cluster.messages('FailedCreate')[0]).toContain('exceeded quota: none');
    cluster.writer.delete('resourcequotas', 'default', 'none');
    cluster.clock.step(120_000);
    expect(activePods()).toHaveLength(1);
  });
});
