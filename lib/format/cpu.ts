// CPU as text: millicores as `kubectl top` prints them, cores for a board's size.

/** `352m`; a fraction of a millicore is cut off, as kubectl does. */
export function formatCpu(millicores: number): string {
  return `${Math.trunc(millicores)}m`;
}

/** `4`, `1.5`, `0.25`: cores, for what a board has. */
export function formatCores(millicores: number): string {
  return String(Math.round(millicores / 10) / 100);
}
