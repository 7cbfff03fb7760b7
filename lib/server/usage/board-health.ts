import 'server-only';
// What is wrong with boards beyond their use, where a source tells: asked while somebody watches.
import { type BoardHealthReading, type BoardHealthSource, isStatusError } from '#lib/kube/index.ts';
import { type BoardHealthView, boardHealth } from '#lib/model/usage/board-health.ts';

/** Voltage and heat change in moments, but a scrape comes every half minute at best, by the cluster's clock. */
const PERIOD_MS = 30_000;
/** Of our time, however fast that runs. */
const PERIOD_LEAST_MS = 3_000;
const TIMEOUT_MS = 15_000;

export class BoardHealth {
  readonly #source: () => BoardHealthSource | null;
  readonly #changed: (node: string) => void;
  readonly #clockRate: () => number;
  readonly #stop = new AbortController();
  #readings: ReadonlyMap<string, BoardHealthReading> = new Map();
  readonly #since = new Map<string, { words: string; since: string }>();
  #askedMs = Number.NEGATIVE_INFINITY;
  #isAsking = false;

  /** `changed` is told which node's health is another. */
  constructor(source: () => BoardHealthSource | null, changed: (node: string) => void, clockRate: () => number) {
    this.#source = source;
    this.#changed = changed;
    this.#clockRate = clockRate;
  }

  /** Null where nothing is wrong, or nobody tells. */
  of(node: string): BoardHealthView | null {
    return this.#since.get(node) ?? null;
  }

  /** All that is told of a board; null where nothing is. */
  reading(node: string): BoardHealthReading | null {
    return this.#readings.get(node) ?? null;
  }

  /** Asks where that is due. */
  look(): void {
    const source = this.#source();
    if (source === null) {
      this.#take(new Map());
      return;
    }
    // One that is slow is not asked again meanwhile: its answers could overtake each other.
    if (
      this.#isAsking ||
      Date.now() - this.#askedMs < Math.max(PERIOD_LEAST_MS, PERIOD_MS / Math.max(1, this.#clockRate()))
    )
      return;
    this.#askedMs = Date.now();
    void this.#ask(source);
  }

  stop(): void {
    this.#stop.abort();
  }

  async #ask(source: BoardHealthSource): Promise<void> {
    this.#isAsking = true;
    try {
      const found = await source.boardHealth(AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT_MS)]));
      if (!this.#stop.signal.aborted) this.#take(found);
    } catch (error) {
      if (!isStatusError(error) && !this.#stop.signal.aborted) throw error;
      // What nobody tells any more is not known: a board is not called healthy or ill by an old word.
      if (!this.#stop.signal.aborted) this.#take(new Map());
    } finally {
      this.#isAsking = false;
    }
  }

  #take(readings: ReadonlyMap<string, BoardHealthReading>): void {
    const before = this.#readings;
    this.#readings = readings;
    for (const node of new Set([...before.keys(), ...readings.keys()])) {
      const reading = readings.get(node);
      const words = reading === undefined ? null : boardHealth(reading);
      const known = this.#since.get(node);
      if (words === (known?.words ?? null)) continue;
      if (words === null || reading === undefined) this.#since.delete(node);
      else this.#since.set(node, { words, since: known?.since ?? reading.at });
      this.#changed(node);
    }
  }
}
