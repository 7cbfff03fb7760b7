import { describe, expect, it } from 'vitest';
import { formatAge, formatShortAge } from './age.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

describe('formatAge', () => {
  // apimachinery pkg/util/duration/duration_test.go
  it.each([
    [SECOND, '1s'],
    [SECOND - 1, '0s'],
    [70 * SECOND, '70s'],
    [119 * SECOND, '119s'],
    [2 * MINUTE, '2m'],
    [4 * MINUTE + 12 * SECOND, '4m12s'],
    [10 * MINUTE - 1, '9m59s'],
    [10 * MINUTE, '10m'],
    [42 * MINUTE + 59 * SECOND, '42m'],
    [3 * HOUR - MINUTE, '179m'],
    [3 * HOUR, '3h'],
    [7 * HOUR + 5 * MINUTE, '7h5m'],
    [8 * HOUR - 1, '7h59m'],
    [8 * HOUR, '8h'],
    [2 * DAY - HOUR, '47h'],
    [2 * DAY, '2d'],
    [2 * DAY + 5 * HOUR, '2d5h'],
    [8 * DAY - 1, '7d23h'],
    [8 * DAY + 5 * HOUR, '8d'],
    [2 * YEAR - DAY, '729d'],
    [2 * YEAR, '2y'],
    [2 * YEAR + 3 * DAY, '2y3d'],
    [8 * YEAR - DAY, '7y364d'],
    [8 * YEAR, '8y'],
    [-1, '0s'],
    [-1.9 * SECOND, '0s'],
    [-2 * SECOND, '<invalid>'],
    [Number.NaN, '<unknown>'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });
});

describe('formatShortAge', () => {
  it.each([
    [59 * SECOND, '59s'],
    [MINUTE, '1m'],
    [HOUR - 1, '59m'],
    [25 * HOUR, '1d'],
    [364 * DAY, '364d'],
    [2 * YEAR, '2y'],
    [-2 * SECOND, '<invalid>'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatShortAge(ms)).toBe(text);
  });
});
