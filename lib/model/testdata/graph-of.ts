// A graph's answer for tests, from the values of its series.
import type { GraphMark, GraphSeries, UsageGraphView } from '../usage/usage-view.ts';

export const STEP_MS = 15_000;
export const FROM_MS = Date.UTC(2017, 11, 6, 13, 0, 0);

export type Values = readonly (number | null)[];

interface GraphOf {
  by?: UsageGraphView['by'];
  /** Of CPU by key of the series; memory is a mebibyte for each millicore. */
  cpu: Readonly<Record<string, Values>>;
  archs?: Readonly<Record<string, string>>;
  unmeasured?: UsageGraphView['unmeasured'];
  marks?: readonly (Pick<GraphMark, 'kind' | 'node'> & { step: number; text?: string })[];
}

export function graphOf({ by = 'node', cpu, archs = {}, marks = [], unmeasured = null }: GraphOf): UsageGraphView {
  const count = Math.max(1, ...Object.values(cpu).map((values) => values.length));
  return {
    by,
    fromMs: FROM_MS,
    toMs: FROM_MS + (count - 1) * STEP_MS,
    stepMs: STEP_MS,
    source: { kind: 'memory', title: 'this server', since: null, resolutionSeconds: 15, state: { state: 'live' } },
    series: Object.entries(cpu).map(([key, values]) => seriesOf(key, archs[key] ?? null, values)),
    marks: marks.map(({ kind, node, step, text = kind }, index) => {
      return { key: String(index), atMs: FROM_MS + step * STEP_MS, kind, text, node };
    }),
    unmeasured,
    allocatable: { cpuMillicores: 20_000, memoryBytes: 5 * 1024 ** 3 },
  };
}

function seriesOf(key: string, arch: string | null, values: Values): GraphSeries {
  const memory = values.map((value) => (value === null ? null : value * 1024 ** 2));
  return { key, arch, cpu: { mean: values, max: values }, memory: { mean: memory, max: memory } };
}
