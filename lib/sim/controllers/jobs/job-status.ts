// How a Job counts pods that have ended, exactly once each: their uids go into the status, then their finalizers go,
// then the counts go up. Mirrors trackJobStatusAndRemoveFinalizers in kubernetes pkg/controller/job/job_controller.go.
import type { JobCondition, JobStatus } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { countIndexes, hasIndex, indexesText } from '#lib/rules/jobs/job-indexes.ts';
import { judgeFailure } from '#lib/rules/jobs/job-policies.ts';
import type { Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { nonZero } from '../non-zero.ts';
import { conditionOf, hasValidIndex, indexOf, isPodFailed, isTracked } from './job-pod.ts';
import type { JobScene } from './job-scene.ts';
import type { Verdict } from './job-verdict.ts';

/** MaxUncountedPods: so many uids are about 20 KB of status. */
const UNCOUNTED_MAX = 500;

export interface Tracking {
  /** Before the finalizers go. */
  first: JobStatus;
  release: readonly Stored<Pod>[];
  /** After they have gone. */
  last: JobStatus;
  /** The condition the Job ended with just now. */
  finished: JobCondition | null;
}

/** `base`: the status but for counts of ended pods and for what the verdict adds. */
export function track(scene: JobScene, base: JobStatus, verdict: Verdict | null): Tracking {
  const held = new Set(scene.pods.filter(isTracked).map(({ metadata }) => metadata.uid));
  const settled = settle({ ...base, uncountedTerminatedPods: base.uncountedTerminatedPods ?? {} }, held);
  const { release, succeeded, failed, isFull } = countEnded(scene, settled, verdict);
  const uncounted = {
    ...(succeeded.length === 0 ? {} : { succeeded }),
    ...(failed.length === 0 ? {} : { failed }),
  };
  const first = withInterim(
    { ...settled, ...indexCounts(scene), uncountedTerminatedPods: uncounted },
    verdict,
    scene.nowMs,
  );
  for (const { metadata } of release) held.delete(metadata.uid);
  const counted = settle(first, held);
  const left = counted.uncountedTerminatedPods ?? {};
  const isSettled = !isFull && !left.succeeded?.length && !left.failed?.length && (base.terminating ?? 0) === 0;
  if (verdict === null || !isSettled) return { first, release, last: counted, finished: null };
  const finished = jobCondition(verdict.type === 'FailureTarget' ? 'Failed' : 'Complete', verdict, scene.nowMs);
  const isComplete = finished.type === 'Complete';
  const last = {
    ...counted,
    conditions: [...(counted.conditions ?? []), finished],
    ...(isComplete ? { completionTime: timestamp(scene.nowMs) } : {}),
  };
  return { first, release, last, finished };
}

export function jobCondition(
  type: string,
  { reason, message }: { reason: string; message: string },
  nowMs: number,
): JobCondition {
  const now = timestamp(nowMs);
  return { type, status: 'True', lastProbeTime: now, lastTransitionTime: now, reason, message };
}

/** cleanUncountedPodsWithoutFinalizers: uids of pods that are not held any more become counts. */
function settle(status: JobStatus, held: ReadonlySet<string>): JobStatus {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const openSucceeded = succeeded.filter((uid) => held.has(uid));
  const openFailed = failed.filter((uid) => held.has(uid));
  const { succeeded: countSucceeded = 0, failed: countFailed = 0, ...rest } = status;
  return {
    ...rest,
    ...nonZero('succeeded', countSucceeded + succeeded.length - openSucceeded.length),
    ...nonZero('failed', countFailed + failed.length - openFailed.length),
    uncountedTerminatedPods: {
      ...(openSucceeded.length === 0 ? {} : { succeeded: openSucceeded }),
      ...(openFailed.length === 0 ? {} : { failed: openFailed }),
    },
  };
}

interface Ended {
  release: Stored<Pod>[];
  succeeded: string[];
  failed: string[];
  /** More have ended than one status can hold. */
  isFull: boolean;
}

function countEnded(scene: JobScene, status: JobStatus, verdict: Verdict | null): Ended {
  const { spec, indexed } = scene;
  const release: Stored<Pod>[] = [];
  const succeeded = [...(status.uncountedTerminatedPods?.succeeded ?? [])];
  const failed = [...(status.uncountedTerminatedPods?.failed ?? [])];
  let newIndexes = 0;
  for (const pod of indexed === null ? scene.pods : [...scene.pods].sort((a, b) => indexOf(a) - indexOf(b))) {
    if (!isTracked(pod)) continue;
    const hasFailed = isPodFailed(pod, spec);
    if (!mayRelease(scene, pod, hasFailed, verdict)) continue;
    release.push(pod);
    const { uid } = pod.metadata;
    if (pod.status?.phase === 'Succeeded' && !failed.includes(uid)) {
      if (indexed === null && !succeeded.includes(uid)) succeeded.push(uid);
      if (indexed !== null && hasValidIndex(spec, pod) && !hasIndex(indexed.before, indexOf(pod))) newIndexes++;
    } else if (hasFailed || verdict?.type === 'FailureTarget') {
      const counts = hasValidIndex(spec, pod) && judgeFailure(spec.podFailurePolicy, pod).counts;
      if (counts && !failed.includes(uid)) failed.push(uid);
    }
    if (newIndexes + succeeded.length + failed.length >= UNCOUNTED_MAX) {
      return { release, succeeded, failed, isFull: true };
    }
  }
  return { release, succeeded, failed, isFull: false };
}

/** canRemoveFinalizer */
function mayRelease(scene: JobScene, pod: Stored<Pod>, hasFailed: boolean, verdict: Verdict | null): boolean {
  const isOver = scene.job.metadata.deletionTimestamp !== undefined || verdict !== null;
  if (isOver || pod.status?.phase === 'Succeeded') return true;
  return hasFailed && scene.indexed?.delayed.get(indexOf(pod))?.metadata.uid !== pod.metadata.uid;
}

function indexCounts({ indexed }: JobScene): Partial<JobStatus> {
  if (indexed === null) return {};
  const completedIndexes = indexesText(indexed.succeeded);
  return {
    ...nonZero('succeeded', countIndexes(indexed.succeeded)),
    ...(completedIndexes === '' ? {} : { completedIndexes }),
    ...(indexed.failed === null ? {} : { failedIndexes: indexesText(indexed.failed) }),
  };
}

function withInterim(status: JobStatus, verdict: Verdict | null, nowMs: number): JobStatus {
  if (verdict === null || conditionOf(status, verdict.type) !== undefined) return status;
  return { ...status, conditions: [...(status.conditions ?? []), jobCondition(verdict.type, verdict, nowMs)] };
}
