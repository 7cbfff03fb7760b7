// How often a source of use is asked: as often as it measures, by the cluster's clock, within bounds of our own time.

/** Of our time: a clock that runs x60 must not make a flood of requests, a slow source not a dead page. */
export const PACE_LEAST_MS = 1_000;
export const PACE_MOST_MS = 60_000;
/** While nobody watches and history is kept. */
export const UNWATCHED_MS = 60_000;
/** A source that fails is asked again after twice as long each time, up to this where it is not slower by itself. */
const BACKOFF_MOST_MS = 15_000;

export interface PaceInput {
  /** Cluster time between two measurements. */
  resolutionMs: number;
  /** Simulated seconds per second; 0 while the clock stands still. */
  clockRate: number;
  isWatched: boolean;
  keepsHistory: boolean;
}

/** Milliseconds of our time between two polls; null for none. */
export function pollPaceMs({ resolutionMs, clockRate, isWatched, keepsHistory }: PaceInput): number | null {
  if (!isWatched) return keepsHistory ? UNWATCHED_MS : null;
  // A clock that stands still measures nothing new, but what may be read of it can change.
  const rate = clockRate > 0 ? clockRate : 1;
  return Math.min(PACE_MOST_MS, Math.max(PACE_LEAST_MS, resolutionMs / rate));
}

/** The same after so many failures in a row. */
export function backedOffMs(paceMs: number, failures: number): number {
  const most = Math.max(paceMs, BACKOFF_MOST_MS);
  return Math.min(most, paceMs * 2 ** Math.max(0, failures - 1));
}
