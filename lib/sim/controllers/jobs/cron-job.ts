// The CronJob controller: starts Jobs by the clock. Mirrors syncCronJob in kubernetes
// pkg/controller/cronjob/cronjob_controllerv2.go. A new Job is listed as active when it is seen, with the uid it got.
import type { CronJob, CronJobSpec, CronJobStatus, Job } from 'kubernetes-types/batch/v1';
import { type CronTimes, dueStart, InvalidScheduleError, untilNextStartMs } from '#lib/rules/jobs/cron-missed.ts';
import { CronSyntaxError, parseCron } from '#lib/rules/jobs/cron-schedule.ts';
import { isTimeZone } from '#lib/rules/jobs/wall-clock.ts';
import { keyOf, type Stored, splitKey } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { sameMeaning } from '../canonical.ts';
import { controllerKey } from '../claim.ts';
import { type Controller, keysOf, type Outcome, type View, type Write, type WriteFailure } from '../controller.ts';
import { isNamespaceLeaving, note } from '../note.ts';
import { surplusJobs } from './cron-job-history.ts';
import { cronJobStatus, type JobsSeen } from './cron-job-status.ts';
import { jobFromCron, jobNameOf } from './cron-job-template.ts';

const KIND = 'CronJob';
const RESOURCE = 'cronjobs.batch';
const JOBS = 'jobs.batch';

export const cronJobController: Controller = {
  name: 'cronjob-controller',
  fieldManager: 'kube-controller-manager',
  *wakes({ resource, object, previous }) {
    if (resource === RESOURCE) yield keyOf(object.metadata.namespace, object.metadata.name);
    if (resource !== JOBS) return;
    const key = controllerKey(object, KIND);
    const previousKey = previous && controllerKey(previous, KIND);
    if (key !== undefined) yield key;
    if (previousKey !== undefined && previousKey !== key) yield previousKey;
  },
  initialKeys: keysOf(RESOURCE),
  reconcile,
  failed,
};

function reconcile(view: View, key: string): Outcome {
  const { namespace, name } = splitKey(key);
  const cron = view.get(RESOURCE, namespace, name);
  if (cron?.spec === undefined) return {};
  const jobs = view.ownedBy(JOBS, cron.metadata.uid);
  const seen = cronJobStatus(cron, jobs, (job) => view.get(JOBS, namespace, job) !== undefined);
  const turn = cron.metadata.deletionTimestamp === undefined ? turnOf(view, cron, cron.spec, seen) : NO_TURN;
  const surplus = surplusJobs(cron.spec, jobs).filter((job) => !turn.replaced.includes(job));
  const removed = new Set([...turn.replaced, ...surplus].map(({ metadata }) => metadata.uid));
  const active = (seen.status.active ?? []).filter(({ uid }) => !removed.has(uid ?? ''));
  const { active: _active, ...rest } = seen.status;
  const status: CronJobStatus = active.length === 0 ? rest : { ...rest, active };
  const writes = [
    ...seen.remarks,
    ...turn.remarks,
    ...turn.replaced.flatMap((job) => removal(cron, job)),
    ...turn.start,
    ...surplus.flatMap((job) => removal(cron, job)),
  ];
  if (!sameMeaning(status, cron.status ?? {})) {
    writes.push({ op: 'updateStatus', resource: RESOURCE, object: { ...cron, status } as CronJob });
  }
  return { writes, ...(turn.waitMs === null ? {} : { requeueAfterMs: turn.waitMs }) };
}

interface Turn {
  remarks: Write[];
  start: Write[];
  /** Jobs that make way for the new one. */
  replaced: readonly Stored<Job>[];
  waitMs: number | null;
}

const NO_TURN: Turn = { remarks: [], start: [], replaced: [], waitMs: null };

