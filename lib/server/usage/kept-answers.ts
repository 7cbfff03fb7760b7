import 'server-only';
// What a source that remembers answered, kept for all who ask the same soon after: bounded in numbers, not in answers
// alone, for an answer may hold a handful of series or thousands.
import type { SeriesValues } from '#lib/model/usage/history/graph-series.ts';

/** By node or namespace name, or by a pod's container. */
export type PastUse = ReadonlyMap<string, SeriesValues>;

const ANSWERS_MAX = 64;
/** 24 bytes each at worst: 48 MB. An answer that is larger by itself is for those alone who wait for it. */
const NUMBERS_MAX = 2_000_000;

interface Kept {
  answer: Promise<PastUse>;
  untilMs: number;
  /** 0 while it is waited for. */
  numbers: number;
}

export class KeptAnswers {
  readonly #kept = new Map<string, Kept>();
  readonly #numbersMax: number;

  constructor(numbersMax = NUMBERS_MAX) {
    this.#numbersMax = numbersMax;
  }

  get(key: string): Promise<PastUse> | null {
    const kept = this.#kept.get(key);
    return kept !== undefined && kept.untilMs > Date.now() ? kept.answer : null;
  }

  /** A failure is kept for `failedMs`: whoever asks after that is to see that it is over. */
  put(key: string, answer: Promise<PastUse>, { keepMs, failedMs }: { keepMs: number; failedMs: number }): void {
    const kept: Kept = { answer, untilMs: Date.now() + keepMs, numbers: 0 };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    this.#bound();
    answer.then(
      (series) => {
        const numbers = numbersIn(series);
        if (numbers <= this.#numbersMax) kept.numbers = numbers;
        else if (this.#kept.get(key) === kept) this.#kept.delete(key);
        this.#bound();
      },
      () => {
        kept.untilMs = Math.min(kept.untilMs, Date.now() + failedMs);
      },
    );
  }

  clear(): void {
    this.#kept.clear();
  }

  /** Lets go of what is over, then of the oldest. */
  #bound(): void {
    const nowMs = Date.now();
    for (const [key, { untilMs }] of this.#kept) if (untilMs <= nowMs) this.#kept.delete(key);
    let numbers = [...this.#kept.values()].reduce((sum, kept) => sum + kept.numbers, 0);
    for (const [key, kept] of this.#kept) {
      if (this.#kept.size <= ANSWERS_MAX && numbers <= this.#numbersMax) return;
      this.#kept.delete(key);
      numbers -= kept.numbers;
    }
  }
}

function numbersIn(series: PastUse): number {
  let numbers = 0;
  for (const { cpu, memory } of series.values()) {
    for (const { mean, max } of [cpu, memory]) numbers += mean.length + max.length;
  }
  return numbers;
}
