// The Jobs a CronJob makes: named after their minute, so that none is made twice. Mirrors getJobFromTemplate2 in
// kubernetes pkg/controller/cronjob/utils.go.
import type { CronJob, CronJobSpec, Job } from 'kubernetes-types/batch/v1';
import { localTimestamp } from '#lib/rules/jobs/wall-clock.ts';
import type { Stored } from '../../store/object.ts';
import { controllerRef } from '../owner.ts';

const SCHEDULED_ANNOTATION = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
const MINUTE_MS = 60_000;

export function jobNameOf(cron: Stored<CronJob>, scheduledMs: number): string {
  return `${cron.metadata.name}-${Math.floor(scheduledMs / MINUTE_MS)}`;
}

export function jobFromCron(cron: Stored<CronJob>, { jobTemplate, timeZone }: CronJobSpec, scheduledMs: number): Job {
  const { labels, annotations } = jobTemplate.metadata ?? {};
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      namespace: cron.metadata.namespace ?? '',
      name: jobNameOf(cron, scheduledMs),
      ...(labels === undefined ? {} : { labels }),
      annotations: { ...annotations, [SCHEDULED_ANNOTATION]: localTimestamp(scheduledMs, timeZone ?? 'UTC') },
      ownerReferences: [controllerRef(cron)],
    },
    ...(jobTemplate.spec === undefined ? {} : { spec: jobTemplate.spec }),
  };
}

/** For which start this CronJob made the Job, in milliseconds since the epoch; null for one it did not make. */
export function scheduledMsOf(cron: Stored<CronJob>, job: Stored<Job>): number | null {
  const ms = Date.parse(job.metadata.annotations?.[SCHEDULED_ANNOTATION] ?? '');
  return !Number.isNaN(ms) && job.metadata.name === jobNameOf(cron, ms) ? ms : null;
}
