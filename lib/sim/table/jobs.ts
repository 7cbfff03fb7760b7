// Tables of jobs and cron jobs (pkg/printers/internalversion/printers.go).
import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import { formatAge } from '#lib/format/age.ts';
import {
  AGE,
  ageOf,
  column,
  containerCells,
  NAME,
  NONE,
  nameOf,
  type Printer,
  selectorText,
  since,
  wide,
} from './column.ts';

const WIDE = [wide('Containers'), wide('Images'), wide('Selector')];

export const jobs: Printer<Job> = {
  columns: [NAME, column('Status'), column('Completions'), column('Duration'), AGE, ...WIDE],
  cells: (job, nowMs) => [
    nameOf(job),
    statusOf(job),
    completionsOf(job),
    durationOf(job, nowMs),
    ageOf(job, nowMs),
    ...containerCells(job.spec?.template.spec),
    selectorText(job.spec?.selector),
  ],
};

function statusOf(job: Job): string {
  const holds = (type: string) =>
    job.status?.conditions?.find((condition) => condition.type === type)?.status === 'True';
  if (holds('Complete')) return 'Complete';
  if (holds('Failed')) return 'Failed';
  if (job.metadata?.deletionTimestamp !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(holds) ?? 'Running';
}

function completionsOf({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions !== undefined && spec.completions !== null) return `${succeeded}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationOf({ status }: Job, nowMs: number): string {
  if (!status?.startTime) return '';
  const endMs = status.completionTime ? Date.parse(status.completionTime) : nowMs;
  return formatAge(endMs - Date.parse(status.startTime));
}

export const cronJobs: Printer<CronJob> = {
  columns: [
    NAME,
    column('Schedule'),
    column('Timezone'),
    column('Suspend', 'boolean'),
    column('Active', 'integer'),
    column('Last Schedule'),
    AGE,
    ...WIDE,
  ],
  cells: (job, nowMs) => {
    const { spec, status } = job;
    const suspended = spec?.suspend;
    return [
      nameOf(job),
      spec?.schedule ?? '',
      spec?.timeZone ?? NONE,
      // printBoolPtr: text in a column of type boolean.
      suspended === undefined ? '<unset>' : suspended ? 'True' : 'False',
      status?.active?.length ?? 0,
      status?.lastScheduleTime ? since(status.lastScheduleTime, nowMs) : NONE,
      ageOf(job, nowMs),
      ...containerCells(spec?.jobTemplate.spec?.template.spec),
      selectorText(spec?.jobTemplate.spec?.selector),
    ];
  },
};
