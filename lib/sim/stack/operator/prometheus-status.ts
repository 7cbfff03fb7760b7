// What an operator says of a Prometheus (prometheus-operator pkg/prometheus/operator.go Process, pkg/operator/status.go).
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import { timestamp } from '../../timestamp.ts';
import type { Prometheus } from './monitoring-objects.ts';

interface Condition {
  type: string;
  status: string;
  lastTransitionTime: string;
  observedGeneration?: number;
  reason?: string;
  message?: string;
}

export function prometheusStatus(prometheus: Prometheus, made: StatefulSet | undefined, nowMs: number) {
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = made?.status ?? {};
  const wanted = prometheus.spec?.replicas ?? 1;
  const available = availableReplicas >= wanted ? 'True' : availableReplicas > 0 ? 'Degraded' : 'False';
  const trouble =
    available === 'True'
      ? {}
      : { reason: 'NoPodReady', message: `shard 0: ${availableReplicas} of ${wanted} pods are ready` };
  const counts = {
    replicas,
    updatedReplicas,
    availableReplicas,
    unavailableReplicas: Math.max(0, wanted - availableReplicas),
  };
  return {
    paused: false,
    ...counts,
    conditions: [
      condition(prometheus, { type: 'Available', status: available, ...trouble }, nowMs),
      condition(prometheus, { type: 'Reconciled', status: 'True' }, nowMs),
    ],
    shardStatuses: [{ shardID: '0', ...counts }],
    shards: 1,
    selector: `app.kubernetes.io/instance=${prometheus.metadata.name},app.kubernetes.io/managed-by=prometheus-operator,app.kubernetes.io/name=prometheus,operator.prometheus.io/name=${prometheus.metadata.name},prometheus=${prometheus.metadata.name}`,
  };
}

/** A turn has its time; what stays as it was keeps the one it has. */
function condition(
  { metadata, status }: Prometheus,
  now: Omit<Condition, 'lastTransitionTime'>,
  nowMs: number,
): Condition {
  const conditions = (status?.['conditions'] ?? []) as readonly Condition[];
  const before = conditions.find(({ type }) => type === now.type);
  const lastTransitionTime = before?.status === now.status ? before.lastTransitionTime : timestamp(nowMs);
  const { generation } = metadata;
  return { ...now, lastTransitionTime, ...(generation === undefined ? {} : { observedGeneration: generation }) };
}
