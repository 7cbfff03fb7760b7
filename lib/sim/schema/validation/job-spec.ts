// A job's spec with the fields that kubernetes-types does not know yet.
import type { JobSpec } from 'kubernetes-types/batch/v1';

/** Of a job's numbers, those that must not be negative. */
export const JOB_COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;

export type NewerJobSpec = JobSpec & { [name in (typeof JOB_COUNTS)[number]]?: number } & {
  successPolicy?: { rules?: { succeededIndexes?: string; succeededCount?: number }[] };
  podReplacementPolicy?: string;
  managedBy?: string;
};