function turnOf(view: View, cron: Stored<CronJob>, spec: CronJobSpec, { status }: JobsSeen): Turn {
  const warn = (reason: string, message: string): Turn => ({
    ...NO_TURN,
    remarks: [note(cron, 'Warning', reason, message)],
  });
  const { schedule: text, timeZone } = spec;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    return warn('UnknownTimeZone', `invalid timeZone: ${JSON.stringify(timeZone)}: unknown time zone ${timeZone}`);
  }
  if (spec.suspend === true) return NO_TURN;
  const times = timesOf(cron, spec, status);
  try {
    const schedule = parseCron(text, timeZone);
    const { dueMs, isFarBehind } = dueStart(schedule, times, view.nowMs);
    const waitMs = untilNextStartMs(schedule, times, view.nowMs);
    if (dueMs === null) return { ...NO_TURN, waitMs };
    const turn = startAt(view, cron, spec, status, dueMs);
    // With the start behind it the next one counts from there.
    const after = { ...times, lastScheduledMs: dueMs };
    const remarks = isFarBehind ? [note(cron, 'Warning', 'TooManyMissedTimes', FAR_BEHIND)] : [];
    const isStarted = turn.start.length > 0;
    return {
      ...turn,
      remarks: [...remarks, ...turn.remarks],
      waitMs: isStarted ? untilNextStartMs(schedule, after, view.nowMs) : waitMs,
    };
  } catch (error) {
    if (error instanceof CronSyntaxError) {
      return warn('UnparseableSchedule', `unparseable schedule: ${JSON.stringify(text)} : ${error.message}`);
    }
    if (error instanceof InvalidScheduleError) {
      return warn('InvalidSchedule', `invalid schedule: ${text} : ${error.message}`);
    }
    throw error;
  }
}

const FAR_BEHIND = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';

function timesOf(cron: Stored<CronJob>, spec: CronJobSpec, status: CronJobStatus): CronTimes {
  return {
    createdMs: Date.parse(cron.metadata.creationTimestamp),
    lastScheduledMs: status.lastScheduleTime ? Date.parse(status.lastScheduleTime) : null,
    startingDeadlineSeconds: spec.startingDeadlineSeconds ?? null,
  };
}

function startAt(view: View, cron: Stored<CronJob>, spec: CronJobSpec, status: CronJobStatus, dueMs: number): Turn {
  const { namespace } = cron.metadata;
  const { startingDeadlineSeconds: deadline } = spec;
  if (typeof deadline === 'number' && dueMs + deadline * 1_000 < view.nowMs) {
    const message = `Missed scheduled time to start a job: ${rfc1123(dueMs)}`;
    return { ...NO_TURN, remarks: [note(cron, 'Warning', 'MissSchedule', message)] };
  }
  const jobName = jobNameOf(cron, dueMs);
  const active = status.active ?? [];
  // Also a Job of that name that somebody else made: then this start is theirs.
  if (status.lastScheduleTime === timestamp(dueMs) || view.get(JOBS, namespace, jobName) !== undefined) return NO_TURN;
  if (spec.concurrencyPolicy === 'Forbid' && active.length > 0) {
    const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    return { ...NO_TURN, remarks: [note(cron, 'Normal', 'JobAlreadyActive', message)] };
  }
  const jobs = view.ownedBy(JOBS, cron.metadata.uid);
  const replaced = jobs.filter(({ metadata }) => active.some(({ uid }) => uid === metadata.uid));
  return {
    ...NO_TURN,
    replaced: spec.concurrencyPolicy === 'Replace' ? replaced : [],
    start: [
      { op: 'create', resource: JOBS, object: jobFromCron(cron, spec, dueMs) },
      note(cron, 'Normal', 'SuccessfulCreate', `Created job ${jobName}`),
    ],
  };
}

function removal(cron: Stored<CronJob>, { metadata }: Stored<Job>): Write[] {
  const { namespace = '', name } = metadata;
  const options = { propagationPolicy: 'Background' as const };
  return [
    { op: 'delete', resource: JOBS, namespace, name, options },
    note(cron, 'Normal', 'SuccessfulDelete', `Deleted job ${name}`),
  ];
}

/** As Go's time.RFC1123Z. */
function rfc1123(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}

function failed(view: View, key: string, { write, error }: WriteFailure): readonly Write[] {
  const { namespace, name } = splitKey(key);
  const cron = view.get(RESOURCE, namespace, name);
  if (cron === undefined || isNamespaceLeaving(error)) return [];
  if (write.op === 'create') return [note(cron, 'Warning', 'FailedCreate', `Error creating job: ${error.message}`)];
  return write.op === 'delete' ? [note(cron, 'Warning', 'FailedDelete', `Deleted job: ${error.message}`)] : [];
}
