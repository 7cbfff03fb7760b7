// The series of a graph: nodes by themselves or summed by architecture, namespaces, containers of a pod.
import { compareArchitectures } from '../../overview/architectures.ts';
import { compareNames } from '../../overview/shelves.ts';
import { type GraphBy, type GraphSeries, type GraphValues, SERIES_MAX } from '../usage-view.ts';
import { isExpected, type NodeCourse } from './expected-nodes.ts';
import { type Axis, pointCount } from './steps.ts';

/** One source's values of a node, namespace or container, one for each step. */
export interface SeriesValues {
  cpu: GraphValues;
  memory: GraphValues;
}

export interface SeriesInput {
  by: GraphBy;
  axis: Axis;
  values: ReadonlyMap<string, SeriesValues>;
  nodes: readonly NodeCourse[];
  /** Every node by itself, also those without any value; otherwise the smallest are told together. */
  each: boolean;
  /** Beyond so many; the smallest go first. */
  most: number;
}

interface Part extends SeriesValues {
  key: string;
  arch: string | null;
  /** Whether a step without a value is unknown rather than nothing. */
  expected: (index: number) => boolean;
}

export const OTHER = 'other';

export function graphSeries(input: SeriesInput): GraphSeries[] {
  const parts = partsOf(input);
  if (input.by === 'arch') return archSums(parts, input.axis);
  const shown = input.each ? parts.slice(0, input.most) : folded(parts, Math.min(input.most, SERIES_MAX), input.axis);
  return shown.map(({ key, arch, cpu, memory }) => ({ key, arch, cpu, memory }));
}

/** In the order of the stack, those without any value left out unless each is asked for. */
function partsOf({ by, axis, values, nodes, each }: SeriesInput): Part[] {
  if (by === 'namespace' || by === 'pod') {
    return [...values]
      .flatMap(([key, value]) => {
        return isEmpty(value) ? [] : [{ key, arch: null, ...value, expected: inside(value) }];
      })
      .sort((a, b) => compareNames(a.key, b.key));
  }
  const courses = new Map(nodes.map((course) => [course.name, course]));
  const names = new Set([...values.keys(), ...courses.keys()]);
  const parts: Part[] = [];
  for (const key of names) {
    const value = values.get(key) ?? emptyValues(axis);
    const course = courses.get(key);
    const expected = (index: number) =>
      course !== undefined && isExpected(course, axis.fromMs + index * axis.stepMs, axis);
    // Of a board that was never measured a sum by architecture is unknown; by itself there is nothing to draw.
    if (isEmpty(value) && !each && by !== 'arch') continue;
    if (each && course === undefined) continue;
    parts.push({ key, arch: course?.arch ?? 'unknown', ...value, expected });
  }
  return parts.sort((a, b) => compareArchitectures(a.arch ?? '', b.arch ?? '') || compareNames(a.key, b.key));
}

function archSums(parts: readonly Part[], axis: Axis): GraphSeries[] {
  const archs = [...new Set(parts.map(({ arch }) => arch ?? 'unknown'))].sort(compareArchitectures);
  return archs.flatMap((arch) => {
    const sum = sumOf(
      parts.filter((part) => part.arch === arch),
      axis,
    );
    return isEmpty(sum) ? [] : [{ key: arch, arch, ...sum }];
  });
}

/** The largest as they are, and the sum of the rest, on top. */
function folded(parts: readonly Part[], most: number, axis: Axis): readonly Omit<Part, 'expected'>[] {
  if (parts.length <= most) return parts;
  const cpuTotal = totalOf(parts, 'cpu');
  const memoryTotal = totalOf(parts, 'memory');
  const weight = (part: Part) => share(part.cpu, cpuTotal) + share(part.memory, memoryTotal);
  const largest = new Set([...parts].sort((a, b) => weight(b) - weight(a)).slice(0, most - 1));
  const rest = parts.filter((part) => !largest.has(part));
  return [...parts.filter((part) => largest.has(part)), { key: OTHER, arch: null, ...sumOf(rest, axis) }];
}

/**
 * Null where one that should have a value has none: a sum of what happens to be measured is none. Peaks are added as
 * well: together they were that high at most.
 */
function sumOf(parts: readonly Part[], axis: Axis): SeriesValues {
  const sums = (amount: 'cpu' | 'memory', kind: 'mean' | 'max') =>
    Array.from({ length: pointCount(axis) }, (_, index) => {
      let sum: number | null = null;
      for (const part of parts) {
        const value = part[amount][kind][index] ?? null;
        if (value !== null) sum = (sum ?? 0) + value;
        else if (part.expected(index)) return null;
      }
      return sum;
    });
  return {
    cpu: { mean: sums('cpu', 'mean'), max: sums('cpu', 'max') },
    memory: { mean: sums('memory', 'mean'), max: sums('memory', 'max') },
  };
}

/** What was measured before and after was there in between. */
function inside({ cpu: { mean } }: SeriesValues): (index: number) => boolean {
  const first = mean.findIndex((value) => value !== null);
  const last = mean.findLastIndex((value) => value !== null);
  return (index) => index > first && index < last;
}

function isEmpty({ cpu, memory }: SeriesValues): boolean {
  return cpu.mean.every((value) => value === null) && memory.mean.every((value) => value === null);
}

function emptyValues(axis: Axis): SeriesValues {
  const none: GraphValues['mean'] = Array.from({ length: pointCount(axis) }, () => null);
  return { cpu: { mean: none, max: none }, memory: { mean: none, max: none } };
}

function totalOf(parts: readonly Part[], amount: 'cpu' | 'memory'): number {
  return parts.reduce((sum, part) => sum + share(part[amount], 1), 0);
}

function share({ mean }: GraphValues, total: number): number {
  const sum = mean.reduce<number>((so, value) => so + (value ?? 0), 0);
  return total === 0 ? 0 : sum / total;
}
