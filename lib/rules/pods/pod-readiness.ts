// When a pod counts as active, ready and available. Mirrors kubernetes pkg/api/v1/pod/util.go and
// pkg/controller/controller_utils.go.

export interface ReadinessPod {
  metadata?: { deletionTimestamp?: string };
  status?: { phase?: string; conditions?: readonly { type: string; status: string; lastTransitionTime?: string }[] };
}

/** Not ended and not asked to end: what a replica set counts. */
export function isPodActive(pod: ReadinessPod): boolean {
  const phase = pod.status?.phase;
  return phase !== 'Succeeded' && phase !== 'Failed' && pod.metadata?.deletionTimestamp === undefined;
}

/** Asked to end, not yet ended. */
export function isPodTerminating(pod: ReadinessPod): boolean {
  const phase = pod.status?.phase;
  return phase !== 'Succeeded' && phase !== 'Failed' && pod.metadata?.deletionTimestamp !== undefined;
}

export function isPodReady(pod: ReadinessPod): boolean {
  return readyCondition(pod)?.status === 'True';
}

/** Milliseconds since the epoch at which the pod last became ready; null where it is not, or does not say. */
export function podReadySinceMs(pod: ReadinessPod): number | null {
  const condition = readyCondition(pod);
  if (condition?.status !== 'True' || condition.lastTransitionTime === undefined) return null;
  return Date.parse(condition.lastTransitionTime);
}

/** Ready for at least `minReadySeconds`. */
export function isPodAvailable(pod: ReadinessPod, minReadySeconds: number, nowMs: number): boolean {
  if (!isPodReady(pod)) return false;
  return minReadySeconds === 0 || availableInMs(pod, minReadySeconds, nowMs) === 0;
}

/** Until the pod becomes available if it stays ready; 0 when it is, null when it is not ready. */
export function availableInMs(pod: ReadinessPod, minReadySeconds: number, nowMs: number): number | null {
  const sinceMs = podReadySinceMs(pod);
  return sinceMs === null ? null : Math.max(0, sinceMs + minReadySeconds * 1_000 - nowMs);
}

/** Until the next of these pods becomes available if it stays ready; null where time alone makes none available. */
export function nextAvailableInMs(
  pods: readonly ReadinessPod[],
  minReadySeconds: number,
  nowMs: number,
): number | null {
  const waits = pods.map((pod) => availableInMs(pod, minReadySeconds, nowMs) ?? 0).filter((ms) => ms > 0);
  return waits.length === 0 ? null : Math.min(...waits);
}

function readyCondition(pod: ReadinessPod) {
  return pod.status?.conditions?.find((condition) => condition.type === 'Ready');
}
