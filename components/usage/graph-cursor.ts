'use client';
// The one moment that all graphs point at. Only what shows it renders again when it moves.
import { useSyncExternalStore } from 'react';

export class GraphCursor {
  readonly #listeners = new Set<() => void>();
  #atMs: number | null = null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Milliseconds of the cluster's time; null while nothing is pointed at. */
  readonly atMs = (): number | null => this.#atMs;

  set(atMs: number | null): void {
    if (atMs === this.#atMs) return;
    this.#atMs = atMs;
    for (const listener of this.#listeners) listener();
  }
}

interface Steps {
  fromMs: number;
  stepMs: number;
  /** How many there are. */
  count: number;
}

/** The step that is pointed at; null while none is, and when the picture has moved on past it. */
export function useCursorIndex(cursor: GraphCursor, { fromMs, stepMs, count }: Steps): number | null {
  return useSyncExternalStore(
    cursor.subscribe,
    () => {
      const atMs = cursor.atMs();
      if (atMs === null) return null;
      const index = Math.round((atMs - fromMs) / stepMs);
      return index >= 0 && index < count ? index : null;
    },
    () => null,
  );
}
