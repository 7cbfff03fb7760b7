// Amounts of a graph in words.
import { formatCores, formatCpu } from '#lib/format/cpu.ts';
import { formatGibibytes, formatMemory } from '#lib/format/memory.ts';
import type { MomentSum } from './moment.ts';
import type { Amount } from './silence.ts';

const MEBIBYTE = 1024 ** 2;
/** Below it two digits of a gibibyte say too little. */
const GIBIBYTES_FROM = 100 * MEBIBYTE;

export const AMOUNT_TITLES: Readonly<Record<Amount, string>> = { cpu: 'CPU', memory: 'Memory' };

/** As `kubectl top` prints it: `352m`, `487Mi`; a dash where nobody measured. */
export function amountText(value: number | null, amount: Amount): string {
  if (value === null) return '–';
  return amount === 'cpu' ? formatCpu(value) : formatMemory(value);
}

/** For people: `0.35 cores`, `1.5 GiB`, `45 MiB`; a dash where nobody measured. */
export function figureText(value: number | null, amount: Amount): string {
  if (value === null) return '–';
  if (amount === 'cpu') return `${formatCores(value)} ${formatCores(value) === '1' ? 'core' : 'cores'}`;
  return value < GIBIBYTES_FROM ? `${Math.round(value / MEBIBYTE)} MiB` : `${formatGibibytes(value)} GiB`;
}

/** `1.19 of 20 cores`, `1.9 of 4.9 GiB`; without the whole where nobody states it. */
export function sumText({ sum, without }: MomentSum, allocatable: number | null, amount: Amount): string {
  if (sum === null) return 'not measured';
  const figure = (value: number): string => (amount === 'cpu' ? formatCores(value) : formatGibibytes(value));
  const unit = amount === 'cpu' ? 'cores' : 'GiB';
  const whole = allocatable === null ? '' : ` of ${figure(allocatable)}`;
  const rest = without.count === 0 ? '' : ` without ${namesText(without)}`;
  return `${figure(sum)}${whole} ${unit}${rest}`;
}

function namesText({ named, count }: MomentSum['without']): string {
  const names = named.join(', ');
  return count > named.length ? `${names} and ${count - named.length} more` : names;
}
