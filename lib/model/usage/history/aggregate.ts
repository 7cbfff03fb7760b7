// Fine values as those of wider steps: their mean, and the peak that the mean hides.
import type { GraphValues } from '../usage-view.ts';

/** Rounded: millicores and bytes are whole. One value for each of the fine steps, `width` of them to a step. A step in which nobody measured is a hole. */
export function aggregated(values: readonly (number | null)[], width: number): GraphValues {
  const mean: (number | null)[] = [];
  const max: (number | null)[] = [];
  for (let from = 0; from < values.length; from += width) {
    const known = values.slice(from, from + width).filter((value) => value !== null);
    mean.push(known.length === 0 ? null : Math.round(known.reduce((sum, value) => sum + value, 0) / known.length));
    max.push(known.length === 0 ? null : Math.round(Math.max(...known)));
  }
  return { mean, max };
}
