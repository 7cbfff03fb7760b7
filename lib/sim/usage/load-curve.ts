// Requests per second as a function of time: straight lines between points, which may repeat.

export interface LoadCurve {
  /** Seconds since the scenario's first instant, ascending from 0; before the first and after the last it is level. */
  points: readonly (readonly [seconds: number, requestsPerSecond: number])[];
  /** The part from here to the last point is repeated for ever; absent: the curve ends. */
  repeatFromSeconds?: number;
}

const SECOND_MS = 1_000;

export function constantCurve(requestsPerSecond: number): LoadCurve {
  return { points: [[0, requestsPerSecond]] };
}

/** Requests per second at a time in milliseconds since the first instant. */
export function rateAt(curve: LoadCurve, atMs: number): number {
  const { seconds } = folded(curve, atMs / SECOND_MS);
  return levelAt(curve, seconds);
}

/** Requests from one time to a later one, both in milliseconds since the first instant. */
export function requestsBetween(curve: LoadCurve, fromMs: number, untilMs: number): number {
  return requestsUntil(curve, untilMs / SECOND_MS) - requestsUntil(curve, fromMs / SECOND_MS);
}

/** The area under the curve from its first point; negative before it. */
function requestsUntil(curve: LoadCurve, at: number): number {
  const { seconds, rounds } = folded(curve, at);
  const { repeatFromSeconds, points } = curve;
  if (rounds === 0 || repeatFromSeconds === undefined) return area(curve, seconds);
  const round = area(curve, points.at(-1)?.[0] ?? 0) - area(curve, repeatFromSeconds);
  return area(curve, seconds) + rounds * round;
}

/** The time within the points, and how many whole rounds were made before. */
function folded({ points, repeatFromSeconds }: LoadCurve, seconds: number): { seconds: number; rounds: number } {
  const end = points.at(-1)?.[0] ?? 0;
  if (repeatFromSeconds === undefined || seconds < end || end <= repeatFromSeconds) return { seconds, rounds: 0 };
  const length = end - repeatFromSeconds;
  const rounds = Math.floor((seconds - repeatFromSeconds) / length);
  return { seconds: seconds - rounds * length, rounds };
}

function area({ points }: LoadCurve, seconds: number): number {
  const [first = [0, 0]] = points;
  if (seconds <= first[0]) return (seconds - first[0]) * first[1];
  let total = 0;
  for (const [index, [from, rate]] of points.entries()) {
    if (from >= seconds) break;
    const next = points[index + 1];
    const until = Math.min(seconds, next?.[0] ?? seconds);
    total += ((rate + (next === undefined ? rate : levelAt({ points }, until))) / 2) * (until - from);
  }
  return total;
}

function levelAt({ points }: LoadCurve, seconds: number): number {
  const after = points.findIndex(([at]) => at > seconds);
  const [from, rate] = points.at(after < 0 ? -1 : Math.max(0, after - 1)) ?? [0, 0];
  const next = after <= 0 ? undefined : points[after];
  return next === undefined ? rate : rate + ((next[1] - rate) * (seconds - from)) / (next[0] - from);
}
