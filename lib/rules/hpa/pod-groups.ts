// Which pods count when replicas are computed from their metrics, and which are unready, without a metric, or ignored.
// Mirrors kubernetes pkg/controller/podautoscaler/replica_calculator.go (groupPods, getReadyPodsCount).
import type { Pod } from 'kubernetes-types/core/v1';
import { isPodReady } from '../pods/pod-readiness.ts';
import type { PodReading, PodReadings } from './metric-source.ts';

/** --horizontal-pod-autoscaler-cpu-initialization-period: so long a starting pod's CPU is taken with care. */
export const CPU_INITIALIZATION_MS = 300_000;
/** --horizontal-pod-autoscaler-initial-readiness-delay: unready since before then means never ready. */
export const INITIAL_READINESS_MS = 30_000;

/** Names of pods; each pod is in one of the groups. */
export interface PodGroups {
  ready: readonly string[];
  /** Pending, or its CPU says nothing yet. */
  unready: readonly string[];
  /** Running, but without a metric. */
  missing: readonly string[];
  /** On their way out, or failed. */
  ignored: readonly string[];
}

/** `resource` is '' where the metric is none of the pods' resources. */
export function groupPods(pods: readonly Pod[], readings: PodReadings, resource: string, nowMs: number): PodGroups {
  const groups = { ready: [] as string[], unready: [] as string[], missing: [] as string[], ignored: [] as string[] };
  for (const pod of pods) groups[groupOf(pod, readings, resource, nowMs)].push(pod.metadata?.name ?? '');
  return groups;
}

function groupOf(pod: Pod, readings: PodReadings, resource: string, nowMs: number): keyof PodGroups {
  if (pod.metadata?.deletionTimestamp !== undefined || pod.status?.phase === 'Failed') return 'ignored';
  if (pod.status?.phase === 'Pending') return 'unready';
  const reading = readings.get(pod.metadata?.name ?? '');
  if (reading === undefined) return 'missing';
  return resource === 'cpu' && isCpuUnready(pod, reading, nowMs) ? 'unready' : 'ready';
}

function isCpuUnready({ status }: Pod, reading: PodReading, nowMs: number): boolean {
  const condition = status?.conditions?.find(({ type }) => type === 'Ready');
  if (condition === undefined || status?.startTime === undefined) return true;
  const startMs = Date.parse(status.startTime);
  const isUnready = condition.status === 'False';
  const changedMs = condition.lastTransitionTime === undefined ? 0 : Date.parse(condition.lastTransitionTime);
  // Starting: a sample counts only once a whole window lies behind the last change of readiness.
  if (startMs + CPU_INITIALIZATION_MS > nowMs) return isUnready || reading.timestampMs < changedMs + reading.windowMs;
  return isUnready && startMs + INITIAL_READINESS_MS > changedMs;
}

/** Pods that run and are ready, for metrics that are not the pods' own. */
export function readyPodCount(pods: readonly Pod[]): number {
  return pods.filter((pod) => pod.status?.phase === 'Running' && isPodReady(pod)).length;
}
