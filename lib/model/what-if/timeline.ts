// What is going to happen, in the order of its time: seconds from the change.

interface Entry {
  at: number;
  order: number;
  run: () => void;
}

export class Timeline {
  readonly #entries: Entry[] = [];
  #order = 0;

  add(at: number, run: () => void): void {
    const entry = { at, order: this.#order++, run };
    let index = this.#entries.length;
    while (index > 0 && (this.#entries[index - 1]?.at ?? 0) > at) index--;
    this.#entries.splice(index, 0, entry);
  }

  /** Takes everything that happens at the next moment; null when nothing is left. */
  take(): { at: number; runs: readonly (() => void)[] } | null {
    const first = this.#entries[0];
    if (first === undefined) return null;
    const count = this.#entries.findIndex(({ at }) => at > first.at);
    const taken = this.#entries.splice(0, count < 0 ? this.#entries.length : count);
    return { at: first.at, runs: taken.map(({ run }) => run) };
  }
}
