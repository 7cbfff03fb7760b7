// Failures of Jobs' pods, remembered beyond the pods: back-off goes on where somebody deletes them.
// Mirrors backoffStore in kubernetes pkg/controller/job/backoff_utils.go. One of these belongs to one controller.
import type { JobSpec } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { type Failures, failuresSinceSuccess, finishedMs } from '#lib/rules/jobs/job-back-off.ts';
import type { Stored } from '../../store/object.ts';
import { isPodFailed, isTracked } from './job-pod.ts';

export class JobFailures {
  /** By uid of the Job and of the pod: when it failed, in milliseconds since the epoch. */
  readonly #byJob = new Map<string, Map<string, number>>();

  /** Failures since the last success, with those of `pods` that are new. */
  with(jobUid: string, spec: JobSpec, pods: readonly Stored<Pod>[]): Failures {
    const known = this.#byJob.get(jobUid) ?? new Map<string, number>();
    for (const pod of pods) {
      // A pod on its way out that is not held any more was let go, and is no failure.
      const isOne = isPodFailed(pod, spec) && (isTracked(pod) || pod.metadata.deletionTimestamp === undefined);
      if (isOne && !known.has(pod.metadata.uid)) known.set(pod.metadata.uid, finishedMs(pod));
    }
    if (known.size > 0) this.#byJob.set(jobUid, known);
    const succeeded = pods.filter((pod) => pod.status?.phase === 'Succeeded');
    return failuresSinceSuccess(succeeded.map(finishedMs), [...known.values()]);
  }

  /** The Job has ended or is gone. */
  forget(jobUid: string): void {
    this.#byJob.delete(jobUid);
  }
}
