// Which pods a replica set gives up first. Mirrors ActivePodsWithRanks in kubernetes pkg/controller/controller_utils.go.
import { isPodReady, podReadySinceMs, type ReadinessPod } from './pod-readiness.ts';

export interface RankedPod extends ReadinessPod {
  metadata: {
    uid: string;
    creationTimestamp: string;
    deletionTimestamp?: string;
    annotations?: Readonly<Record<string, string>>;
  };
  spec?: { nodeName?: string; initContainers?: readonly { name: string; restartPolicy?: string }[] };
  status?: ReadinessPod['status'] & {
    containerStatuses?: readonly { name: string; restartCount: number }[];
    initContainerStatuses?: readonly { name: string; restartCount: number }[];
  };
}

export const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
const INT32_MAX = 2 ** 31 - 1;
const NANOSECONDS_PER_MS = 1_000_000;

/** Sorts by preference for deletion, first the one to go. `colocated`: active related pods by node name. */
export function byDeletionPreference<P extends RankedPod>(
  pods: readonly P[],
  colocated: ReadonlyMap<string, number>,
  nowMs: number,
): P[] {
  const rank = (pod: P) => colocated.get(pod.spec?.nodeName ?? '') ?? 0;
  return [...pods].sort(
    (a, b) =>
      assigned(a) - assigned(b) ||
      phase(a) - phase(b) ||
      Number(isPodReady(a)) - Number(isPodReady(b)) ||
      deletionCost(a) - deletionCost(b) ||
      rank(b) - rank(a) ||
      byReadyTime(a, b, nowMs) ||
      restarts(b) - restarts(a) ||
      sidecarRestarts(b) - sidecarRestarts(a) ||
      byAge(Date.parse(a.metadata.creationTimestamp), Date.parse(b.metadata.creationTimestamp), a, b, nowMs),
  );
}

function assigned(pod: RankedPod): number {
  return pod.spec?.nodeName ? 1 : 0;
}

function phase(pod: RankedPod): number {
  return PHASES[pod.status?.phase ?? ''] ?? 0;
}

/** pkg/apis/core/v1/helper: an int32 without plus or leading zeros; anything else counts as 0. */
function deletionCost(pod: RankedPod): number {
  const text = pod.metadata.annotations?.[DELETION_COST] ?? '0';
  const cost = /^(0|-?[1-9][0-9]*)$/.test(text) ? Number(text) : 0;
  return Math.abs(cost) > INT32_MAX ? 0 : cost;
}

function byReadyTime(a: RankedPod, b: RankedPod, nowMs: number): number {
  if (!isPodReady(a) || !isPodReady(b)) return 0;
  const aMs = podReadySinceMs(a);
  const bMs = podReadySinceMs(b);
  if (aMs === null || bMs === null) return Number(aMs !== null) - Number(bMs !== null);
  return byAge(aMs, bMs, a, b, nowMs);
}

/** Younger first, on a logarithmic scale; pods of about one age go in the order of their uids, that is by chance. */
function byAge(aMs: number, bMs: number, a: RankedPod, b: RankedPod, nowMs: number): number {
  if (aMs === bMs) return 0;
  const difference = magnitude(nowMs - aMs) - magnitude(nowMs - bMs);
  if (difference !== 0) return difference;
  return a.metadata.uid < b.metadata.uid ? -1 : 1;
}

function magnitude(ageMs: number): number {
  return ageMs > 0 ? Math.trunc(Math.log2(ageMs * NANOSECONDS_PER_MS)) : -1;
}

function restarts(pod: RankedPod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map((status) => status.restartCount));
}

function sidecarRestarts(pod: RankedPod): number {
  const sidecars = new Set(
    (pod.spec?.initContainers ?? []).filter((c) => c.restartPolicy === 'Always').map((container) => container.name),
  );
  const statuses = (pod.status?.initContainerStatuses ?? []).filter((status) => sidecars.has(status.name));
  return Math.max(0, ...statuses.map((status) => status.restartCount));
}
