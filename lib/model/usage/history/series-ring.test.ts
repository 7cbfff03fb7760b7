import { describe, expect, it } from 'vitest';
import { SeriesRing, TIERS } from './series-ring.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Where slots of all tiers begin. */
const START = 1_000 * HOUR;

function ringOf(values: readonly [atMs: number, cpu: number, spanMs?: number][]): SeriesRing {
  const ring = new SeriesRing();
  for (const [atMs, cpuMillicores, spanMs = 15 * SECOND] of values) {
    ring.record({ atMs: START + atMs, spanMs, cpuMillicores, memoryBytes: cpuMillicores * 1_000 });
  }
  return ring;
}

/** Means of slots from the start on. */
const means = (ring: SeriesRing, tier: number, count: number) =>
  Array.from(
    { length: count },
    (_, index) => ring.at(tier, START / (TIERS[tier]?.stepMs ?? 1) + index, 'cpu')?.mean ?? null,
  );

describe('a series in a fixed number of bytes', () => {
  it.each<[string, [number, number, number?][], (number | null)[]]>([
    [
      'each value in its slot',
      [
        [0, 1],
        [15_000, 2],
        [30_000, 3],
      ],
      [1, 2, 3, null],
    ],
    [
      'several in one slot are their mean',
      [
        [0, 1],
        [5_000, 2],
        [10_000, 6],
      ],
      [3, null, null, null],
    ],
    [
      'a poll that is a little late leaves no hole',
      [
        [1_000, 1],
        [31_000, 3],
      ],
      [1, 3, 3, null],
    ],
    [
      'an outage does',
      [
        [0, 1],
        [45_000, 4],
      ],
      [1, null, 4, 4],
    ],
    [
      'a clock that runs x60 draws a line',
      [
        [0, 1, 60_000],
        [60_000, 5, 60_000],
      ],
      [1, 5, 5, 5],
    ],
    ['before the first value nothing is known', [[45_000, 4, 60_000]], [null, null, null, 4]],
    [
      'what comes late fills holes only',
      [
        [0, 1],
        [45_000, 4, 1],
        [30_000, 9, 45_000],
      ],
      [1, 9, 9, 4],
    ],
  ])('%s', (_, values, expected) => expect(means(ringOf(values), 0, 4)).toEqual(expected));

  it('keeps the peak that the mean hides', () => {
    const ring = ringOf([
      [0, 10],
      [15_000, 100],
      [30_000, 10],
      [45_000, 20],
    ]);
    expect(ring.at(1, START / MINUTE, 'cpu')).toEqual({ mean: 35, max: 100 });
    expect(ring.at(2, START / (5 * MINUTE), 'memory')).toEqual({ mean: 35_000, max: 100_000 });
  });

  it('remembers an hour finely, a day coarsely, and nothing older', () => {
    const ring = new SeriesRing();
    for (let atMs = 0; atMs < 25 * HOUR; atMs += 15 * SECOND) {
      ring.record({ atMs: START + atMs, spanMs: 15 * SECOND, cpuMillicores: atMs / HOUR, memoryBytes: 1 });
    }
    const known = (tier: number, stepMs: number) =>
      Array.from({ length: (25 * HOUR) / stepMs }, (_, index) => ring.at(tier, START / stepMs + index, 'cpu')).filter(
        (value) => value !== null,
      ).length;
    expect(TIERS.map(({ stepMs, slots }, tier) => [known(tier, stepMs), slots])).toEqual([
      [240, 240],
      [360, 360],
      [288, 288],
    ]);
  });

  it('forgets a gap longer than it reaches', () => {
    const ring = ringOf([
      [0, 1],
      [30 * HOUR, 2],
    ]);
    const slot = (START + 30 * HOUR) / (15 * SECOND);
    expect(Array.from({ length: 240 }, (_, index) => ring.at(0, slot - index, 'cpu')?.mean ?? null)).toEqual([
      2,
      // It stands for the time just before it as well.
      2,
      ...Array.from({ length: 238 }, () => null),
    ]);
  });
});
