// How often an image could not be pulled, and when the kubelet tries again: told from events, for no status says it.
// The pause doubles from 10 s to 5 minutes (pkg/kubelet/kubelet.go imageBackOffPeriod, MaxImageBackOff).
import type { EventView } from '../node/node-view.ts';

export interface PullTries {
  failures: number;
  lastAt: string;
}

const FIRST_SECONDS = 10;
const MOST_SECONDS = 300;
/** pkg/kubelet/images/image_manager.go: the event of a pull that failed, as opposed to one that is put off. */
const FAILED = /^Failed to pull image "([^"]+)"/;

/** By image; only since `bornAt`, for the pod before may have had the same name. */
export function pullTries(events: Iterable<EventView>, bornAt: string): ReadonlyMap<string, PullTries> {
  const tries = new Map<string, PullTries>();
  for (const { reason, message, count, lastAt } of events) {
    const image = reason === 'Failed' ? FAILED.exec(message)?.[1] : undefined;
    if (image === undefined || lastAt === null || lastAt < bornAt) continue;
    const before = tries.get(image);
    const latest = before === undefined || before.lastAt < lastAt ? lastAt : before.lastAt;
    tries.set(image, { failures: (before?.failures ?? 0) + count, lastAt: latest });
  }
  return tries;
}

/** ISO 8601. About: the kubelet looks when it next goes over the pod. */
export function nextPullAt({ failures, lastAt }: PullTries): string {
  const pauseSeconds = Math.min(FIRST_SECONDS * 2 ** Math.min(failures - 1, 10), MOST_SECONDS);
  return new Date(Date.parse(lastAt) + pauseSeconds * 1_000).toISOString();
}
