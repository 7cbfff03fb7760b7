// What a Deployment reports: counts, Available, Progressing and ReplicaFailure.
// Mirrors kubernetes pkg/controller/deployment/{progress.go,sync.go,util/deployment_util.go}.
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Stored } from '../../store/object.ts';
import { parseTimestamp, timestamp } from '../../timestamp.ts';
import { nonZero } from '../non-zero.ts';
import type { FullReplicaSetStatus } from './replica-set-status.ts';

/** With terminatingReplicas, which Kubernetes reports since 1.35 and kubernetes-types does not have yet. */
export interface FullDeploymentStatus extends DeploymentStatus {
  terminatingReplicas?: number;
}

/** progressDeadlineSeconds of this size means no deadline (HasProgressDeadline). */
const NO_DEADLINE_SECONDS = 2 ** 31 - 1;

type ConditionType = 'Available' | 'Progressing' | 'ReplicaFailure';

export function hasProgressDeadline(deployment: Deployment): boolean {
  return (deployment.spec?.progressDeadlineSeconds ?? NO_DEADLINE_SECONDS) !== NO_DEADLINE_SECONDS;
}

export function conditionOf(
  status: DeploymentStatus | undefined,
  type: ConditionType,
): DeploymentCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

export function newCondition(
  type: ConditionType,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
  nowMs: number,
): DeploymentCondition {
  const now = timestamp(nowMs);
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/** The same status and reason change nothing, not even times or the message; the same status keeps its start. */
export function withCondition(status: DeploymentStatus, condition: DeploymentCondition): DeploymentStatus {
  const current = status.conditions?.find(({ type }) => type === condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return status;
  const kept = current?.status === condition.status ? { lastTransitionTime: current.lastTransitionTime } : {};
  const others = (status.conditions ?? []).filter(({ type }) => type !== condition.type);
  return { ...status, conditions: [...others, { ...condition, ...kept }] };
}

export function withoutCondition(status: DeploymentStatus, type: ConditionType): DeploymentStatus {
  if (conditionOf(status, type) === undefined) return status;
  return { ...status, conditions: (status.conditions ?? []).filter((condition) => condition.type !== type) };
}

/** calculateStatus. `availableMin`: pods that must be available for the condition to hold. */
export function countedStatus(
  deployment: Stored<Deployment>,
  status: DeploymentStatus,
  sets: readonly ReplicaSet[],
  newest: ReplicaSet | undefined,
  availableMin: number,
  nowMs: number,
): FullDeploymentStatus {
  const available = sum(sets, (set) => set.status?.availableReplicas);
  const wanted = sum(sets, (set) => set.spec?.replicas);
  const terminating = terminatingReplicas(sets);
  const counts: FullDeploymentStatus = {
    ...nonZero('observedGeneration', deployment.metadata.generation ?? 0),
    ...nonZero(
      'replicas',
      sum(sets, (set) => set.status?.replicas),
    ),
    ...nonZero('updatedReplicas', newest?.status?.replicas ?? 0),
    ...nonZero(
      'readyReplicas',
      sum(sets, (set) => set.status?.readyReplicas),
    ),
    ...nonZero('availableReplicas', available),
    ...nonZero('unavailableReplicas', Math.max(0, wanted - available)),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    ...(status.conditions === undefined ? {} : { conditions: status.conditions }),
    ...(status.collisionCount === undefined ? {} : { collisionCount: status.collisionCount }),
  };
  const condition =
    available >= availableMin
      ? newCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', nowMs)
      : newCondition(
          'Available',
          'False',
          'MinimumReplicasUnavailable',
          'Deployment does not have minimum availability.',
          nowMs,
        );
  return withCondition(counts, condition);
}

/** syncRolloutStatus: the counted status with Progressing and ReplicaFailure as they follow from the change. */
export function rolloutStatus(
  deployment: Stored<Deployment>,
  before: DeploymentStatus,
  counted: DeploymentStatus,
  sets: readonly ReplicaSet[],
  newest: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const current = conditionOf(before, 'Progressing');
  let status = hasProgressDeadline(deployment) ? counted : withoutCondition(counted, 'Progressing');
  const isDone =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable';
  if (hasProgressDeadline(deployment) && !isDone) {
    const subject =
      newest === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${newest.metadata?.name}"`;
    const condition = (state: 'True' | 'False', reason: string, what: string) =>
      newCondition('Progressing', state, reason, `${subject} ${what}`, nowMs);
    if (isComplete(deployment, status)) {
      status = withCondition(status, condition('True', 'NewReplicaSetAvailable', 'has successfully progressed.'));
    } else if (hasProgressed(before, status)) {
      // Replaced even where status and reason stay: lastUpdateTime is what the deadline counts from.
      const next = condition('True', 'ReplicaSetUpdated', 'is progressing.');
      const kept = current?.status === 'True' ? { lastTransitionTime: current.lastTransitionTime } : {};
      status = withCondition(withoutCondition(status, 'Progressing'), { ...next, ...kept });
    } else if (isTimedOut(deployment, status, nowMs)) {
      status = withCondition(status, condition('False', 'ProgressDeadlineExceeded', 'has timed out progressing.'));
    }
  }
  const failure = replicaFailure(newest === undefined ? sets : [newest, ...sets]);
  return failure === undefined ? withoutCondition(status, 'ReplicaFailure') : withCondition(status, failure);
}

export function isComplete(deployment: Deployment, status: DeploymentStatus | undefined): boolean {
  const replicas = deployment.spec?.replicas ?? 1;
  return (
    (status?.updatedReplicas ?? 0) === replicas &&
    (status?.replicas ?? 0) === replicas &&
    (status?.availableReplicas ?? 0) === replicas &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata?.generation ?? 0)
  );
}

/** requeueStuckDeployment: until the deadline has to be checked; null where nothing is to be waited for. */
export function deadlineCheckMs(deployment: Deployment, status: DeploymentStatus, nowMs: number): number | null {
  const current = conditionOf(status, 'Progressing');
  if (!hasProgressDeadline(deployment) || current === undefined) return null;
  if (isComplete(deployment, status) || current.reason === 'ProgressDeadlineExceeded') return null;
  const deadlineMs = parseTimestamp(current.lastUpdateTime) + (deployment.spec?.progressDeadlineSeconds ?? 0) * 1_000;
  return Math.max(0, deadlineMs - nowMs) + 1_000;
}

function hasProgressed(before: DeploymentStatus, status: DeploymentStatus): boolean {
  const old = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus) => replicas - updatedReplicas;
  return (
    (status.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(status) < old(before) ||
    (status.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

function isTimedOut(deployment: Deployment, status: DeploymentStatus, nowMs: number): boolean {
  const current = conditionOf(status, 'Progressing');
  if (current === undefined || current.reason === 'NewReplicaSetAvailable') return false;
  if (current.reason === 'ProgressDeadlineExceeded') return true;
  return parseTimestamp(current.lastUpdateTime) + (deployment.spec?.progressDeadlineSeconds ?? 0) * 1_000 < nowMs;
}

function replicaFailure(sets: readonly ReplicaSet[]): DeploymentCondition | undefined {
  for (const set of sets) {
    const found = set.status?.conditions?.find((condition) => condition.type === 'ReplicaFailure');
    if (found === undefined) continue;
    return { ...found, ...(found.lastTransitionTime ? { lastUpdateTime: found.lastTransitionTime } : {}) };
  }
  return undefined;
}

/** Undefined where a set that has been looked at does not say: a sum would be too low. */
function terminatingReplicas(sets: readonly ReplicaSet[]): number | undefined {
  let total = 0;
  for (const set of sets) {
    const status: FullReplicaSetStatus | undefined = set.status;
    const terminating = status?.terminatingReplicas;
    if (terminating === undefined && status?.observedGeneration) return undefined;
    total += terminating ?? 0;
  }
  return total;
}

function sum(sets: readonly ReplicaSet[], value: (set: ReplicaSet) => number | undefined): number {
  return sets.reduce((total, set) => total + (value(set) ?? 0), 0);
}
