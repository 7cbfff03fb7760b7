// When a CronJob's schedule is due: standard cron syntax as its controller understands it. Mirrors ParseStandard and
// SpecSchedule.Next of github.com/robfig/cron v3 (parser.go, spec.go), which Kubernetes uses, words of errors included.
import { type LocalTime, wallClock } from './wall-clock.ts';

export interface CronSchedule {
  /** The first time after `afterMs`, both in milliseconds since the epoch; null where there is none in five years. */
  next(afterMs: number): number | null;
}

/** What the schedule is not; the message is what the API server says. */
export class CronSyntaxError extends Error {}

interface Bounds {
  min: number;
  max: number;
  names?: readonly string[];
}

interface Field {
  values: ReadonlySet<number>;
  /** Written as a star or question mark without a step: then it does not restrict the other of the two day fields. */
  isStar: boolean;
}

interface Fields {
  minute: Field;
  hour: Field;
  dayOfMonth: Field;
  month: Field;
  dayOfWeek: Field;
}

const MINUTES: Bounds = { min: 0, max: 59 };
const HOURS: Bounds = { min: 0, max: 23 };
const DAYS: Bounds = { min: 1, max: 31 };
const MONTHS: Bounds = {
  min: 1,
  max: 12,
  names: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
const WEEKDAYS: Bounds = { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] };

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const EVERY = '@every ';
const YEARS_MAX = 5;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const SECOND_MS = 1_000;

/** `timeZone`: an IANA name, UTC without one; it must be one that the host knows. Throws a CronSyntaxError. */
export function parseCron(text: string, timeZone?: string): CronSchedule {
  if (text === '') throw new CronSyntaxError('empty spec string');
  if (text.startsWith(EVERY)) return every(text);
  const spec = text.startsWith('@') ? DESCRIPTORS[text] : text;
  if (spec === undefined) throw new CronSyntaxError(`unrecognized descriptor: ${text}`);
  const parts = spec.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== 5) {
    throw new CronSyntaxError(`expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`);
  }
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] = parts;
  const fields: Fields = {
    minute: field(minute, MINUTES),
    hour: field(hour, HOURS),
    dayOfMonth: field(dayOfMonth, DAYS),
    month: field(month, MONTHS),
    dayOfWeek: field(dayOfWeek, WEEKDAYS),
  };
  const clock = wallClock(timeZone ?? 'UTC');
  return { next: (afterMs) => nextTime(fields, clock, afterMs) };
}

function field(text: string, bounds: Bounds): Field {
  const values = new Set<number>();
  let isStar = false;
  for (const part of text.split(',').filter((one) => one !== '')) {
    const range = rangeOf(part, bounds);
    isStar ||= range.isStar;
    for (let value = range.first; value <= range.last; value += range.step) values.add(value);
  }
  return { values, isStar };
}

function rangeOf(text: string, bounds: Bounds) {
  const [range = '', stepText, ...slashes] = text.split('/');
  const [low = '', high, ...hyphens] = range.split('-');
  const isAny = low === '*' || low === '?';
  const first = isAny ? bounds.min : numberOf(low, bounds);
  let last = isAny ? bounds.max : high === undefined ? first : numberOf(high, bounds);
  if (!isAny && hyphens.length > 0) throw new CronSyntaxError(`too many hyphens: ${text}`);
  if (slashes.length > 0) throw new CronSyntaxError(`too many slashes: ${text}`);
  const step = stepText === undefined ? 1 : numberOf(stepText, { min: 0, max: 0 });
  // `5/15` goes from 5 to the end.
  if (stepText !== undefined && high === undefined) last = bounds.max;
  if (first < bounds.min) fail('beginning of range (%) below minimum (%)', first, bounds.min, text);
  if (last > bounds.max) fail('end of range (%) above maximum (%)', last, bounds.max, text);
  if (first > last) fail('beginning of range (%) beyond end of range (%)', first, last, text);
  if (step === 0) throw new CronSyntaxError(`step of range should be a positive number: ${text}`);
  return { first, last, step, isStar: isAny && step === 1 };
}

