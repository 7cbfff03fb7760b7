// Where the bars and lines of a timeline lie, in px of its plot.
import { measuredRuns } from '#components/charts/runs.ts';
import { readyAt, type TimelineWindow } from '#lib/model/autoscaling/timeline-window.ts';
import { decimalStep } from '#lib/model/usage/graph/scale.ts';

/** Between bars, where there is room for it. */
const GAP_PX = 1;
/** Metrics may be fractions: a thousandth is the finest that an API tells. */
export const METRIC_LEAST = 0.001;
/** Where all is zero an axis still needs a top. */
const NOTHING_TOP = 1;

interface Box {
  width: number;
  height: number;
  /** What its top stands for. */
  top: number;
}

/** Round figures from zero to at least `max`. */
export function axisOf(max: number, least: number): readonly number[] {
  const whole = max > 0 ? max : NOTHING_TOP;
  const step = decimalStep(whole, least);
  return Array.from({ length: Math.ceil(whole / step) + 1 }, (_, index) => index * step);
}

export function metricTop({ metric }: TimelineWindow, target: number | null): number {
  return Math.max(target ?? 0, ...known(metric));
}

export function replicasTop(window: TimelineWindow): number {
  const ready = window.metric.map((_, index) => readyAt(window, index));
  return Math.max(...known(ready), ...known(window.desired), 0);
}

interface Bar {
  key: string;
  arch: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** For each step a bar of each architecture, stacked in their order. */
export function barsOf(window: TimelineWindow, { width, height, top }: Box): readonly Bar[] {
  const cell = width / Math.max(1, window.metric.length);
  const bars: Bar[] = [];
  for (const index of window.metric.keys()) {
    let below = 0;
    for (const { arch, values } of window.ready) {
      const count = values[index] ?? 0;
      if (count === 0) continue;
      const high = (count / top) * height;
      below += high;
      bars.push({
        key: `${index} ${arch}`,
        arch,
        x: index * cell + GAP_PX / 2,
        y: height - below + GAP_PX / 2,
        width: Math.max(1, cell - GAP_PX),
        height: Math.max(1, high - GAP_PX),
      });
    }
  }
  return bars;
}

/** A line of steps: it stands for the whole of each, and a hole breaks it. */
export function desiredPath(values: readonly (number | null)[], { width, height, top }: Box): string {
  const cell = width / Math.max(1, values.length);
  return measuredRuns(values)
    .map(({ from, to }) => {
      const levels = values.slice(from, to + 1).map((value, index) => {
        const y = height * (1 - (value ?? 0) / top);
        return `${index === 0 ? `M${from * cell} ${y}` : `V${y}`}H${(from + index + 1) * cell}`;
      });
      return levels.join('');
    })
    .join('');
}

function known(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value) => value !== null);
}
