// Which times a picture of the past is made of: steps of the clock, so that everybody who asks in the same step asks the
// same, and few enough to draw.

/** Each divides the next but one, and all divide a day. */
const STEPS_MS = [15, 30, 60, 120, 300, 600, 900, 1_800, 3_600].map((seconds) => seconds * 1_000);

export interface Axis {
  /** Beginnings of steps, both inclusive. */
  fromMs: number;
  toMs: number;
  stepMs: number;
}

/** Of at most so many points; `leastMs` is what the source can tell apart at that age. */
export function axisOf(span: { fromMs: number; toMs: number }, pointsMax: number, leastMs: number): Axis {
  const widthMs = span.toMs - span.fromMs;
  const fits = (stepMs: number) => stepMs >= leastMs && widthMs / stepMs <= pointsMax - 1;
  const stepMs = STEPS_MS.find(fits) ?? Math.ceil(widthMs / (pointsMax - 1) / HOUR_MS) * HOUR_MS;
  return { fromMs: floorTo(span.fromMs, stepMs), toMs: floorTo(span.toMs, stepMs), stepMs };
}

const HOUR_MS = 3_600_000;

export function pointCount({ fromMs, toMs, stepMs }: Axis): number {
  return Math.floor((toMs - fromMs) / stepMs) + 1;
}

export function floorTo(ms: number, stepMs: number): number {
  return Math.floor(ms / stepMs) * stepMs;
}
