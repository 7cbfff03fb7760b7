// What a Job sees in a pod: its index, whether it is still to be counted, and whether it has failed.
import type { Job, JobCondition, JobSpec, JobStatus } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';

/** Holds a pod in the API until the Job has counted it. */
export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';
export const INDEX_ANNOTATION = 'batch.kubernetes.io/job-completion-index';
const NO_INDEX = -1;

/** The pod's completion index; -1 where it has none. */
export function indexOf({ metadata }: Pod): number {
  const text = metadata?.annotations?.[INDEX_ANNOTATION] ?? '';
  return /^\d+$/.test(text) ? Number(text) : NO_INDEX;
}

export function isTracked({ metadata }: KubeObject): boolean {
  return metadata?.finalizers?.includes(TRACKING_FINALIZER) === true;
}

/** Also where the Job has no indexes. */
export function hasValidIndex(spec: JobSpec, pod: Pod): boolean {
  const index = indexOf(pod);
  return !isIndexed(spec) || (index >= 0 && index < (spec.completions ?? 0));
}

/** A pod on its way out counts as failed too, where it is replaced before it has ended. */
export function isPodFailed(pod: Pod, spec: JobSpec): boolean {
  if (pod.status?.phase === 'Failed') return true;
  if (replacesOnlyFailed(spec)) return false;
  return pod.metadata?.deletionTimestamp !== undefined && pod.status?.phase !== 'Succeeded';
}

export function replacesOnlyFailed(spec: JobSpec): boolean {
  return spec.podReplacementPolicy === 'Failed';
}

export function isIndexed(spec: JobSpec): boolean {
  return spec.completionMode === 'Indexed';
}

export function isSuspended(spec: JobSpec): boolean {
  return spec.suspend === true;
}

/** The condition of this type, where it holds. */
export function conditionOf(status: JobStatus | undefined, type: string): JobCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

/** How the Job ended; undefined while it has not (pkg/controller/job/util). */
export function finishOf(job: Job): JobCondition | undefined {
  return conditionOf(job.status, 'Complete') ?? conditionOf(job.status, 'Failed');
}
