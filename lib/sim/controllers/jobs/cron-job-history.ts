// Finished Jobs beyond what a CronJob keeps. Mirrors cleanupFinishedJobs in kubernetes
// pkg/controller/cronjob/cronjob_controllerv2.go.
import type { CronJobSpec, Job } from 'kubernetes-types/batch/v1';
import type { Stored } from '../../store/object.ts';
import { finishOf } from './job-pod.ts';

export function surplusJobs(spec: CronJobSpec, jobs: readonly Stored<Job>[]): Stored<Job>[] {
  return [
    ...oldest(jobs, 'Complete', spec.successfulJobsHistoryLimit),
    ...oldest(jobs, 'Failed', spec.failedJobsHistoryLimit),
  ];
}

function oldest(jobs: readonly Stored<Job>[], ending: string, limit: number | undefined): Stored<Job>[] {
  if (typeof limit !== 'number') return [];
  const finished = jobs.filter((job) => {
    return finishOf(job)?.type === ending && job.metadata.deletionTimestamp === undefined;
  });
  // Those that never started come last.
  const order = ({ metadata, status }: Stored<Job>) => `${status?.startTime ?? '~'} ${metadata.name}`;
  finished.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return finished.slice(0, Math.max(0, finished.length - limit));
}
