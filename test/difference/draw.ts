// Choices out of one seeded source.
import { Random } from '#lib/sim/random.ts';

export class Draw {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** True in so many of a hundred. */
  percent(of: number): boolean {
    return this.#random.integer(100) < of;
  }

  /** From `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.#random.integer(most - least + 1);
  }

  pick<T>(from: readonly T[]): T {
    const one = from[this.#random.integer(from.length)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  }

  /** Different ones, at least `least` and at most `most` of them, in an order of their own. */
  some<T>(from: readonly T[], least: number, most: number): T[] {
    const left = [...from];
    const taken: T[] = [];
    for (let wanted = this.between(least, most); wanted > 0 && left.length > 0; wanted--) {
      taken.push(...left.splice(this.#random.integer(left.length), 1));
    }
    return taken;
  }

  times<T>(least: number, most: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.between(least, most) }, (_, index) => make(index));
  }

  /** `fields` in so many of a hundred, else nothing: for spreading into an object. */
  maybe<T extends object>(percent: number, make: () => T): Partial<T> {
    return this.percent(percent) ? make() : {};
  }

  uid(): string {
    return this.#random.uuid();
  }
}
