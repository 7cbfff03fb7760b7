// The samples that one Prometheus has taken: a value for each series and scrape, all scrapes on one grid of time.
// Bounded twice: by age, and by the number of values.
import type { Labels } from './promql/syntax-tree.ts';

/** Values allotted at once for a series: an hour of scrapes. */
const CHUNK_LENGTH = 120;
/** 32 MB. Beyond it the oldest hour of all series is forgotten. */
export const VALUES_MAX = 4_000_000;
export const RETENTION_MS = 24 * 3_600_000;

/** Stands where a target was asked and the series was not there any more: Prometheus' staleness marker. */
export const STALE = Number.NEGATIVE_INFINITY;

interface Chunk {
  /** It begins with the scrape `number * CHUNK_LENGTH`. */
  number: number;
  /** NaN where nothing was taken. */
  values: Float64Array;
}

/** A value, and when it was taken: milliseconds since the epoch. */
export interface Sample {
  atMs: number;
  value: number;
}

export class Series {
  readonly labels: Labels;
  readonly #stepMs: number;
  /** Oldest first. */
  #chunks: Chunk[] = [];
  /** The one that was looked at last: the next look is mostly beside. */
  #recent: Chunk | undefined;

  constructor(labels: Labels, stepMs: number) {
    this.labels = labels;
    this.#stepMs = stepMs;
  }

  /** Infinity where it holds nothing. */
  get oldestChunk(): number {
    return this.#chunks[0]?.number ?? Number.POSITIVE_INFINITY;
  }

  /** NaN where there is none, STALE where it had ended. */
  at(index: number): number {
    const number = Math.floor(index / CHUNK_LENGTH);
    return this.#chunk(number)?.values[index - number * CHUNK_LENGTH] ?? Number.NaN;
  }

  /** The newest sample of a while, its beginning excluded; null where there is none or the series had ended. */
  newest(afterMs: number, untilMs: number): Sample | null {
    const from = Math.floor(afterMs / this.#stepMs);
    for (let index = Math.floor(untilMs / this.#stepMs); index > from; index--) {
      const value = this.at(index);
      if (value === STALE) return null;
      if (!Number.isNaN(value)) return { atMs: index * this.#stepMs, value };
    }
    return null;
  }

  /** All samples of a while, its beginning excluded, oldest first. */
  between(afterMs: number, untilMs: number): Sample[] {
    const samples: Sample[] = [];
    const first = Math.max(Math.floor(afterMs / this.#stepMs) + 1, this.oldestChunk * CHUNK_LENGTH);
    for (let index = first; index * this.#stepMs <= untilMs; index++) {
      const value = this.at(index);
      if (!Number.isNaN(value) && value !== STALE) samples.push({ atMs: index * this.#stepMs, value });
    }
    return samples;
  }

  /** Returns how many values were allotted for it. */
  set(index: number, value: number): number {
    const number = Math.floor(index / CHUNK_LENGTH);
    const known = this.#chunk(number);
    const chunk = known ?? this.#addChunk(number);
    chunk.values[index - number * CHUNK_LENGTH] = value;
    return known === undefined ? CHUNK_LENGTH : 0;
  }

  /** Returns how many values that were. */
  forgetBefore(number: number): number {
    const before = this.#chunks.length;
    this.#chunks = this.#chunks.filter((chunk) => chunk.number >= number);
    this.#recent = undefined;
    return (before - this.#chunks.length) * CHUNK_LENGTH;
  }

  #chunk(number: number): Chunk | undefined {
    if (this.#recent?.number !== number) this.#recent = this.#chunks.find((chunk) => chunk.number === number);
    return this.#recent;
  }

  #addChunk(number: number): Chunk {
    const chunk = { number, values: new Float64Array(CHUNK_LENGTH).fill(Number.NaN) };
    this.#chunks.push(chunk);
    this.#chunks.sort((a, b) => a.number - b.number);
    this.#recent = chunk;
    return chunk;
  }
}

export class SampleStore {
  readonly stepMs: number;
  /** By origin, then by key. */
  readonly #byOrigin = new Map<string, Map<string, Series>>();
  readonly #valuesMax: number;
  #valueCount = 0;
  #newestChunk = Number.NEGATIVE_INFINITY;

  constructor(stepMs: number, valuesMax = VALUES_MAX) {
    this.stepMs = stepMs;
    this.#valuesMax = valuesMax;
  }

  get valueCount(): number {
    return this.#valueCount;
  }

  *series(): Iterable<Series> {
    for (const own of this.#byOrigin.values()) yield* own.values();
  }

  /** The series of that key, made where it is new. */
  open(origin: string, key: string, labels: () => Labels): Series {
    let own = this.#byOrigin.get(origin);
    if (own === undefined) {
      own = new Map();
      this.#byOrigin.set(origin, own);
    }
    let series = own.get(key);
    if (series === undefined) {
      series = new Series(labels(), this.stepMs);
      own.set(key, series);
    }
    return series;
  }

  set(series: Series, index: number, value: number): void {
    this.#valueCount += series.set(index, value);
    const chunk = Math.floor(index / CHUNK_LENGTH);
    if (chunk <= this.#newestChunk && this.#valueCount <= this.#valuesMax) return;
    this.#newestChunk = Math.max(this.#newestChunk, chunk);
    this.#forgetBefore(this.#newestChunk - RETENTION_MS / this.stepMs / CHUNK_LENGTH);
    while (this.#valueCount > this.#valuesMax) this.#forgetBefore(this.#oldestChunk() + 1);
  }

  #oldestChunk(): number {
    let oldest = this.#newestChunk;
    for (const series of this.series()) oldest = Math.min(oldest, series.oldestChunk);
    return oldest;
  }

  #forgetBefore(number: number): void {
    for (const [origin, own] of this.#byOrigin) {
      for (const [key, series] of own) {
        const forgotten = series.forgetBefore(number);
        this.#valueCount -= forgotten;
        if (forgotten > 0 && series.oldestChunk === Number.POSITIVE_INFINITY) own.delete(key);
      }
      if (own.size === 0) this.#byOrigin.delete(origin);
    }
  }
}
