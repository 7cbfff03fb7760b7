// What clocks on the wall show in a time zone, by the host's time zone data.

export interface LocalTime {
  year: number;
  /** 1 to 12 */
  month: number;
  dayOfMonth: number;
  /** 0 is Sunday. */
  dayOfWeek: number;
  hour: number;
  minute: number;
}

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;

/** Throws a RangeError where the host does not know the zone. */
export function wallClock(timeZone: string): (ms: number) => LocalTime {
  if (timeZone === 'UTC') return partsOf;
  const offsetAt = offsets(timeZone);
  return (ms) => partsOf(ms + offsetAt(ms));
}

/** `2026-03-29T10:15:00+02:00`, as Go writes a time in a zone. */
export function localTimestamp(ms: number, timeZone: string): string {
  const offsetMs = timeZone === 'UTC' ? 0 : offsets(timeZone)(ms);
  const local = new Date(ms + offsetMs).toISOString().slice(0, 19);
  if (offsetMs === 0) return `${local}Z`;
  const minutes = Math.abs(offsetMs) / MINUTE_MS;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function partsOf(ms: number): LocalTime {
  const date = new Date(ms);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    dayOfMonth: date.getUTCDate(),
    dayOfWeek: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}

/** Milliseconds to add to UTC. Zones change on the quarter hour: what was found holds for that quarter. */
function offsets(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  let knownQuarter = Number.NaN;
  let knownOffsetMs = 0;
  return (ms) => {
    const quarter = Math.floor(ms / QUARTER_MS);
    if (quarter === knownQuarter) return knownOffsetMs;
    const startMs = quarter * QUARTER_MS;
    const part = new Map(format.formatToParts(startMs).map(({ type, value }) => [type, Number(value)]));
    const at = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
    knownQuarter = quarter;
    knownOffsetMs = Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute')) - startMs;
    return knownOffsetMs;
  };
}
