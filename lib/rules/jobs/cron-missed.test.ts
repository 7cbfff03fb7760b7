import { describe, expect, it } from 'vitest';
import { dueStart, InvalidScheduleError, untilNextStartMs } from './cron-missed.ts';
import { parseCron } from './cron-schedule.ts';

const ms = (text: string) => Date.parse(`2026-01-01T${text}Z`);
const hourly = parseCron('0 * * * *');

function times(created: string, last?: string, startingDeadlineSeconds: number | null = null) {
  return { createdMs: ms(created), lastScheduledMs: last === undefined ? null : ms(last), startingDeadlineSeconds };
}

describe('the start that is due', () => {
  it.each([
    ['none before the first hour', times('10:10:00'), '10:40:00', null],
    ['the hour just begun', times('10:10:00'), '11:00:00', '11:00:00'],
    ['the latest of several missed', times('10:10:00'), '13:30:00', '13:00:00'],
    ['none after the last one made', times('10:10:00', '13:00:00'), '13:30:00', null],
    ['none that is beyond its deadline', times('10:10:00', undefined, 600), '13:30:00', null],
    ['one within its deadline', times('10:10:00', undefined, 600), '13:05:00', '13:00:00'],
  ])('%s', (_name, known, now, due) => {
    expect(dueStart(hourly, known, ms(now)).dueMs).toBe(due === null ? null : ms(due));
  });

  it('tells of more than a hundred missed ones', () => {
    expect(dueStart(parseCron('* * * * *'), times('10:00:00'), ms('11:30:00')).isFarBehind).toBe(false);
    expect(dueStart(parseCron('* * * * *'), times('10:00:00'), ms('12:00:00')).isFarBehind).toBe(true);
  });

  it('refuses a day that never comes', () => {
    expect(() => dueStart(parseCron('59 23 31 2 *'), times('10:00:00'), ms('12:00:00'))).toThrow(InvalidScheduleError);
  });
});

describe('how long until the next start', () => {
  it.each([
    ['a little after the next hour', times('10:10:00'), '10:40:00', 20 * 60_000 + 100],
    ['counted from the last one made', times('10:10:00', '11:00:00'), '11:00:00', 3_600_000 + 100],
  ])('%s', (_name, known, now, expected) => {
    expect(untilNextStartMs(hourly, known, ms(now))).toBe(expected);
  });
});
