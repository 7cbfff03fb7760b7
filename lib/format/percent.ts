// Shares as text.

/** `8%`; the fraction is cut off, as `kubectl top` does. */
export function formatPercent(percent: number): string {
  return `${Math.trunc(percent)}%`;
}
