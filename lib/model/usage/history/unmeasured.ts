// Who is missing in the sums of a graph, and when: what its layers cannot tell of a board that is no part of them.
import { compareNames } from '../../overview/shelves.ts';
import type { GraphSeries, UnmeasuredSpan } from '../usage-view.ts';
import type { NodeCourse } from './expected-nodes.ts';
import type { SeriesValues } from './graph-series.ts';
import { type Axis, pointCount } from './steps.ts';

type Amount = 'cpu' | 'memory';

/** More names are counted. */
const NAMED_MAX = 3;

interface UnmeasuredInput {
  axis: Axis;
  /** Of nodes. */
  values: ReadonlyMap<string, SeriesValues>;
  nodes: readonly NodeCourse[];
  /** Where nodes are summed by architecture: a layer that is unknown is without all of its boards. */
  sums: readonly GraphSeries[] | null;
}

/** In order of time. Where nobody measured anything there is no sum that somebody could be missing in. */
export function unmeasured(input: UnmeasuredInput, amount: Amount): readonly UnmeasuredSpan[] {
  const spans: UnmeasuredSpan[] = [];
  for (let index = 0; index < pointCount(input.axis); index++) {
    const names = missingAt(input, amount, index);
    const last = spans.at(-1);
    const named = names.slice(0, NAMED_MAX);
    const isSame = last?.to === index - 1 && last.count === names.length && last.named.join('\n') === named.join('\n');
    if (isSame) spans[spans.length - 1] = { ...last, to: index };
    else if (names.length > 0) spans.push({ from: index, to: index, named, count: names.length });
  }
  return spans;
}

function missingAt({ axis, values, nodes, sums }: UnmeasuredInput, amount: Amount, index: number): readonly string[] {
  const at = (name: string) => values.get(name)?.[amount].mean[index] ?? null;
  if (nodes.every(({ name }) => at(name) === null)) return [];
  const known = new Set(sums?.filter((sum) => (sum[amount].mean[index] ?? null) !== null).map(({ key }) => key));
  const missing = new Set<string>();
  for (const course of nodes) {
    if (!wasThere(course, axis.fromMs + index * axis.stepMs)) continue;
    const isSummed = sums === null || known.has(course.arch);
    if (!isSummed) missing.add(course.arch);
    else if (at(course.name) === null) missing.add(course.name);
  }
  return [...missing].sort(compareNames);
}

function wasThere({ sinceMs, goneMs }: NodeCourse, atMs: number): boolean {
  return (sinceMs === null || sinceMs <= atMs) && (goneMs === null || goneMs > atMs);
}
