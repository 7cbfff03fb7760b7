// What nobody can know beforehand: whom the scheduler takes among equals, who asks first, how long programs start and stop.
// A play is repeated with other chances: what comes out alike is sure, the rest is said to be open.

/** Made up: how long a container takes to start or to stop is not known. */
const START_SECONDS = 4;
const STOP_SECONDS = 2;
/** From a plug to the first heartbeat. */
const BOOT_SECONDS = 10;

export interface Chance {
  /** An index below `count`. */
  pick(count: number): number;
  order<T>(items: readonly T[]): readonly T[];
  /** Whether something else gets its turn between two things that happen at one moment. */
  between(): boolean;
  startSeconds(): number;
  stopSeconds(): number;
  bootSeconds(): number;
  /** What is left of a back-off that began before the play. */
  restSeconds(most: number): number;
}

/** The first of equals, and everything in the order it came. */
export const NO_CHANCE: Chance = {
  pick: () => 0,
  order: (items) => items,
  between: () => false,
  startSeconds: () => START_SECONDS,
  stopSeconds: () => STOP_SECONDS,
  bootSeconds: () => BOOT_SECONDS,
  restSeconds: () => 0,
};

const START_SECONDS_MAX = 20;
const STOP_SECONDS_MAX = 30;

/** The same seed gives the same play. */
export function seededChance(seed: number): Chance {
  const next = generator(seed);
  const pick = (count: number) => Math.floor(next() * count);
  return {
    pick,
    order(items) {
      const rest = [...items];
      return items.flatMap(() => rest.splice(pick(rest.length), 1));
    },
    between: () => next() < 0.5,
    startSeconds: () => 1 + pick(START_SECONDS_MAX),
    stopSeconds: () => 1 + pick(STOP_SECONDS_MAX),
    bootSeconds: () => 1 + pick(2 * BOOT_SECONDS),
    restSeconds: (most) => pick(most + 1),
  };
}

/** Uniform in [0, 1): mulberry32. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
