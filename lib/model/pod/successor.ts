// Which pod came in place of one that has gone.
import type { PodRef } from '../overview/overview-view.ts';
import { topOwner } from '../records/pod-owner.ts';
import type { PodRecord } from '../records/records.ts';

/** Times of creation are whole seconds, and when it went is told by a clock a little off the API server's. */
const TOLERANCE_MS = 3_000;

/**
 * The first pod that its owner made since `afterMs`, when it was asked to end or went; null for a bare pod, and while there
 * is none.
 */
export function successorOf(gone: PodRecord, afterMs: number, pods: Iterable<PodRecord>): PodRef | null {
  const owner = topOwner(gone);
  if (owner === null) return null;
  let first: PodRecord | null = null;
  for (const pod of pods) {
    if (pod.namespace !== gone.namespace || pod.uid === gone.uid || topOwner(pod) !== owner) continue;
    if (pod.deletionAt !== null || !(Date.parse(pod.createdAt) >= afterMs - TOLERANCE_MS)) continue;
    if (first === null || pod.createdAt < first.createdAt) first = pod;
  }
  return first === null ? null : { namespace: first.namespace, name: first.name };
}
