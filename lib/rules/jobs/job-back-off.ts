// How long a Job waits before it replaces failed pods. Mirrors kubernetes pkg/controller/job/backoff_utils.go.
import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';

/** DefaultJobPodFailureBackOff, doubled with every further failure. */
const FIRST_MS = 10_000;
/** MaxJobPodFailureBackOff */
const LONGEST_MS = 600_000;

export interface Failures {
  /** Failed pods since the last one that succeeded. */
  count: number;
  /** Milliseconds since the epoch; null where none failed. */
  lastMs: number | null;
}

/** Milliseconds until a replacement may start; 0 where it may start now. */
export function backOffLeftMs({ count, lastMs }: Failures, nowMs: number): number {
  if (count === 0 || lastMs === null) return 0;
  const delayMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(count - 1, 30));
  return Math.max(0, lastMs + delayMs - nowMs);
}

/** Failures after the last success, from when pods ended the one way and the other. */
export function failuresSinceSuccess(succeededMs: readonly number[], failedMs: readonly number[]): Failures {
  const successMs = Math.max(Number.NEGATIVE_INFINITY, ...succeededMs);
  const later = failedMs.filter((ms) => ms > successMs);
  return { count: later.length, lastMs: later.length === 0 ? null : Math.max(...later) };
}

/** When a pod ended, in milliseconds since the epoch: by its containers, else by what else tells of it. */
export function finishedMs(pod: Pod): number {
  const { metadata, status } = pod;
  const containersMs = containersFinishedMs(pod);
  if (containersMs !== null) return containersMs;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status === 'False' && ready.lastTransitionTime) return Date.parse(ready.lastTransitionTime);
  if (metadata?.deletionTimestamp !== undefined) {
    return Date.parse(metadata.deletionTimestamp) - (metadata.deletionGracePeriodSeconds ?? 0) * 1_000;
  }
  return Date.parse(metadata?.creationTimestamp ?? '');
}

/** The last container's end, sidecars included; null while one of them has not ended. */
function containersFinishedMs({ spec, status }: Pod): number | null {
  const initContainers: readonly { name: string; restartPolicy?: string }[] = spec?.initContainers ?? [];
  const sidecars = new Set(initContainers.filter((c) => c.restartPolicy === 'Always').map(({ name }) => name));
  const mainMs = lastFinishMs(status?.containerStatuses ?? []);
  const sidecarMs = lastFinishMs((status?.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name)));
  if (mainMs === 'open' || sidecarMs === 'open') return null;
  const ends = [mainMs, sidecarMs].filter((ms) => ms !== null);
  return ends.length === 0 ? null : Math.max(...ends);
}

function lastFinishMs(statuses: readonly ContainerStatus[]): number | 'open' | null {
  const ends = statuses.map(({ state }) => state?.terminated?.finishedAt);
  if (ends.some((end) => !end)) return 'open';
  return ends.length === 0 ? null : Math.max(...ends.map((end) => Date.parse(end ?? '')));
}
