// No second has more requests than the cap, wherever it begins and whoever's runs it is part of: one may begin right after
// another was stopped.

const SECOND_MS = 1_000;

export class RateCap {
  /** Of the last second, the oldest first. */
  #sent: readonly { atMs: number; count: number }[] = [];

  /** How many of those wanted may be sent now: they count as sent. */
  take(wanted: number, perSecondMax: number, nowMs: number): number {
    this.#sent = this.#sent.filter(({ atMs }) => nowMs - atMs < SECOND_MS);
    const left = this.#sent.reduce((rest, { count }) => rest - count, perSecondMax);
    const count = Math.max(0, Math.min(wanted, left));
    if (count > 0) this.#sent = [...this.#sent, { atMs: nowMs, count }];
    return count;
  }
}
