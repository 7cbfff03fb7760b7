// How far a workload is in becoming what its spec says: what `kubectl rollout status` waits for.
// Mirrors kubectl pkg/polymorphichelpers/rollout_status.go.
import type { DaemonSet, Deployment, StatefulSet } from 'kubernetes-types/apps/v1';

export type RolloutStatus =
  | { state: 'complete' }
  /** Its controller has not seen the last change of its spec: what its status counts is of before. */
  | { state: 'unobserved' }
  /** Its progressDeadlineSeconds are over. It goes on once something lets it. */
  | { state: 'overdue' }
  /** Pods of the new template, of how many. */
  | { state: 'updating'; updated: number; of: number }
  /** Pods of an old template that still run. */
  | { state: 'ending'; old: number }
  /** Pods of the new template that are available, of how many. */
  | { state: 'starting'; available: number; of: number };

const COMPLETE: RolloutStatus = { state: 'complete' };
const UNOBSERVED: RolloutStatus = { state: 'unobserved' };

export function deploymentRollout({ metadata, spec, status = {} }: Deployment): RolloutStatus {
  if ((metadata?.generation ?? 0) > (status.observedGeneration ?? 0)) return UNOBSERVED;
  const progress = (status.conditions ?? []).find(({ type }) => type === 'Progressing');
  if (progress?.reason === 'ProgressDeadlineExceeded') return { state: 'overdue' };
  const { updatedReplicas: updated = 0, replicas = 0, availableReplicas: available = 0 } = status;
  const wanted = spec?.replicas ?? 1;
  if (updated < wanted) return { state: 'updating', updated, of: wanted };
  if (replicas > updated) return { state: 'ending', old: replicas - updated };
  return available < updated ? { state: 'starting', available, of: updated } : COMPLETE;
}

/** Nothing is rolled out where pods are replaced by hand: complete as soon as its controller saw it. */
export function daemonSetRollout({ metadata, spec, status }: DaemonSet): RolloutStatus {
  const observed = status?.observedGeneration ?? 0;
  if (status === undefined || observed === 0 || (metadata?.generation ?? 0) > observed) return UNOBSERVED;
  if (spec?.updateStrategy?.type === 'OnDelete') return COMPLETE;
  const {
    desiredNumberScheduled: wanted,
    updatedNumberScheduled: updated = 0,
    numberAvailable: available = 0,
  } = status;
  if (updated < wanted) return { state: 'updating', updated, of: wanted };
  return available < wanted ? { state: 'starting', available, of: wanted } : COMPLETE;
}

/** As of a DaemonSet. A partition keeps that many pods old: they are as they should be. */
export function statefulSetRollout({ metadata, spec, status }: StatefulSet): RolloutStatus {
  const observed = status?.observedGeneration ?? 0;
  if (status === undefined || observed === 0 || (metadata?.generation ?? 0) > observed) return UNOBSERVED;
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  if (type === 'OnDelete') return COMPLETE;
  const wanted = spec?.replicas ?? 1;
  const { readyReplicas: ready = 0, updatedReplicas: updated = 0, updateRevision, currentRevision } = status;
  if (ready < wanted) return { state: 'starting', available: ready, of: wanted };
  // The API server fills in a partition of 0; of one without, the revisions tell.
  if (rollingUpdate?.partition === undefined)
    return updateRevision === currentRevision ? COMPLETE : { state: 'updating', updated, of: wanted };
  const toUpdate = wanted - rollingUpdate.partition;
  return updated < toUpdate ? { state: 'updating', updated, of: toUpdate } : COMPLETE;
}
