// How often a source measures, learned from the times of its measurements.

interface Bounds {
  leastMs: number;
  mostMs: number;
  /** Until something was seen. */
  initialMs: number;
}

/** Of the last so many steps the shortest counts: whoever asks rarely sees several measurements as one step. */
const STEPS_KEPT = 64;

export class Resolution {
  readonly #bounds: Bounds;
  readonly #lastMs = new Map<string, number>();
  readonly #steps: number[] = [];

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  get ms(): number {
    const { leastMs, mostMs, initialMs } = this.#bounds;
    const shortest = this.#steps.length === 0 ? initialMs : Math.min(...this.#steps);
    return Math.min(mostMs, Math.max(leastMs, shortest));
  }

  /** Once for each read: when each node was measured, and over how long, where the source says. */
  saw(measured: Iterable<readonly [name: string, { at: string; windowSeconds: number | null }]>): void {
    let shortest = Number.POSITIVE_INFINITY;
    const seen = new Set<string>();
    for (const [name, { at, windowSeconds }] of measured) {
      const atMs = Date.parse(at);
      const stepMs = atMs - (this.#lastMs.get(name) ?? Number.NaN);
      if (stepMs > 0) shortest = Math.min(shortest, stepMs);
      if (windowSeconds !== null && windowSeconds > 0) shortest = Math.min(shortest, windowSeconds * 1_000);
      this.#lastMs.set(name, atMs);
      seen.add(name);
    }
    for (const name of this.#lastMs.keys()) if (!seen.has(name)) this.#lastMs.delete(name);
    if (!Number.isFinite(shortest)) return;
    this.#steps.push(shortest);
    if (this.#steps.length > STEPS_KEPT) this.#steps.shift();
  }
}
