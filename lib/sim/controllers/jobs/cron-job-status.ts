// What a CronJob knows of its Jobs: which are active, when it last started one and when one last succeeded.
import type { CronJob, CronJobStatus, Job } from 'kubernetes-types/batch/v1';
import type { ObjectReference } from 'kubernetes-types/core/v1';
import type { Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import type { Write } from '../controller.ts';
import { note } from '../note.ts';
import { scheduledMsOf } from './cron-job-template.ts';
import { finishOf } from './job-pod.ts';

export interface JobsSeen {
  status: CronJobStatus;
  remarks: Write[];
}

/** `isThere`: whether the namespace has a Job of this name. */
export function cronJobStatus(
  cron: Stored<CronJob>,
  jobs: readonly Stored<Job>[],
  isThere: (name: string) => boolean,
): JobsSeen {
  const remarks: Write[] = [];
  const { active: listed = [], ...rest } = cron.status ?? {};
  let active = [...listed];
  let status: CronJobStatus = rest;
  for (const job of jobs) {
    const { uid, name } = job.metadata;
    const isListed = active.some((reference) => reference.uid === uid);
    const finish = finishOf(job);
    if (finish === undefined) {
      if (isListed) continue;
      const scheduledMs = scheduledMsOf(cron, job);
      if (scheduledMs === null) {
        const message = `Saw a job that the controller did not create or forgot: ${name}`;
        remarks.push(note(cron, 'Warning', 'UnexpectedJob', message));
      } else {
        active.push(referenceTo(job));
        status = { ...status, lastScheduleTime: later(status.lastScheduleTime, timestamp(scheduledMs)) };
      }
      continue;
    }
    if (isListed) {
      active = active.filter((reference) => reference.uid !== uid);
      remarks.push(note(cron, 'Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${finish.type}`));
    }
    const completed = job.status?.completionTime;
    if (finish.type === 'Complete' && completed !== undefined) {
      status = { ...status, lastSuccessfulTime: later(status.lastSuccessfulTime, completed) };
    }
  }
  const uids = new Set(jobs.map(({ metadata }) => metadata.uid));
  for (const { uid = '', name = '' } of active) {
    if (uids.has(uid) || isThere(name)) continue;
    remarks.push(note(cron, 'Normal', 'MissingJob', `Active job went missing: ${name}`));
    active = active.filter((reference) => reference.uid !== uid);
  }
  return { status: active.length === 0 ? status : { ...status, active }, remarks };
}

/** Times of the API compare as texts. */
function later(a: string | undefined, b: string): string {
  return a === undefined || b > a ? b : a;
}

function referenceTo({ apiVersion, kind, metadata }: Stored<Job>): ObjectReference {
  const { namespace = '', name, uid, resourceVersion } = metadata;
  return { kind, namespace, name, uid, apiVersion, resourceVersion };
}
