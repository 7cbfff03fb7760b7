// Times between the fields of a form (the reader's zone) and the address (UTC).

/** `2026-11-23T13:05:00`, as a field of a form has it. */
export function fieldTime(ms: number): string {
  const local = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [local.getFullYear(), two(local.getMonth() + 1), two(local.getDate())].join('-');
  return `${day}T${[local.getHours(), local.getMinutes(), local.getSeconds()].map(two).join(':')}`;
}

/** ISO 8601 in UTC; null where the field holds no time. */
export function momentOf(field: FormDataEntryValue | null): string | null {
  const ms = typeof field === 'string' && field !== '' ? Date.parse(field) : Number.NaN;
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** `13:05 to 14:20`, with its days where they are two. */
export function spanWords({ from, to }: { from: string; to: string }): string {
  const [begin, end] = [fieldTime(Date.parse(from)), fieldTime(Date.parse(to))];
  const clock = (text: string) => text.slice(11, 16);
  const day = (text: string) => text.slice(5, 10);
  if (day(begin) === day(end)) return `${clock(begin)} to ${clock(end)}`;
  return `${day(begin)} ${clock(begin)} to ${day(end)} ${clock(end)}`;
}
