// Whose measurements advance: told by whether their times change, not by how old they look, for a board without a
// battery may have a clock of its own that is hours off.

interface Seen {
  at: string;
  /** When it was first read, by the cluster's clock. */
  readMs: number;
  advanced: boolean;
}

/** So many resolutions without a new measurement, and it is silent. */
const SILENT_RESOLUTIONS = 3;
/** And at least so many polls: between two nothing can be seen to advance. */
const SILENT_POLLS = 2.5;
/** One that was never seen to advance is believed if it is not so much older than the newest of the others. */
const BEHIND_MOST_MS = 120_000;

export interface FreshnessTimes {
  /** The cluster's time as it was read. */
  nowMs: number;
  resolutionMs: number;
  /** Cluster time between this poll and the one before. */
  spacingMs: number;
}

export class Freshness {
  readonly #seen = new Map<string, Seen>();

  /** Of these measurements those that are live, and those that are new since the last call; others stay silent. */
  read<T extends { at: string }>(
    measured: ReadonlyMap<string, T>,
    times: FreshnessTimes,
  ): { live: Map<string, T>; fresh: Map<string, T> } {
    const live = new Map<string, T>();
    const fresh = new Map<string, T>();
    const silentMs = Math.max(SILENT_RESOLUTIONS * times.resolutionMs, SILENT_POLLS * times.spacingMs);
    const newestMs = newestOf(measured.values());
    for (const [key, item] of measured) {
      const before = this.#seen.get(key);
      const isNew = before?.at !== item.at;
      const seen = isNew ? { at: item.at, readMs: times.nowMs, advanced: before !== undefined } : before;
      if (seen === undefined) continue;
      if (isNew) this.#seen.set(key, seen);
      const isBehind = !seen.advanced && newestMs - Date.parse(item.at) > BEHIND_MOST_MS;
      if (isBehind || times.nowMs - seen.readMs > silentMs) continue;
      live.set(key, item);
      if (isNew) fresh.set(key, item);
    }
    return { live, fresh };
  }

  /** When it was last measured, ISO 8601 as the source says it; null where it never was. */
  lastAt(key: string): string | null {
    return this.#seen.get(key)?.at ?? null;
  }

  /** Forgets those that are not among the kept. */
  keep(has: (key: string) => boolean): void {
    for (const key of this.#seen.keys()) if (!has(key)) this.#seen.delete(key);
  }

  clear(): void {
    this.#seen.clear();
  }
}

/** Milliseconds since the epoch; -Infinity where there is none. */
export function newestOf(measured: Iterable<{ at: string }>): number {
  let newestMs = Number.NEGATIVE_INFINITY;
  for (const { at } of measured) {
    const atMs = Date.parse(at);
    if (atMs > newestMs) newestMs = atMs;
  }
  return newestMs;
}
