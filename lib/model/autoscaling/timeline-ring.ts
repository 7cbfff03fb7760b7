// What became of one autoscaler: its metric, what it wanted and what was ready, in a fixed number of bytes.
import { compareArchitectures } from '../overview/architectures.ts';
import type { ArchReplicas, TimelineView } from './autoscaling-view.ts';

export const STEP_MS = 15_000;
/** Six hours. */
export const SLOTS = 1_440;
/** Beyond so many architectures the rest is left out: a series takes 6 KB. */
const ARCHS_MAX = 8;

export interface TimelineSample {
  /** The cluster's time. */
  atMs: number;
  /** What was seen before holds until now if that was no longer ago. */
  spanMs: number;
  metric: number | null;
  desired: number | null;
  /** Null where pods may not be read. */
  byArch: readonly ArchReplicas[] | null;
}

/** What another remembers: values at fromMs, fromMs + stepMs, ... up to toMs, on this ring's steps. */
export interface PastTimeline {
  fromMs: number;
  toMs: number;
  stepMs: number;
  metric: readonly (number | null)[];
  desired: readonly (number | null)[];
  ready: ReadonlyMap<string, readonly (number | null)[]>;
}

/** What 32 bits hold of a number. */
const DIGITS = 6;

type Series = Float32Array;

export class TimelineRing {
  readonly #metric = emptySeries();
  readonly #desired = emptySeries();
  readonly #ready = new Map<string, Series>();
  #first = 0;
  /** The newest slot; -1 before the first. */
  #last = -1;
  #lastMs = Number.NEGATIVE_INFINITY;
  #lastSpanMs = 0;

  record(sample: TimelineSample): void {
    const { atMs, spanMs, metric, desired, byArch } = sample;
    // The clock is read in whole seconds, and known late to stand still: it may seem to go back by as much as passes between
    // two looks. By more, what was is of another life.
    if (this.#lastMs - atMs > Math.max(spanMs, this.#lastSpanMs)) this.#clear();
    const slot = Math.max(Math.floor(atMs / STEP_MS), this.#last);
    if (this.#last < 0) this.#first = slot;
    else this.#advance(slot, atMs - this.#lastMs <= spanMs);
    this.#last = slot;
    this.#lastMs = Math.max(atMs, this.#lastMs);
    this.#lastSpanMs = spanMs;
    put(this.#metric, slot, metric);
    put(this.#desired, slot, desired);
    for (const { arch } of byArch ?? []) {
      if (!this.#ready.has(arch) && this.#ready.size < ARCHS_MAX) this.#ready.set(arch, emptySeries());
    }
    for (const [arch, series] of this.#ready) {
      put(series, slot, byArch === null ? null : (byArch.find((one) => one.arch === arch)?.ready ?? 0));
    }
  }

  /** Fills in what was before the first sample; nothing that was seen here is changed. */
  backfill({ fromMs, metric, desired, ready }: PastTimeline): void {
    if (this.#last < 0) return;
    const from = Math.max(Math.floor(fromMs / STEP_MS), this.#last - SLOTS + 1);
    const skipped = from - Math.floor(fromMs / STEP_MS);
    for (const arch of ready.keys()) {
      if (!this.#ready.has(arch) && this.#ready.size < ARCHS_MAX) this.#ready.set(arch, emptySeries());
    }
    for (let slot = from; slot < this.#first; slot++) {
      const at = slot - from + skipped;
      put(this.#metric, slot, metric[at] ?? null);
      put(this.#desired, slot, desired[at] ?? null);
      for (const [arch, series] of this.#ready) put(series, slot, ready.get(arch)?.[at] ?? null);
    }
    this.#first = Math.min(this.#first, from);
  }

  /** Null before the first sample. */
  view(): Pick<TimelineView, 'since' | 'stepMs' | 'fromMs' | 'metric' | 'desired' | 'ready'> | null {
    if (this.#last < 0) return null;
    const first = Math.max(this.#first, this.#last - SLOTS + 1);
    const read = (series: Series) =>
      Array.from({ length: this.#last - first + 1 }, (_, i) => {
        const value = series[(first + i) % SLOTS];
        return value === undefined || Number.isNaN(value) ? null : Number(value.toPrecision(DIGITS));
      });
    const archs = [...this.#ready].sort(([a], [b]) => compareArchitectures(a, b));
    return {
      since: new Date(first * STEP_MS).toISOString(),
      stepMs: STEP_MS,
      fromMs: first * STEP_MS,
      metric: read(this.#metric),
      desired: read(this.#desired),
      ready: archs.map(([arch, series]) => ({ arch, values: read(series) })),
    };
  }

  /** The slots in between: as the one before where somebody looked all the time, holes where nobody did. */
  #advance(slot: number, isHeld: boolean): void {
    const from = Math.max(this.#last + 1, slot - SLOTS + 1);
    for (const series of [this.#metric, this.#desired, ...this.#ready.values()]) {
      const before = series[this.#last % SLOTS] ?? Number.NaN;
      for (let at = from; at <= slot; at++) series[at % SLOTS] = isHeld ? before : Number.NaN;
    }
  }

  #clear(): void {
    for (const series of [this.#metric, this.#desired]) series.fill(Number.NaN);
    this.#ready.clear();
    this.#last = -1;
    this.#lastMs = Number.NEGATIVE_INFINITY;
  }
}

function emptySeries(): Series {
  return new Float32Array(SLOTS).fill(Number.NaN);
}

function put(series: Series, slot: number, value: number | null): void {
  series[slot % SLOTS] = value ?? Number.NaN;
}
