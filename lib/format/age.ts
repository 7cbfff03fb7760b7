// Ages as kubectl prints them (apimachinery pkg/util/duration/duration.go).

const MINUTES_PER_HOUR = 60;
const HOURS_PER_DAY = 24;
const HOURS_PER_YEAR = 24 * 365;

/** Clocks of two machines differ a little: up to this far in the future counts as now. */
const FUTURE_TOLERATED_SECONDS = 1;

/** `12s`, `4m12s`, `42m`, `7h5m`, `3d2h`, `400d`: two or three significant figures; `<invalid>` when in the future. */
export function formatAge(ageMs: number): string {
  const seconds = Math.trunc(ageMs / 1000);
  if (Number.isNaN(seconds)) return '<unknown>';
  if (seconds < -FUTURE_TOLERATED_SECONDS) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's');
  if (minutes < 3 * MINUTES_PER_HOUR) return `${minutes}m`;
  const hours = Math.trunc(minutes / MINUTES_PER_HOUR);
  if (hours < 8) return pair(hours, 'h', minutes % MINUTES_PER_HOUR, 'm');
  if (hours < 2 * HOURS_PER_DAY) return `${hours}h`;
  const days = Math.trunc(hours / HOURS_PER_DAY);
  if (hours < 8 * HOURS_PER_DAY) return pair(days, 'd', hours % HOURS_PER_DAY, 'h');
  if (hours < 2 * HOURS_PER_YEAR) return `${days}d`;
  const years = Math.trunc(hours / HOURS_PER_YEAR);
  if (hours < 8 * HOURS_PER_YEAR) return pair(years, 'y', days % 365, 'd');
  return `${years}y`;
}

/** One unit only: `12s`, `4m`, `7h`, `3d`, `2y`. */
export function formatShortAge(ageMs: number): string {
  const seconds = Math.trunc(ageMs / 1000);
  if (Number.isNaN(seconds)) return '<unknown>';
  if (seconds < -FUTURE_TOLERATED_SECONDS) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < MINUTES_PER_HOUR) return `${minutes}m`;
  const hours = Math.trunc(minutes / MINUTES_PER_HOUR);
  if (hours < HOURS_PER_DAY) return `${hours}h`;
  if (hours < HOURS_PER_YEAR) return `${Math.trunc(hours / HOURS_PER_DAY)}d`;
  return `${Math.trunc(hours / HOURS_PER_YEAR)}y`;
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
