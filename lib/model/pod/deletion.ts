// When somebody asked a pod to end. The API server writes down when it has to be gone, and the grace it was given.
import type { Pod } from 'kubernetes-types/core/v1';

/** Milliseconds since the epoch; null while nobody deletes it. */
export function deletionAskedMs({ metadata }: Pod): number | null {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata ?? {};
  return deletionTimestamp === undefined ? null : Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * 1_000;
}
