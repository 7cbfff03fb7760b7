// Round figures for an axis that begins at zero.
import { formatCores } from '#lib/format/cpu.ts';
import { formatGibibytes } from '#lib/format/memory.ts';
import type { Amount } from './silence.ts';

const INTERVALS_MAX = 4;
const MILLICORE = 1;
const MEBIBYTE = 1024 ** 2;
/** Ticks this far apart are round gibibytes. */
const GIBIBYTES_FROM = 256 * MEBIBYTE;

export interface Tick {
  value: number;
  text: string;
}

/** From zero up to at least `max`, in two to four steps of one unit; the last tick is the top of the axis. */
export function scaleOf(max: number, amount: Amount): readonly Tick[] {
  const step = amount === 'cpu' ? decimalStep(max, MILLICORE) : memoryStep(max);
  const count = Math.max(1, Math.ceil(max / step));
  const format = amount === 'cpu' ? formatCores : step < GIBIBYTES_FROM ? mebibytes : gibibytes;
  return Array.from({ length: count + 1 }, (_, index) => {
    const value = index * step;
    return { value, text: value === 0 ? '0' : format(value) };
  });
}

function mebibytes(bytes: number): string {
  return `${bytes / MEBIBYTE} MiB`;
}

function gibibytes(bytes: number): string {
  return `${formatGibibytes(bytes)} GiB`;
}

/** The step of an axis up to `max`: 1, 2 or 5 times a power of ten, `least` at least. */
export function decimalStep(max: number, least: number): number {
  for (let power = least; ; power *= 10) {
    for (const digit of [1, 2, 5]) if (max <= digit * power * INTERVALS_MAX) return digit * power;
  }
}

/** A power of two, as memory comes; one mebibyte at least. */
function memoryStep(max: number): number {
  let step = MEBIBYTE;
  while (max > step * INTERVALS_MAX) step *= 2;
  return step;
}
