// Round times of day for an axis, in the reader's zone.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const STEPS_MS = [
  10_000,
  30_000,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
];

interface Span {
  fromMs: number;
  toMs: number;
}

export interface TimeTicks {
  stepMs: number;
  atMs: readonly number[];
}

/** At most `count` times between the two, both inclusive. `offsetMs` is what the reader's clock is ahead of UTC. */
export function timeTicks({ fromMs, toMs }: Span, count: number, offsetMs: number): TimeTicks {
  const spanMs = toMs - fromMs;
  const stepMs = STEPS_MS.find((ms) => spanMs / ms <= count) ?? Math.ceil(spanMs / count / DAY_MS) * DAY_MS;
  const atMs: number[] = [];
  for (let at = Math.ceil((fromMs + offsetMs) / stepMs) * stepMs - offsetMs; at <= toMs; at += stepMs) atMs.push(at);
  return { stepMs, atMs: atMs.slice(-Math.max(1, count)) };
}
