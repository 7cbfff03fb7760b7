// What is made of the samples of a while: rates as Prometheus extrapolates them, and plain figures over time.
// Mirrors prometheus promql/functions.go extrapolatedRate, instantValue and the *_over_time functions.
import type { Sample } from '../sample-store.ts';

/** Null where there are too few samples to tell. */
type RangeFunction = (samples: readonly Sample[], fromMs: number, untilMs: number) => number | null;

const overTime =
  (figure: (values: readonly number[]) => number): RangeFunction =>
  (samples) =>
    samples.length === 0 ? null : figure(samples.map(({ value }) => value));

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export const RANGE_FUNCTIONS: Readonly<Record<string, RangeFunction>> = {
  rate(samples, fromMs, untilMs) {
    const grown = increase(samples, fromMs, untilMs);
    return grown === null ? null : (grown * 1_000) / (untilMs - fromMs);
  },
  increase,
  irate(samples) {
    const [before, last] = samples.slice(-2);
    if (before === undefined || last === undefined) return null;
    const grown = last.value < before.value ? last.value : last.value - before.value;
    return (grown * 1_000) / (last.atMs - before.atMs);
  },
  avg_over_time: overTime((values) => sum(values) / values.length),
  sum_over_time: overTime(sum),
  min_over_time: overTime((values) => Math.min(...values)),
  max_over_time: overTime((values) => Math.max(...values)),
  count_over_time: overTime((values) => values.length),
  last_over_time: overTime((values) => values.at(-1) ?? Number.NaN),
};

/** Samples further than this from an end of the while do not stand for what lies between, in mean distances. */
const EXTRAPOLATION_MAX = 1.1;

/** What a counter has grown by, a reset counted as a start from zero, drawn out to both ends of the while. */
function increase(samples: readonly Sample[], fromMs: number, untilMs: number): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || samples.length < 2) return null;
  let grown = last.value - first.value;
  for (const [index, { value }] of samples.entries()) {
    const before = samples[index - 1]?.value ?? value;
    if (value < before) grown += before;
  }
  const spanMs = last.atMs - first.atMs;
  const stepMs = spanMs / (samples.length - 1);
  const limited = (ms: number) => (ms >= stepMs * EXTRAPOLATION_MAX ? stepMs / 2 : ms);
  let headMs = limited(first.atMs - fromMs);
  // A counter was never below zero.
  if (grown > 0 && first.value >= 0) headMs = Math.min(headMs, spanMs * (first.value / grown));
  return (grown * (spanMs + headMs + limited(untilMs - last.atMs))) / spanMs;
}
