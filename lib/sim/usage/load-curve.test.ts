import { describe, expect, it } from 'vitest';
import { constantCurve, type LoadCurve, rateAt, requestsBetween } from './load-curve.ts';

/** Level at 10, up to 30 within ten seconds, back within ten, and so on from the tenth second. */
const WAVE: LoadCurve = {
  points: [
    [0, 10],
    [10, 10],
    [20, 30],
    [30, 10],
  ],
  repeatFromSeconds: 10,
};

describe('a load curve', () => {
  it.each([
    [-60, 10],
    [0, 10],
    [9, 10],
    [15, 20],
    [20, 30],
    [25, 20],
    [30, 10],
    [35, 20],
    [40, 30],
    [215, 20],
  ])('at %i s asks for %i a second', (seconds, rate) => {
    expect(rateAt(WAVE, seconds * 1_000)).toBeCloseTo(rate);
  });

  it.each([
    [-60, 0, 600],
    [0, 10, 100],
    [10, 20, 200],
    [15, 20, 125],
    [10, 30, 400],
    [10, 50, 800],
    [-10, 45, 100 + 100 + 400 + 200 + 125],
  ])('from %i to %i s asks for %i in all', (from, until, requests) => {
    expect(requestsBetween(WAVE, from * 1_000, until * 1_000)).toBeCloseTo(requests);
  });

  it('stays at its last point where it does not repeat', () => {
    const ramp: LoadCurve = {
      points: [
        [0, 0],
        [10, 20],
      ],
    };
    expect(rateAt(ramp, 60_000)).toBe(20);
    expect(requestsBetween(ramp, 0, 20_000)).toBe(300);
    expect(rateAt(constantCurve(7), 1e9)).toBe(7);
  });
});
