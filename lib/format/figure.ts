// A figure of any size in few letters.
import { formatNumber } from './count.ts';

const DIGITS = 3;
const LARGE = [
  { from: 1e12, sign: 'T' },
  { from: 1e9, sign: 'G' },
  { from: 1e6, sign: 'M' },
  { from: 1e4, sign: 'k' },
] as const;

/** `501`, `0.333`, `1,250`, `12.5k`, `524M`: three digits that count, four below ten thousand. */
export function formatFigure(value: number): string {
  const size = Math.abs(value);
  const large = LARGE.find(({ from }) => size >= from);
  if (large !== undefined) return `${short(value / (large.sign === 'k' ? 1e3 : large.from))}${large.sign}`;
  return size >= 1_000 ? formatNumber(Math.round(value)) : short(value);
}

function short(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}
