import { describe, expect, it } from 'vitest';
import { CronSyntaxError, parseCron } from './cron-schedule.ts';
import { localTimestamp } from './wall-clock.ts';

function next(spec: string, after: string, timeZone?: string): string | null {
  const ms = parseCron(spec, timeZone).next(Date.parse(after));
  return ms === null ? null : new Date(ms).toISOString().replace('.000Z', 'Z');
}

describe('the next time a schedule is due', () => {
  it.each([
    ['0/15 * * * *', '2012-07-09T14:45:00Z', '2012-07-09T15:00:00Z'],
    ['0/15 * * * *', '2012-07-09T14:59:59Z', '2012-07-09T15:00:00Z'],
    ['20-35/15 * * * *', '2012-07-09T15:45:00Z', '2012-07-09T16:20:00Z'],
    ['0/35 0-23/2 * * *', '2012-07-09T23:35:51Z', '2012-07-10T00:00:00Z'],
    ['15/35 20-35/15 1/2 1 Jul ?', '', 'fields'],
    ['0 0 9 Apr-Oct ?', '2012-07-09T23:35:00Z', '2012-08-09T00:00:00Z'],
    ['0 0 */5 Apr,Aug,Oct Mon', '2012-07-09T23:35:00Z', '2012-08-01T00:00:00Z'],
    ['0 0 */5 Oct Mon', '2012-07-09T23:35:00Z', '2012-10-01T00:00:00Z'],
    ['0 0 * Feb Mon', '2012-07-09T23:35:00Z', '2013-02-04T00:00:00Z'],
    ['0 0 29 Feb ?', '2012-07-09T23:35:00Z', '2016-02-29T00:00:00Z'],
    ['59 23 31 2 *', '2012-07-09T23:35:00Z', null],
    ['@hourly', '2012-07-09T23:35:00Z', '2012-07-10T00:00:00Z'],
    ['@weekly', '2012-07-09T23:35:00Z', '2012-07-15T00:00:00Z'],
    ['@every 1h30m', '2012-07-09T23:35:10.5Z', '2012-07-10T01:05:10Z'],
    ['* * * * *', '2012-07-09T23:35:00.001Z', '2012-07-09T23:36:00Z'],
  ] as const)('%s after %s', (spec, after, expected) => {
    if (expected === 'fields') expect(() => parseCron(spec)).toThrow('expected exactly 5 fields, found 6');
    else expect(next(spec, after)).toBe(expected);
  });

  it.each([
    // The hour from 2 to 3 does not exist on this day, and comes twice on that one.
    ['30 2 * * *', '2026-03-28T01:30:00Z', '2026-03-30T00:30:00Z'],
    ['30 2 * * *', '2026-10-24T00:30:00Z', '2026-10-25T00:30:00Z'],
    ['0 8 * * 1-5', '2026-07-03T07:00:00Z', '2026-07-06T06:00:00Z'],
  ])('%s in Berlin after %s', (spec, after, expected) => {
    expect(next(spec, after, 'Europe/Berlin')).toBe(expected);
  });
});

describe('a schedule that is none', () => {
  it.each([
    ['', 'empty spec string'],
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['5-2 * * * *', 'beginning of range (5) beyond end of range (2): 5-2'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
    ['xx * * * *', 'failed to parse int from xx: strconv.Atoi: parsing "xx": invalid syntax'],
    ['@often', 'unrecognized descriptor: @often'],
    ['@every 5', 'failed to parse duration @every 5: time: missing unit in duration "5"'],
  ])('%j', (spec, message) => {
    expect(() => parseCron(spec)).toThrow(new CronSyntaxError(message));
  });
});

describe('a time with its zone', () => {
  it.each([
    ['UTC', '2026-07-01T10:00:00Z'],
    ['Europe/Berlin', '2026-07-01T12:00:00+02:00'],
    ['Asia/Kolkata', '2026-07-01T15:30:00+05:30'],
    ['America/New_York', '2026-07-01T06:00:00-04:00'],
  ])('in %s', (zone, expected) => {
    expect(localTimestamp(Date.parse('2026-07-01T10:00:00Z'), zone)).toBe(expected);
  });
});
