import { describe, expect, it } from 'vitest';
import { Freshness } from './freshness.ts';
import { backedOffMs, pollPaceMs } from './pace.ts';
import { PollTimes } from './poll-times.ts';

const START = Date.parse('2026-01-01T12:00:00Z');
const at = (seconds: number) => new Date(START + seconds * 1_000).toISOString();

/** Reads `{node: seconds of its measurement}` every so many seconds. */
function liveAfter(readings: readonly Record<string, number>[], everySeconds = 15, resolutionMs = 15_000): string[][] {
  const freshness = new Freshness();
  return readings.map((reading, index) => {
    const measured = new Map(Object.entries(reading).map(([name, seconds]) => [name, { at: at(seconds) }]));
    const nowMs = START + index * everySeconds * 1_000;
    const spacingMs = index === 0 ? 0 : everySeconds * 1_000;
    return [...freshness.read(measured, { nowMs, resolutionMs, spacingMs }).live.keys()];
  });
}

describe('whose measurements advance', () => {
  it.each<[string, Record<string, number>[], string[][]]>([
    [
      'both',
      [
        { a: 0, b: 0 },
        { a: 15, b: 15 },
      ],
      [
        ['a', 'b'],
        ['a', 'b'],
      ],
    ],
    [
      'one is silent after a while',
      [
        { a: 0, b: 0 },
        { a: 15, b: 0 },
        { a: 30, b: 0 },
        { a: 45, b: 0 },
        { a: 60, b: 0 },
      ],
      [['a', 'b'], ['a', 'b'], ['a', 'b'], ['a', 'b'], ['a']],
    ],
    [
      'and live again with its next',
      [{ b: 0 }, { b: 0 }, { b: 0 }, { b: 0 }, { b: 0 }, { b: 75 }],
      [['b'], ['b'], ['b'], ['b'], [], ['b']],
    ],
    [
      'one is far behind at the first look',
      [
        { a: 0, b: -600 },
        { a: 15, b: -600 },
      ],
      [['a'], ['a']],
    ],
    [
      'a clock that is hours off advances all the same',
      [
        { a: 0, b: -7_200 },
        { a: 15, b: -7_185 },
      ],
      [['a'], ['a', 'b']],
    ],
  ])('%s', (_, readings, expected) => expect(liveAfter(readings)).toEqual(expected));

  it('is not told apart between two looks that are a minute apart', () => {
    const minutes = [0, 60, 120, 180].map((seconds) => ({ a: seconds }));
    expect(liveAfter(minutes, 60).flat()).toEqual(['a', 'a', 'a', 'a']);
  });
});

describe('the pace of polling', () => {
  it.each([
    [{ resolutionMs: 15_000, clockRate: 1, isWatched: true, keepsHistory: true }, 15_000],
    [{ resolutionMs: 15_000, clockRate: 10, isWatched: true, keepsHistory: true }, 1_500],
    [{ resolutionMs: 15_000, clockRate: 60, isWatched: true, keepsHistory: true }, 1_000],
    [{ resolutionMs: 300_000, clockRate: 1, isWatched: true, keepsHistory: true }, 60_000],
    [{ resolutionMs: 15_000, clockRate: 0, isWatched: true, keepsHistory: true }, 15_000],
    [{ resolutionMs: 15_000, clockRate: 1, isWatched: false, keepsHistory: true }, 60_000],
    [{ resolutionMs: 15_000, clockRate: 1, isWatched: false, keepsHistory: false }, null],
  ])('%j: %j ms', (input, expected) => expect(pollPaceMs(input)).toBe(expected));

  it.each([
    [1_000, [1_000, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]],
    [15_000, [15_000, 15_000, 15_000]],
    [60_000, [60_000, 60_000, 60_000]],
  ])('after failures, of %i ms', (paceMs, expected) => {
    expect(expected.map((_, failures) => backedOffMs(paceMs, failures))).toEqual(expected);
  });
});

describe('the time that a reading stands for', () => {
  const moment = (ourSeconds: number, clusterSeconds: number, clockRate = 1) => ({
    nowMs: START + clusterSeconds * 1_000,
    ourMs: START + ourSeconds * 1_000,
    paceMs: 15_000,
    clockRate,
    withPods: true,
  });
  const spans = (moments: readonly (ReturnType<typeof moment> | 'failed')[]) => {
    const times = new PollTimes();
    return moments.flatMap((each) => {
      if (each === 'failed') times.failed();
      return each === 'failed' ? [] : [times.next(each).spanMs / 1_000];
    });
  };

  it.each([
    ['since the one before', [moment(0, 0), moment(15, 15), moment(75, 75)], [15, 15, 60]],
    ['by the clock of the cluster', [moment(0, 0, 60), moment(1, 60, 60)], [900, 60]],
    ['not while nobody could look', [moment(0, 0), 'failed' as const, moment(60, 60)], [15, 15]],
    ['not while this server slept', [moment(0, 0), moment(3_600, 3_600)], [15, 15]],
    ['not what a moved clock left out', [moment(0, 0), moment(15, 3_600)], [15, 17]],
  ])('is %s', (_, moments, expected) => expect(spans(moments)).toEqual(expected));

  it.each([
    [-1, true, false],
    [-10, true, true],
    [-10, false, false],
    [-3_600, false, true],
  ])('tells another run by a clock that went %i s back (simulated: %j): %j', (seconds, isSimulated, expected) => {
    const times = new PollTimes();
    times.next(moment(0, 0));
    expect(times.wentBack(START + seconds * 1_000, isSimulated)).toBe(expected);
  });
});
