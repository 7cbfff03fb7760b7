// One series of use in a fixed number of bytes: the last hour finely, the last day coarsely, with means and peaks.
// Slots are those of the clock (slot k of a tier covers k * step up to the next), so that all series share their times.

export interface Tier {
  stepMs: number;
  slots: number;
}

/** Each an hour, six hours and a day long. */
export const TIERS = [
  { stepMs: 15_000, slots: 240 },
  { stepMs: 60_000, slots: 360 },
  { stepMs: 300_000, slots: 288 },
] as const satisfies readonly Tier[];

const AMOUNTS = ['cpu', 'memory'] as const;
export type Amount = (typeof AMOUNTS)[number];

/** Mean and peak of both amounts. */
const FIELDS = 4;
const FLOATS = TIERS.reduce((sum, { slots }) => sum + slots * FIELDS, 0);
const OFFSETS = TIERS.map((_, index) => TIERS.slice(0, index).reduce((sum, { slots }) => sum + slots * FIELDS, 0));
/** What an array, its objects, its key and its place in a map take beside the values. */
const OVERHEAD_BYTES = 800;
export const SERIES_BYTES = FLOATS * Float32Array.BYTES_PER_ELEMENT + OVERHEAD_BYTES;
const NEVER = Number.NEGATIVE_INFINITY;

/** A value is late by so much of what it stands for before a slot without one counts as a hole. */
const LATE = 1.5;

export interface Recorded {
  atMs: number;
  /** Cluster time since the poll before: a slot between them is not a hole, for nobody looked. */
  spanMs: number;
  cpuMillicores: number;
  memoryBytes: number;
}

export class SeriesRing {
  readonly #values = new Float32Array(FLOATS).fill(Number.NaN);
  /** Of each tier the newest slot, and how many values its mean is of. */
  readonly #last = TIERS.map(() => NEVER);
  readonly #counts = TIERS.map(() => 0);
  #lastMs = NEVER;

  /** Of the newest value; -Infinity where there is none. */
  get lastMs(): number {
    return this.#lastMs;
  }

  record(value: Recorded): void {
    for (const index of TIERS.keys()) this.#recordIn(index, value);
    this.#lastMs = Math.max(this.#lastMs, value.atMs);
  }

  /** Of a slot; null for a hole, and for what is not kept any more or not yet there. */
  at(tier: number, slot: number, amount: Amount): { mean: number; max: number } | null {
    const last = this.#last[tier] ?? NEVER;
    const { slots } = tierAt(tier);
    if (slot > last || slot <= last - slots) return null;
    const place = this.#place(tier, slot, amount);
    const mean = this.#values[place] ?? Number.NaN;
    return Number.isNaN(mean) ? null : { mean, max: this.#values[place + slots] ?? mean };
  }

  #recordIn(tier: number, { atMs, spanMs, cpuMillicores, memoryBytes }: Recorded): void {
    const { stepMs, slots } = tierAt(tier);
    const slot = Math.floor(atMs / stepMs);
    const last = this.#last[tier] ?? NEVER;
    const since = Math.floor((atMs - spanMs * LATE) / stepMs) + 1;
    if (slot > last) {
      for (let empty = Math.max(last + 1, slot - slots + 1); empty <= slot; empty++) this.#clear(tier, empty);
      this.#last[tier] = slot;
      this.#counts[tier] = 0;
      // Of what was before the first value nothing is known.
      const from = last === NEVER ? slot : Math.max(last + 1, since, slot - slots + 1);
      for (let between = from; between < slot; between++) this.#set(tier, between, cpuMillicores, memoryBytes);
    }
    if (slot >= last) {
      this.#add(tier, slot, cpuMillicores, memoryBytes);
      return;
    }
    // Older than what is there: it fills holes only.
    for (let old = Math.max(since, last - slots + 1); old <= slot; old++) {
      if (this.at(tier, old, 'cpu') === null) this.#set(tier, old, cpuMillicores, memoryBytes);
    }
  }

  #add(tier: number, slot: number, cpu: number, memory: number): void {
    const count = (this.#counts[tier] ?? 0) + 1;
    this.#counts[tier] = count;
    for (const [amount, value] of [
      ['cpu', cpu],
      ['memory', memory],
    ] as const) {
      const before = count === 1 ? null : this.at(tier, slot, amount);
      const mean = before === null ? value : before.mean + (value - before.mean) / count;
      this.#write(tier, slot, amount, mean, Math.max(value, before?.max ?? value));
    }
  }

  #set(tier: number, slot: number, cpu: number, memory: number): void {
    this.#write(tier, slot, 'cpu', cpu, cpu);
    this.#write(tier, slot, 'memory', memory, memory);
  }

  #clear(tier: number, slot: number): void {
    this.#set(tier, slot, Number.NaN, Number.NaN);
  }

  #write(tier: number, slot: number, amount: Amount, mean: number, max: number): void {
    const place = this.#place(tier, slot, amount);
    this.#values[place] = mean;
    this.#values[place + tierAt(tier).slots] = max;
  }

  /** Of the mean; the peak is as many slots further. */
  #place(tier: number, slot: number, amount: Amount): number {
    const { slots } = tierAt(tier);
    const at = ((slot % slots) + slots) % slots;
    return (OFFSETS[tier] ?? 0) + (amount === 'cpu' ? 0 : 2 * slots) + at;
  }
}

function tierAt(index: number): Tier {
  const tier = TIERS[index];
  if (tier === undefined) throw new RangeError(`there is no tier ${index}`);
  return tier;
}
