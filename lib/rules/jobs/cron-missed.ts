// Which start of a CronJob is due now, and when to look again. Mirrors mostRecentScheduleTime and
// nextScheduleTimeDuration in kubernetes pkg/controller/cronjob/utils.go. Times in milliseconds since the epoch.
import type { CronSchedule } from './cron-schedule.ts';

export interface CronTimes {
  createdMs: number;
  lastScheduledMs: number | null;
  startingDeadlineSeconds: number | null;
}

export interface DueStart {
  /** The latest start that is due and has not been made; null where there is none. */
  dueMs: number | null;
  /** So many starts were missed that somebody should look at it. */
  isFarBehind: boolean;
}

/** What makes the schedule one that cannot be followed; the message is what the controller says. */
export class InvalidScheduleError extends Error {}

/** More missed starts than this are told of. */
const MISSED_MAX = 100;
/** Added to the next start, so that a clock that is a little early does not miss it. */
const PADDING_MS = 100;
const SECOND_MS = 1_000;

export function dueStart(schedule: CronSchedule, times: CronTimes, nowMs: number): DueStart {
  const { startingDeadlineSeconds: deadline } = times;
  const sinceMs = deadline === null ? earliestOf(times) : Math.max(earliestOf(times), nowMs - deadline * SECOND_MS);
  return mostRecent(schedule, sinceMs, nowMs);
}

/** Until the next start, from now; null where there will be none. */
export function untilNextStartMs(schedule: CronSchedule, times: CronTimes, nowMs: number): number | null {
  const nextMs = schedule.next(lastDueMs(schedule, earliestOf(times), nowMs));
  return nextMs === null ? null : Math.max(1, nextMs + PADDING_MS - nowMs);
}

function lastDueMs(schedule: CronSchedule, earliestMs: number, nowMs: number): number {
  const firstMs = schedule.next(earliestMs);
  if (firstMs === null || nowMs < firstMs) return firstMs === null ? nowMs : earliestMs;
  try {
    return mostRecent(schedule, earliestMs, nowMs).dueMs ?? nowMs;
  } catch (error) {
    if (error instanceof InvalidScheduleError) return nowMs;
    throw error;
  }
}

function earliestOf({ createdMs, lastScheduledMs }: CronTimes): number {
  return lastScheduledMs ?? createdMs;
}

function mostRecent(schedule: CronSchedule, earliestMs: number, nowMs: number): DueStart {
  const firstMs = schedule.next(earliestMs);
  const secondMs = firstMs === null ? null : schedule.next(firstMs);
  if (firstMs === null || secondMs === null) {
    throw new InvalidScheduleError('time difference between two schedules is less than 1 second');
  }
  if (nowMs < firstMs) return { dueMs: null, isFarBehind: false };
  if (nowMs < secondMs) return { dueMs: firstMs, isFarBehind: false };
  // Starts may be unevenly spread: the first two tell about how many were missed, and where to look for the last.
  const stepSeconds = Math.round((secondMs - firstMs) / SECOND_MS);
  const missed = Math.floor(Math.floor((nowMs - firstMs) / SECOND_MS) / stepSeconds) + 1;
  let dueMs: number | null = null;
  let candidateMs = schedule.next(firstMs + (missed - 2) * stepSeconds * SECOND_MS);
  while (candidateMs !== null && candidateMs <= nowMs) {
    dueMs = candidateMs;
    candidateMs = schedule.next(candidateMs);
  }
  return { dueMs, isFarBehind: missed > MISSED_MAX };
}
