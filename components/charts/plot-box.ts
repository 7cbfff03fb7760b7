// Where in a chart its plot lies, in px: what is laid over it (marks, the cursor) finds its place by it.

export const PLOT_LEFT = 56;
export const PLOT_RIGHT = 1;
/** Half of the room that the text of a time takes. */
export const TIME_HALF_PX = 20;
/** Room for words above. */
export const PLOT_TOP = 24;
/** Room for times below. */
export const PLOT_BOTTOM = 24;
export const CHART_HEIGHT = 196;

interface Span {
  fromMs: number;
  toMs: number;
}

/** From the left edge of the chart. */
export function xOf(atMs: number, { fromMs, toMs }: Span, chartWidth: number): number {
  const share = toMs > fromMs ? (atMs - fromMs) / (toMs - fromMs) : 1;
  return PLOT_LEFT + share * plotWidth(chartWidth);
}

export function timeAt(x: number, { fromMs, toMs }: Span, chartWidth: number): number {
  const share = Math.min(1, Math.max(0, (x - PLOT_LEFT) / plotWidth(chartWidth)));
  return fromMs + share * (toMs - fromMs);
}

export function plotWidth(chartWidth: number): number {
  return Math.max(1, chartWidth - PLOT_LEFT - PLOT_RIGHT);
}
