// What a Job's reconciliation starts from: its pods sorted by what they count as.
// Mirrors the first half of syncJob in kubernetes pkg/controller/job/job_controller.go.
import type { Job, JobSpec, JobStatus } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import type { Failures } from '#lib/rules/jobs/job-back-off.ts';
import { countIndexes, type Indexes, parseIndexes, withIndexes } from '#lib/rules/jobs/job-indexes.ts';
import { judgeFailure } from '#lib/rules/jobs/job-policies.ts';
import { isPodActive, isPodTerminating } from '#lib/rules/pods/pod-readiness.ts';
import type { Stored } from '../../store/object.ts';
import { delayedFailures, failedIndexesOf } from './job-failed-indexes.ts';
import { hasValidIndex, indexOf, isIndexed, isPodFailed, isTracked } from './job-pod.ts';

export interface JobScene {
  job: Stored<Job>;
  spec: JobSpec;
  status: JobStatus;
  nowMs: number;
  pods: readonly Stored<Pod>[];
  active: readonly Stored<Pod>[];
  terminating: readonly Stored<Pod>[];
  /** Pods that have ended since the status last told, and those it is just counting. */
  succeeded: number;
  failed: number;
  failures: Failures;
  /** Null where the Job is not Indexed. */
  indexed: IndexedScene | null;
}

export interface IndexedScene {
  completions: number;
  /** As the status tells. */
  before: Indexes;
  succeeded: Indexes;
  /** Null without backoffLimitPerIndex. */
  failed: Indexes | null;
  /** Failed pods that stay until their replacement has taken over their failure count. */
  delayed: ReadonlyMap<number, Stored<Pod>>;
}

/** `failures`: of its pods since the last one that succeeded. */
export function jobScene(
  job: Stored<Job>,
  spec: JobSpec,
  pods: readonly Stored<Pod>[],
  failures: Failures,
  nowMs: number,
): JobScene {
  const status = job.status ?? {};
  const uncounted = status.uncountedTerminatedPods ?? {};
  const fresh = (counted: readonly string[] | undefined, isIt: (pod: Stored<Pod>) => boolean) =>
    pods.filter((pod) => {
      return isTracked(pod) && !counted?.includes(pod.metadata.uid) && hasValidIndex(spec, pod) && isIt(pod);
    });
  const newSucceeded = fresh(uncounted.succeeded, ({ status: { phase } = {} }) => phase === 'Succeeded');
  const newFailed = fresh(uncounted.failed, (pod) => isPodFailed(pod, spec));
  const counting = newFailed.filter((pod) => judgeFailure(spec.podFailurePolicy, pod).counts);
  const active = pods.filter(isPodActive);
  const indexed = indexedScene(spec, status, pods, active);
  const succeeded = (status.succeeded ?? 0) + newSucceeded.length + (uncounted.succeeded?.length ?? 0);
  return {
    job,
    spec,
    status,
    nowMs,
    pods,
    active,
    terminating: pods.filter(isPodTerminating),
    succeeded: indexed === null ? succeeded : countIndexes(indexed.succeeded),
    failed: (status.failed ?? 0) + counting.length + (uncounted.failed?.length ?? 0),
    failures,
    indexed,
  };
}

function indexedScene(
  spec: JobSpec,
  status: JobStatus,
  pods: readonly Stored<Pod>[],
  active: readonly Stored<Pod>[],
): IndexedScene | null {
  if (!isIndexed(spec)) return null;
  const completions = spec.completions ?? 0;
  const before = parseIndexes(status.completedIndexes ?? '', completions);
  const done = pods.filter((pod) => pod.status?.phase === 'Succeeded' && isTracked(pod) && hasValidIndex(spec, pod));
  const succeeded = withIndexes(before, done.map(indexOf));
  const failed = failedIndexesOf(spec, status, pods);
  const delayed =
    failed === null ? new Map<number, never>() : delayedFailures(spec, pods, { active, succeeded, failed });
  return { completions, before, succeeded, failed, delayed };
}
