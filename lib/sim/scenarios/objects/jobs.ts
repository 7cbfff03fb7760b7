// Jobs that have ended well with the pod each left behind, and the CronJob that made a row of them.
import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import { controllerRef } from '../../controllers/owner.ts';
import type { KubeObject } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { type Age, ago, type Built, meta } from './ground.ts';
import { type Placing, podLines } from './placing.ts';

export interface FinishedJob {
  namespace: string;
  name: string;
  /** With a restartPolicy of OnFailure or Never. */
  template: PodTemplateSpec;
  /** Its one pod, as `podLines` reads it; the job is as old. */
  pod: string;
  /** How long its container ran. */
  ranMs: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  owner?: OwnerReference;
}

/** From the pod's creation to its container's start, and from its end to the job's count of it. */
const AROUND_MS = 6_000;
/** Fields the type package does not know. */
const COUNTED: object = { ready: 0, terminating: 0, uncountedTerminatedPods: {} };

export function finishedJob(placing: Placing, input: FinishedJob): KubeObject[] {
  const { ground } = placing;
  const { namespace, name, template, ranMs } = input;
  const [line] = podLines(input.pod);
  if (line === undefined) throw new Error(`the job ${name} has no pod`);
  const metadata = meta(ground, { ...input, age: line.age, generation: 1 });
  const own = {
    'batch.kubernetes.io/controller-uid': metadata.uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': metadata.uid,
    'job-name': name,
  };
  const labels = { ...template.metadata?.labels, ...own };
  const labelled = { ...template, metadata: { ...template.metadata, labels } };
  const ended = ago(ground, line.age, ranMs + AROUND_MS);
  const condition = (type: string) => ({
    type,
    status: 'True',
    lastProbeTime: ended,
    lastTransitionTime: ended,
    reason: 'CompletionsReached',
    message: 'Reached expected number of succeeded pods',
  });
  const job: Built<Job> = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...metadata, labels: { ...labels, ...input.labels } } as Built<Job>['metadata'],
    spec: {
      backoffLimit: 6,
      completions: 1,
      parallelism: 1,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': metadata.uid } },
      template: labelled,
    },
    status: {
      startTime: ago(ground, line.age),
      completionTime: ended,
      succeeded: 1,
      conditions: [condition('SuccessCriteriaMet'), condition('Complete')],
      ...COUNTED,
    },
  };
  const pod = placing.pod(namespace, `${name}-${line.suffix}`, line, labelled, {
    owner: controllerRef(job),
    generateName: `${name}-`,
    endedAfterMs: ranMs,
  });
  return [job, pod];
}

export interface ScheduledJobs {
  namespace: string;
  name: string;
  age: Age;
  template: PodTemplateSpec;
  ranMs: number;
  /** The minute of each hour it runs at. */
  minute: number;
  /** Name's last part, node and address of each pod left, the latest first. */
  pods: readonly string[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A run that is not certain to have ended by the first instant is left to the controller. */
const SETTLED_MS = MINUTE_MS;

/** A CronJob that runs once an hour, with the jobs it keeps. */
export function scheduledJobs(placing: Placing, input: ScheduledJobs): KubeObject[] {
  const { ground } = placing;
  const { namespace, name, age, template, ranMs, minute } = input;
  const intoHourMs = minute * MINUTE_MS;
  const lastMs = Math.floor((ground.nowMs - SETTLED_MS - intoHourMs) / HOUR_MS) * HOUR_MS + intoHourMs;
  const cronJob: Built<CronJob> = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: meta(ground, { name, namespace, age, generation: 1 }) as Built<CronJob>['metadata'],
    spec: {
      schedule: `${minute} * * * *`,
      concurrencyPolicy: 'Forbid',
      successfulJobsHistoryLimit: input.pods.length,
      jobTemplate: { spec: { template } },
    },
    status: { lastScheduleTime: timestamp(lastMs), lastSuccessfulTime: timestamp(lastMs + ranMs + AROUND_MS) },
  };
  const jobs = input.pods.flatMap((pod, index) => {
    const [suffix, ...place] = pod.split(' ');
    const atMs = lastMs - index * HOUR_MS;
    return finishedJob(placing, {
      namespace,
      // controller/cronjob: named by the scheduled time in minutes.
      name: `${name}-${atMs / MINUTE_MS}`,
      template,
      ranMs,
      pod: [suffix, `${Math.round((ground.nowMs - atMs) / 1_000)}s`, ...place].join(' '),
      annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': timestamp(atMs) },
      owner: controllerRef(cronJob),
    });
  });
  return [cronJob, ...jobs];
}
