// The end of a timeline in so many steps of equal length: what is drawn, and told as a table.
import type { TimelineView } from './autoscaling-view.ts';

/** More of them could not be told apart. */
const STEPS_MAX = 60;

export interface TimelineWindow {
  /** Start of the first step; steps begin at whole multiples of their length, so that a picture moves on by whole steps. */
  fromMs: number;
  toMs: number;
  stepMs: number;
  /** One value for each step: the last that was known in it; null is a hole. */
  metric: readonly (number | null)[];
  desired: readonly (number | null)[];
  /** Architectures that had a pod in this time. */
  ready: readonly { arch: string; values: readonly (number | null)[] }[];
  marks: TimelineView['marks'];
}

export function timelineWindow(view: TimelineView, rangeMs: number): TimelineWindow {
  const stepMs = Math.max(1, Math.ceil(rangeMs / STEPS_MAX / view.stepMs)) * view.stepMs;
  const count = Math.max(1, Math.ceil(rangeMs / stepMs));
  const last = Math.floor((view.fromMs + Math.max(0, view.metric.length - 1) * view.stepMs) / stepMs);
  const fromMs = (last - count + 1) * stepMs;
  const toMs = (last + 1) * stepMs;
  const values = (row: readonly (number | null)[]): readonly (number | null)[] => {
    const found: (number | null)[] = Array.from({ length: count }, () => null);
    for (const [index, value] of row.entries()) {
      const at = Math.floor((view.fromMs + index * view.stepMs - fromMs) / stepMs);
      if (at >= 0 && at < count && value !== null) found[at] = value;
    }
    return found;
  };
  return {
    fromMs,
    toMs,
    stepMs,
    metric: values(view.metric),
    desired: values(view.desired),
    ready: view.ready
      .map(({ arch, values: row }) => ({ arch, values: values(row) }))
      .filter((one) => one.values.some((value) => (value ?? 0) > 0)),
    marks: view.marks.filter(({ atMs }) => atMs >= fromMs && atMs < toMs),
  };
}

/** All that is ready in a step; null where nobody knows. An architecture without a pod then says zero itself. */
export function readyAt({ ready }: Pick<TimelineWindow, 'ready'>, index: number): number | null {
  const known = ready.map(({ values }) => values[index] ?? null).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
