// Whether a Job is to end now, and how. Mirrors the evaluations of syncJob in kubernetes
// pkg/controller/job/job_controller.go, in their order.
import type { JobSpec } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { countIndexes } from '#lib/rules/jobs/job-indexes.ts';
import { judgeFailure, successMessage } from '#lib/rules/jobs/job-policies.ts';
import { conditionOf, isPodFailed, isSuspended } from './job-pod.ts';
import type { JobScene } from './job-scene.ts';

export interface Verdict {
  /** The condition that comes first; when the pods are gone Failed or Complete follows, for the same reason. */
  type: 'FailureTarget' | 'SuccessCriteriaMet';
  reason: string;
  message: string;
}

/** What ends the Job whatever its pods still do; null while it is to go on. */
export function verdictOf(scene: JobScene): Verdict | null {
  return (
    earlierVerdict(scene) ?? policyFailure(scene) ?? limitFailure(scene) ?? indexFailure(scene) ?? earlySuccess(scene)
  );
}

function earlierVerdict({ status }: JobScene): Verdict | null {
  for (const type of ['SuccessCriteriaMet', 'FailureTarget'] as const) {
    const known = conditionOf(status, type);
    if (known !== undefined) return { type, reason: known.reason ?? '', message: known.message ?? '' };
  }
  return null;
}

function policyFailure({ spec, pods }: JobScene): Verdict | null {
  if (spec.podFailurePolicy === undefined) return null;
  for (const pod of pods) {
    const message = isPodFailed(pod, spec) ? judgeFailure(spec.podFailurePolicy, pod).message : undefined;
    if (message !== undefined) return failure('PodFailurePolicy', message);
  }
  return null;
}

function limitFailure(scene: JobScene): Verdict | null {
  if (scene.failed > (scene.spec.backoffLimit ?? 0) || hasRestartedTooOften(scene.spec, scene.pods)) {
    return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }
  const leftMs = deadlineLeftMs(scene);
  if (leftMs === null || leftMs > 0) return null;
  return failure('DeadlineExceeded', 'Job was active longer than specified deadline');
}

function indexFailure({ spec, indexed }: JobScene): Verdict | null {
  if (indexed === null || indexed.failed === null) return null;
  const failed = countIndexes(indexed.failed);
  if (typeof spec.maxFailedIndexes === 'number' && failed > spec.maxFailedIndexes) {
    const message = 'Job has exceeded the specified maximal number of failed indexes';
    return failure('MaxFailedIndexesExceeded', message);
  }
  const isSettled = failed > 0 && failed + countIndexes(indexed.succeeded) >= indexed.completions;
  return isSettled ? failure('FailedIndexes', 'Job has failed indexes') : null;
}

function earlySuccess({ spec, indexed }: JobScene): Verdict | null {
  if (indexed === null) return null;
  const message = successMessage(spec.successPolicy, indexed.completions, indexed.succeeded);
  return message === null ? null : { type: 'SuccessCriteriaMet', reason: 'SuccessPolicy', message };
}

/** Success by the count of pods that have succeeded, once no pod is active: `active` after this reconciliation. */
export function completion({ spec, succeeded }: JobScene, active: number): Verdict | null {
  const isDone = typeof spec.completions === 'number' ? succeeded >= spec.completions : succeeded > 0;
  if (!isDone || active > 0) return null;
  const message = 'Reached expected number of succeeded pods';
  return { type: 'SuccessCriteriaMet', reason: 'CompletionsReached', message };
}

/** Until activeDeadlineSeconds are over; null where there is no deadline or it is not running. */
export function deadlineLeftMs({ spec, status, nowMs }: JobScene): number | null {
  if (typeof spec.activeDeadlineSeconds !== 'number' || isSuspended(spec)) return null;
  const startMs = status.startTime ? Date.parse(status.startTime) : nowMs;
  return startMs + spec.activeDeadlineSeconds * 1_000 - nowMs;
}

/** pastBackoffLimitOnFailure: where containers restart in their pod, their restarts are what is counted. */
function hasRestartedTooOften(spec: JobSpec, pods: readonly Pod[]): boolean {
  if (spec.template.spec?.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    const statuses = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
    for (const { restartCount } of statuses) restarts += restartCount;
  }
  const limit = spec.backoffLimit ?? 0;
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

function failure(reason: string, message: string): Verdict {
  return { type: 'FailureTarget', reason, message };
}
