// Times of an axis and of a moment in the reader's zone: for what is drawn in the browser alone (else ui/clock-time.tsx).

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTES = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const SECONDS = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** `14:02`, `14:02:30` where ticks are closer than a minute, `6 Dec` where they are days. */
export function tickTime(atMs: number, stepMs: number): string {
  if (stepMs % DAY_MS === 0) return DATE.format(atMs);
  return stepMs % 60_000 === 0 ? MINUTES.format(atMs) : SECONDS.format(atMs);
}

/** `14:02:15`; `6 Dec 14:02:15` where the span reaches over more than a day. */
export function momentTime(atMs: number, spanMs: number): string {
  return spanMs >= DAY_MS ? `${DATE.format(atMs)} ${SECONDS.format(atMs)}` : SECONDS.format(atMs);
}

/** What the reader's clock is ahead of UTC at that time. */
export function zoneOffsetMs(atMs: number): number {
  return -new Date(atMs).getTimezoneOffset() * 60_000;
}
