// Which parts of a graph have no value though they had one before: what is drawn hatched, and named beside the sum.
import type { UsageGraphView } from '../usage-view.ts';

export type Amount = 'cpu' | 'memory';

/**
 * For each series and step: whether it is silent, that is measured before in the picture and not now, for whatever reason:
 * what a board that is NotReady uses nobody knows either, and a layer that just ends would look like nothing. What was
 * never measured has not begun.
 */
export function silenceOf(view: UsageGraphView, amount: Amount): readonly (readonly boolean[])[] {
  return view.series.map((series) => {
    const first = series[amount].mean.findIndex((value) => value !== null);
    return series[amount].mean.map((value, index) => value === null && first >= 0 && index > first);
  });
}
