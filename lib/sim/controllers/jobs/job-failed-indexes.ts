// Failures counted per index. Mirrors kubernetes pkg/controller/job/indexed_job_utils.go.
import type { JobSpec, JobStatus } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { backOffLeftMs, finishedMs } from '#lib/rules/jobs/job-back-off.ts';
import { hasIndex, type Indexes, parseIndexes, withIndexes } from '#lib/rules/jobs/job-indexes.ts';
import { judgeFailure } from '#lib/rules/jobs/job-policies.ts';
import type { Stored } from '../../store/object.ts';
import { hasValidIndex, indexOf, isPodFailed, isTracked } from './job-pod.ts';

const FAILURES = 'batch.kubernetes.io/job-index-failure-count';
const IGNORED_FAILURES = 'batch.kubernetes.io/job-index-ignored-failure-count';
const INT32_MAX = 2 ** 31 - 1;

/** Null without backoffLimitPerIndex. */
export function failedIndexesOf(spec: JobSpec, status: JobStatus, pods: readonly Stored<Pod>[]): Indexes | null {
  const limit = spec.backoffLimitPerIndex;
  if (typeof limit !== 'number') return null;
  const before = parseIndexes(status.failedIndexes ?? '', spec.completions ?? 0);
  const failed = pods.filter((pod) => {
    if (!isTracked(pod) || !hasValidIndex(spec, pod) || !isPodFailed(pod, spec)) return false;
    const verdict = judgeFailure(spec.podFailurePolicy, pod);
    return verdict.action === 'FailIndex' || (verdict.counts && countIn(pod, FAILURES) >= limit);
  });
  return withIndexes(before, failed.map(indexOf));
}

/** Of each index that is neither active nor done, the failed pod that knows how often it has failed. */
export function delayedFailures(
  spec: JobSpec,
  pods: readonly Stored<Pod>[],
  { active, succeeded, failed }: { active: readonly Stored<Pod>[]; succeeded: Indexes; failed: Indexes },
): ReadonlyMap<number, Stored<Pod>> {
  const busy = new Set(active.map(indexOf));
  const delayed = new Map<number, Stored<Pod>>();
  for (const pod of pods) {
    const index = indexOf(pod);
    if (!isTracked(pod) || !hasValidIndex(spec, pod) || !isPodFailed(pod, spec)) continue;
    if (hasIndex(succeeded, index) || hasIndex(failed, index) || busy.has(index)) continue;
    const known = delayed.get(index);
    const isLater =
      known === undefined || (failuresOf(known) <= failuresOf(pod) && finishedMs(pod) >= finishedMs(known));
    if (isLater) delayed.set(index, pod);
  }
  return delayed;
}

/** Until this index may be tried again, after the pod that failed last. */
export function indexBackOffMs(failedPod: Pod | undefined, nowMs: number): number {
  if (failedPod === undefined) return 0;
  return backOffLeftMs({ count: failuresOf(failedPod) + 1, lastMs: finishedMs(failedPod) }, nowMs);
}

/** What the replacement of a failed pod notes: how often its index has failed so far. */
export function failureCounts(spec: JobSpec, replaced: Pod | undefined): Record<string, string> {
  if (replaced === undefined) return { [FAILURES]: '0' };
  const { counts } = judgeFailure(spec.podFailurePolicy, replaced);
  const ignored = countIn(replaced, IGNORED_FAILURES) + (counts ? 0 : 1);
  return {
    [FAILURES]: String(countIn(replaced, FAILURES) + (counts ? 1 : 0)),
    ...(ignored > 0 ? { [IGNORED_FAILURES]: String(ignored) } : {}),
  };
}

function failuresOf(pod: Pod): number {
  return countIn(pod, FAILURES) + countIn(pod, IGNORED_FAILURES);
}

/** Anybody may write annotations: what is no count is 0. */
function countIn({ metadata }: Pod, annotation: string): number {
  const text = metadata?.annotations?.[annotation] ?? '';
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  return count > INT32_MAX ? 0 : count;
}
