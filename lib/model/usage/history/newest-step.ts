// Where a graph ends: at the newest step that is complete, for nodes are not all measured at the same moment.
import { isExpected, type NodeCourse } from './expected-nodes.ts';
import type { SeriesValues } from './graph-series.ts';
import { type Axis, pointCount } from './steps.ts';

/**
 * How many of the last steps are still being measured: some expected node has no value yet, within `graceMs` of now.
 * Older than that, it is a hole.
 */
export function unfinishedSteps(
  axis: Axis,
  values: ReadonlyMap<string, SeriesValues>,
  nodes: readonly NodeCourse[] | null,
  { nowMs, graceMs }: { nowMs: number; graceMs: number },
): number {
  const count = pointCount(axis);
  for (let index = count - 1; index >= 0; index--) {
    const atMs = axis.fromMs + index * axis.stepMs;
    if (atMs + axis.stepMs <= nowMs - graceMs || isComplete(index)) return count - 1 - index;
  }
  return 0;

  function isComplete(index: number): boolean {
    const at = (key: string) => values.get(key)?.cpu.mean[index] ?? null;
    if (nodes === null) return [...values.keys()].some((key) => at(key) !== null);
    const atMs = axis.fromMs + index * axis.stepMs;
    const isThere = [...values.keys()].some((key) => at(key) !== null);
    return isThere && nodes.every((course) => at(course.name) !== null || !isExpected(course, atMs, axis));
  }
}

/** Without its last steps. */
export function shortened(axis: Axis, steps: number): Axis {
  return { ...axis, toMs: axis.toMs - steps * axis.stepMs };
}

export function shortenedValues(values: ReadonlyMap<string, SeriesValues>, count: number): Map<string, SeriesValues> {
  const cut = ({ mean, max }: SeriesValues['cpu']) => ({ mean: mean.slice(0, count), max: max.slice(0, count) });
  return new Map([...values].map(([key, { cpu, memory }]) => [key, { cpu: cut(cpu), memory: cut(memory) }]));
}
