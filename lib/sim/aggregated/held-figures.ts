// Figures of an API that goes on with what it measured last: what was asked of it once stays what it was.

export class HeldFigures {
  readonly #figures = new Map<string, number | null>();

  /** To be called before each answer: what is not stale is measured anew. */
  keep(isStale: boolean): void {
    if (!isStale) this.#figures.clear();
  }

  /** `key` names the figure among all of the API; `isStale` as in `keep`. */
  figure(isStale: boolean, key: string, measure: () => number | null): number | null {
    if (!isStale) return measure();
    const held = this.#figures.get(key);
    if (held !== undefined) return held;
    const measured = measure();
    this.#figures.set(key, measured);
    return measured;
  }
}
