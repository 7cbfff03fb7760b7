// Series of a Prometheus laid on the steps that were asked for: what it has no value for is a hole.
import type { Labels, Points, TimeRange } from './prometheus-client.ts';
import type { HistorySeries } from './usage-source.ts';

const MILLICORES = 1_000;

/** `cpu` in cores, `memory` in bytes; series that `keyOf` knows no key for are left out. */
export function historyOf(
  range: TimeRange,
  cpu: readonly Points[],
  memory: readonly Points[],
  keyOf: (labels: Labels) => string | null,
): ReadonlyMap<string, HistorySeries> {
  const cores = laid(range, cpu, keyOf, MILLICORES);
  const bytes = laid(range, memory, keyOf, 1);
  const holes = () => emptySteps(range);
  return new Map(
    [...new Set([...cores.keys(), ...bytes.keys()])].map((key) => [
      key,
      { cpuMillicores: cores.get(key) ?? holes(), memoryBytes: bytes.get(key) ?? holes() },
    ]),
  );
}

/** A board whose address changed has several series: at each step the one that has a value counts. */
function laid(
  range: TimeRange,
  series: readonly Points[],
  keyOf: (labels: Labels) => string | null,
  factor: number,
): ReadonlyMap<string, (number | null)[]> {
  const found = new Map<string, (number | null)[]>();
  for (const { labels, points } of series) {
    const key = keyOf(labels);
    if (key === null) continue;
    const steps = found.get(key) ?? emptySteps(range);
    found.set(key, steps);
    for (const { atMs, value } of points) {
      const step = Math.round((atMs - range.fromMs) / range.stepMs);
      const before = steps[step];
      // An answer for a time that nobody asked for.
      if (before === undefined || value === null) continue;
      steps[step] = Math.max(before ?? value * factor, value * factor);
    }
  }
  return found;
}

function emptySteps({ fromMs, toMs, stepMs }: TimeRange): (number | null)[] {
  return Array.from({ length: Math.floor((toMs - fromMs) / stepMs) + 1 }, () => null);
}
