// Where a row of values has some and where it has a hole: what keeps every drawing from bridging what nobody measured.

/** Indices, both inclusive. */
export interface Run {
  from: number;
  to: number;
}

/** Neighbours that hold a value, in order. */
export function measuredRuns(values: readonly (number | null)[]): readonly Run[] {
  return runsWhere(values.length, (index) => (values[index] ?? null) !== null);
}

/** Neighbours of which `holds` is true, in order. */
export function runsWhere(length: number, holds: (index: number) => boolean): readonly Run[] {
  const runs: Run[] = [];
  let from: number | null = null;
  for (let index = 0; index <= length; index++) {
    const inside = index < length && holds(index);
    if (inside && from === null) from = index;
    if (!inside && from !== null) {
      runs.push({ from, to: index - 1 });
      from = null;
    }
  }
  return runs;
}

export interface Box {
  width: number;
  height: number;
}

/**
 * The lines through the values as SVG path data: zero at the bottom of the box and `max` at its top. A hole breaks the
 * line; a value alone between two holes is a dot (a stroke with round ends).
 */
export function linePath(values: readonly (number | null)[], max: number, box: Box): string {
  const at = placing(values.length, max, box);
  return measuredRuns(values)
    .map(({ from, to }) => {
      const points = values.slice(from, to + 1).map((value, index) => at(from + index, value ?? 0));
      return from === to ? `M${points[0]}h0` : `M${points.join('L')}`;
    })
    .join('');
}

/** The area between two rows of values, broken where either has a hole. */
export function bandPath(
  low: readonly (number | null)[],
  high: readonly (number | null)[],
  max: number,
  box: Box,
): string {
  const at = placing(high.length, max, box);
  return runsWhere(high.length, (index) => (low[index] ?? null) !== null && (high[index] ?? null) !== null)
    .filter(({ from, to }) => to > from)
    .map(({ from, to }) => {
      const indices = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      const there = indices.map((index) => at(index, high[index] ?? 0));
      const back = indices.reverse().map((index) => at(index, low[index] ?? 0));
      return `M${[...there, ...back].join('L')}Z`;
    })
    .join('');
}

function placing(count: number, max: number, { width, height }: Box): (index: number, value: number) => string {
  return (index, value) => {
    const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
    return `${tenths((index / Math.max(1, count - 1)) * width)} ${tenths(height - share * height)}`;
  };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
