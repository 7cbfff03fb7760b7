// What a graph says of one moment.
import type { GraphSeries, StatedAmounts, UsageGraphView } from '../usage-view.ts';
import type { Amount } from './silence.ts';

const AMOUNTS: readonly Amount[] = ['cpu', 'memory'];
/** More names are counted. */
const NAMED_MAX = 3;

export interface Moment {
  index: number;
  atMs: number;
  /** In the order of the graph's series; null: not measured then. */
  parts: readonly { series: GraphSeries; cpu: number | null; memory: number | null }[];
  cpu: MomentSum;
  memory: MomentSum;
}

export interface MomentSum {
  /** Of those that were measured; null where none was. */
  sum: number | null;
  /** The sum is without them; the first by name. */
  without: { named: readonly string[]; count: number };
}

export type Silence = Readonly<Record<Amount, readonly (readonly boolean[])[]>>;

export function momentAt(view: UsageGraphView, silence: Silence, index: number): Moment {
  const sumOf = (amount: Amount): MomentSum => {
    const known = view.series.map((series) => series[amount].mean[index] ?? null).filter((value) => value !== null);
    return {
      sum: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
      without: withoutAt(view, silence, amount, index),
    };
  };
  return {
    index,
    atMs: view.fromMs + index * view.stepMs,
    parts: view.series.map((series) => ({
      series,
      cpu: series.cpu.mean[index] ?? null,
      memory: series.memory.mean[index] ?? null,
    })),
    cpu: sumOf('cpu'),
    memory: sumOf('memory'),
  };
}

/** Of nodes those that have no value, drawn or not; of namespaces those that are silent (silence.ts). */
function withoutAt(view: UsageGraphView, silence: Silence, amount: Amount, index: number): MomentSum['without'] {
  if (view.unmeasured !== null) {
    const span = view.unmeasured[amount].find(({ from, to }) => from <= index && index <= to);
    return span ?? { named: [], count: 0 };
  }
  const names = view.series.filter((_, at) => silence[amount][at]?.[index] === true).map(({ key }) => key);
  return { named: names.slice(0, NAMED_MAX), count: names.length };
}

/** Steps of the graph: indices go from 0 to one less. */
export function stepCount({ fromMs, toMs, stepMs }: UsageGraphView): number {
  return Math.max(0, Math.floor((toMs - fromMs) / stepMs) + 1);
}

/** The newest step with both amounts (a rate of CPU takes longer to begin and ends sooner), else with any; null without. */
export function newestMeasured(view: UsageGraphView): number | null {
  const indices = Array.from({ length: stepCount(view) }, (_, index) => index);
  const has = (amount: Amount, index: number): boolean =>
    view.series.some((series) => (series[amount].mean[index] ?? null) !== null);
  const both = indices.findLast((index) => has('cpu', index) && has('memory', index));
  return both ?? indices.findLast((index) => has('cpu', index) || has('memory', index)) ?? null;
}

/**
 * Where the source begins after the graph does: since when, and the first step with a value. A source that does not say
 * since when it knows is taken to begin with its first value (Heapster remembers CPU for longer than memory).
 */
export function knownSince(
  view: UsageGraphView,
  amounts: readonly Amount[] = AMOUNTS,
): { atMs: number; index: number } | null {
  const { source, fromMs, stepMs, series } = view;
  const firsts = series
    .flatMap((one) => amounts.map((amount) => one[amount].mean.findIndex((value) => value !== null)))
    .filter((first) => first >= 0);
  if (firsts.length === 0) return null;
  const index = Math.min(...firsts);
  const atMs = source.since === null ? fromMs + index * stepMs : Date.parse(source.since);
  return index > 1 && atMs > fromMs + stepMs ? { atMs, index } : null;
}

export function statedOf(amounts: StatedAmounts, amount: Amount): number | null {
  return amount === 'cpu' ? amounts.cpuMillicores : amounts.memoryBytes;
}
