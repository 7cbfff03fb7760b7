// Sets of completion indexes as Jobs write them: `1,3-5,7`. Mirrors kubernetes pkg/controller/job/indexed_job_utils.go.

/** First and last index, both included. */
export type Interval = readonly [first: number, last: number];

/** In ascending order, neither overlapping nor adjacent. */
export type Indexes = readonly Interval[];

/** Reads the text form; what is not a number, or not below `completions`, is left out. */
export function parseIndexes(text: string, completions: number): Indexes {
  const parsed: Interval[] = [];
  for (const part of text === '' ? [] : text.split(',')) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (match === null) continue;
    const first = Number(match[1]);
    if (first >= completions) break;
    parsed.push([first, Math.min(Number(match[2] ?? first), completions - 1)]);
  }
  return merged(parsed);
}

export function indexesText(indexes: Indexes): string {
  return indexes
    .map(([first, last]) => {
      if (first === last) return String(first);
      return `${first}${last === first + 1 ? ',' : '-'}${last}`;
    })
    .join();
}

export function withIndexes(indexes: Indexes, added: Iterable<number>): Indexes {
  return mergeIndexes(
    indexes,
    Array.from(added, (index): Interval => [index, index]),
  );
}

export function mergeIndexes(a: Indexes, b: Indexes): Indexes {
  return merged([...a, ...b].sort(([x], [y]) => x - y));
}

export function countIndexes(indexes: Indexes): number {
  return indexes.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

export function hasIndex(indexes: Indexes, index: number): boolean {
  return indexes.some(([first, last]) => first <= index && index <= last);
}

/** The `count` lowest indexes below `completions` that are not taken. */
export function firstFreeIndexes(taken: Indexes, count: number, completions: number): number[] {
  const free: number[] = [];
  let candidate = 0;
  for (const [first, last] of [...taken, [completions, completions] as const]) {
    for (; candidate < Math.min(first, completions) && free.length < count; candidate++) free.push(candidate);
    candidate = Math.max(candidate, last + 1);
  }
  return free;
}

function merged(sorted: readonly Interval[]): Indexes {
  const result: [number, number][] = [];
  for (const [first, last] of sorted) {
    const previous = result.at(-1);
    if (previous === undefined || first > previous[1] + 1) result.push([first, last]);
    else previous[1] = Math.max(previous[1], last);
  }
  return result;
}
