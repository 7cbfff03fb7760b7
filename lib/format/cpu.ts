// CPU as text: millicores as `kubectl top` prints them, cores for a board's size.

/** `352m`; a fraction of a millicore is cut off, as kubectl does. */
export function formatCpu(millicores: number): string {
  return `${Math.trunc(millicores)}m`;
}

/** `4`, `1.5`, `0.25`, `0.034`: cores, for what a board has and for what is drawn. */
export function formatCores(millicores: number): string {
  return String(Math.abs(millicores) < 100 ? Math.round(millicores) / 1_000 : Math.round(millicores / 10) / 100);
}