function fail(what: string, a: number, b: number, text: string): never {
  throw new CronSyntaxError(`${what.replace('%', String(a)).replace('%', String(b))}: ${text}`);
}

function numberOf(text: string, { names }: Bounds): number {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0 && text !== '') return named;
  if (/^-\d+$/.test(text)) throw new CronSyntaxError(`negative number (${Number(text)}) not allowed: ${text}`);
  if (/^\+?\d{1,15}$/.test(text)) return Number(text);
  const why = /^\+?\d+$/.test(text) ? 'value out of range' : 'invalid syntax';
  throw new CronSyntaxError(`failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: ${why}`);
}

/** Every so often, from whenever the last time was, in whole seconds. */
function every(text: string): CronSchedule {
  const durationMs = durationOf(text);
  const delayMs = Math.max(SECOND_MS, Math.floor(durationMs / SECOND_MS) * SECOND_MS);
  return { next: (afterMs) => Math.floor(afterMs / SECOND_MS) * SECOND_MS + delayMs };
}

const UNITS_MS: Readonly<Record<string, number>> = {
  h: HOUR_MS,
  m: MINUTE_MS,
  s: SECOND_MS,
  ms: 1,
  us: 1e-3,
  ns: 1e-6,
};

/** As Go writes durations: `1h30m`. */
function durationOf(text: string): number {
  const duration = text.slice(EVERY.length);
  const match = /^[+-]?((\d+(\.\d*)?|\.\d+)(h|ms|us|ns|m|s))+$/.exec(duration);
  if (match === null) {
    const quoted = JSON.stringify(duration);
    const isUnitless = /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(duration);
    const why = isUnitless ? `missing unit in duration ${quoted}` : `invalid duration ${quoted}`;
    throw new CronSyntaxError(`failed to parse duration ${text}: time: ${why}`);
  }
  let sumMs = 0;
  for (const [, amount, unit] of duration.matchAll(/([\d.]+)(h|ms|us|ns|m|s)/g)) {
    sumMs += Number(amount) * (UNITS_MS[unit ?? ''] ?? 0);
  }
  return duration.startsWith('-') ? -sumMs : sumMs;
}

/** Advances the first part that does not fit, and starts over below it, until all fit. */
function nextTime(fields: Fields, clock: (ms: number) => LocalTime, afterMs: number): number | null {
  let ms = (Math.floor(afterMs / MINUTE_MS) + 1) * MINUTE_MS;
  const lastYear = clock(ms).year + YEARS_MAX;
  for (;;) {
    const { year, month, dayOfMonth, dayOfWeek, hour, minute } = clock(ms);
    if (year > lastYear) return null;
    const isDay = fields.month.values.has(month) && isDayOf(fields, dayOfMonth, dayOfWeek);
    // Hours are stepped one by one: a day of a time zone has 23 or 25 of them now and then.
    if (!isDay || !fields.hour.values.has(hour))
      ms += (60 - minute) * MINUTE_MS + (isDay ? 0 : hoursLeft(hour) * HOUR_MS);
    else if (!fields.minute.values.has(minute)) ms += MINUTE_MS;
    else return ms;
  }
}

/** Of a day that is not meant, the hours that can be skipped for sure: the last ones are stepped through. */
function hoursLeft(hour: number): number {
  return Math.max(0, 21 - hour);
}

/** With both day fields restricted either may fit, else both must. */
function isDayOf({ dayOfMonth, dayOfWeek }: Fields, day: number, weekday: number): boolean {
  const isMonthDay = dayOfMonth.values.has(day);
  const isWeekday = dayOfWeek.values.has(weekday);
  return dayOfMonth.isStar || dayOfWeek.isStar ? isMonthDay && isWeekday : isMonthDay || isWeekday;
}
