// What a ReplicaSet reports. Mirrors kubernetes pkg/controller/replicaset/replica_set_utils.go.
import type { ReplicaSet, ReplicaSetCondition, ReplicaSetStatus } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { matchesLabelSet } from '#lib/rules/labels/label-selector.ts';
import { isPodAvailable, isPodReady, isPodTerminating } from '#lib/rules/pods/pod-readiness.ts';
import type { Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';

/** With terminatingReplicas, which Kubernetes reports since 1.35 and kubernetes-types does not have yet. */
export interface FullReplicaSetStatus extends ReplicaSetStatus {
  terminatingReplicas?: number;
}

/** `pods`: the claimed active ones; `owned`: all of them, for those on their way out. */
export function replicaSetStatus(
  set: Stored<ReplicaSet>,
  pods: readonly Stored<Pod>[],
  owned: readonly Stored<Pod>[],
  nowMs: number,
): FullReplicaSetStatus {
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  const templateLabels = set.spec?.template?.metadata?.labels;
  const ready = pods.filter(isPodReady);
  const conditions = (set.status?.conditions ?? []).filter((condition) => condition.type !== 'ReplicaFailure');
  return {
    replicas: pods.length,
    ...counted(
      'fullyLabeledReplicas',
      pods.filter((pod) => matchesLabelSet(templateLabels, pod.metadata.labels)),
    ),
    ...counted('readyReplicas', ready),
    ...counted(
      'availableReplicas',
      ready.filter((pod) => isPodAvailable(pod, minReadySeconds, nowMs)),
    ),
    terminatingReplicas: owned.filter(isPodTerminating).length,
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

/** The status with a ReplicaFailure condition, unless there is one already. */
export function failureStatus(
  set: Stored<ReplicaSet>,
  reason: 'FailedCreate' | 'FailedDelete',
  message: string,
  nowMs: number,
): ReplicaSetStatus {
  const status: ReplicaSetStatus = set.status ?? { replicas: 0 };
  const conditions = status.conditions ?? [];
  if (conditions.some((condition) => condition.type === 'ReplicaFailure')) return status;
  const failure: ReplicaSetCondition = {
    type: 'ReplicaFailure',
    status: 'True',
    lastTransitionTime: timestamp(nowMs),
    reason,
    message,
  };
  return { ...status, conditions: [...conditions, failure] };
}

/** Zero counts are left out, as Go's omitempty does. */
function counted(name: string, pods: readonly unknown[]): Record<string, number> {
  return pods.length === 0 ? {} : { [name]: pods.length };
}
