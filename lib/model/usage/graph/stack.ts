// A stack of series in which a hole stays a hole: each layer is a range from below to above, absent where nobody
// measured, and what is silent (silence.ts) stands hatched on top as high as it was last.

/** Bottom and top, in the unit of the values. */
export type Range = readonly [low: number, high: number];

export interface StackColumn {
  atMs: number;
  /** One for each series from the bottom; null where it has no value. */
  ranges: readonly (Range | null)[];
  /** On top of them: the last known height of those that are silent. */
  unknown: Range | null;
}

export interface Stack {
  /** In order of time; two at the same time are an edge: before it and after. */
  columns: readonly StackColumn[];
  /** Nobody measured anything, between two times at which somebody did or up to the end. */
  blind: readonly { fromMs: number; toMs: number }[];
  /** The highest top, hatched parts among it. */
  max: number;
}

export interface StackLayer {
  values: readonly (number | null)[];
  /** One for each value (silence.ts). */
  silent: readonly boolean[];
}

interface Axis {
  fromMs: number;
  stepMs: number;
}

export function stackOf(layers: readonly StackLayer[], axis: Axis): Stack {
  const count = layers[0]?.values.length ?? 0;
  const heights = layers.map((layer) => lastKnown(layer.values));
  const stepAt = (index: number): Step => stepOf(layers, heights, index);
  const columns: StackColumn[] = [];
  let before: Step | null = null;
  for (let index = 0; index < count; index++) {
    const step = stepAt(index);
    const atMs = axis.fromMs + index * axis.stepMs;
    if (before !== null && before.shape !== step.shape) {
      const edgeMs = atMs - axis.stepMs / 2;
      columns.push(columnOf(edgeMs, halfway(before, step)), columnOf(edgeMs, halfway(step, before)));
    }
    columns.push(columnOf(atMs, step));
    before = step;
  }
  const max = Math.max(
    0,
    ...columns.flatMap(({ ranges, unknown }) => [...ranges, unknown].map((range) => range?.[1] ?? 0)),
  );
  return { columns, blind: blindSpans(layers, count, axis), max };
}

/** The layers at one moment; `shape` is equal where the same ones are measured and silent. */
interface Step {
  values: readonly (number | null)[];
  unknown: readonly number[];
  shape: string;
}

function stepOf(layers: readonly StackLayer[], heights: readonly (readonly number[])[], index: number): Step {
  const values = layers.map((layer) => layer.values[index] ?? null);
  const nobody = values.every((value) => value === null);
  const silent = layers.map((layer) => !nobody && layer.silent[index] === true);
  return {
    values,
    unknown: silent.map((is, layer) => (is ? (heights[layer]?.[index] ?? 0) : 0)),
    shape: values.map((value, layer) => (value !== null ? '#' : silent[layer] ? '?' : '.')).join(''),
  };
}

/** Halfway from `step` to `other`, with the shape of `step`: what both measured lies between, the rest stays. */
function halfway(step: Step, other: Step): Step {
  const values = step.values.map((value, layer) => {
    const there = other.values[layer] ?? null;
    return value === null || there === null ? value : (value + there) / 2;
  });
  return { ...step, values };
}

function columnOf(atMs: number, { values, unknown }: Step): StackColumn {
  let top = 0;
  const ranges = values.map((value): Range | null => {
    if (value === null) return null;
    const low = top;
    top += value;
    return [low, top];
  });
  const missing = unknown.reduce((sum, height) => sum + height, 0);
  return { atMs, ranges, unknown: missing > 0 ? [top, top + missing] : null };
}

/** For each index the newest value at or before it. */
function lastKnown(values: readonly (number | null)[]): readonly number[] {
  let last = 0;
  return values.map((value) => {
    last = value ?? last;
    return last;
  });
}

function blindSpans(layers: readonly StackLayer[], count: number, { fromMs, stepMs }: Axis): Stack['blind'] {
  const spans: { fromMs: number; toMs: number }[] = [];
  const nobodyAt = (index: number): boolean => layers.every(({ values }) => (values[index] ?? null) === null);
  let known: number | null = null;
  for (let index = 0; index <= count; index++) {
    if (index < count && nobodyAt(index)) continue;
    if (known !== null && index - known > 1) {
      const toMs = index === count ? fromMs + (count - 1) * stepMs : fromMs + (index - 0.5) * stepMs;
      spans.push({ fromMs: fromMs + (known + 0.5) * stepMs, toMs });
    }
    known = index;
  }
  return spans.filter((span) => span.toMs > span.fromMs);
}
