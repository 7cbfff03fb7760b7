// Measured numbers: as many digits as say something.
import { formatNumber } from './count.ts';

/** `501`, `35.7`, `2.66`, `0.333`, `12,345`: three digits, and all of a large one's whole part. */
export function formatDecimal(value: number): string {
  const size = Math.abs(value);
  if (size >= 99.95) return formatNumber(Math.round(value));
  const digits = size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
  return String(Number(value.toFixed(digits)));
}
