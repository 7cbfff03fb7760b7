// Amounts of a resource as kubectl writes them, by the resource's own unit.
import { formatNumber } from '#lib/format/count.ts';
import { formatCores, formatCpu } from '#lib/format/cpu.ts';
import { formatSize } from '#lib/format/memory.ts';
import { formatPercent } from '#lib/format/percent.ts';
import type { ResourceRowView } from '#lib/model/node/node-view.ts';

const BYTES: ReadonlySet<string> = new Set(['memory', 'ephemeral-storage']);

/** `4`, `855Mi`, `110`; in words where the node does not say. */
export function resourceText(name: string, amount: number | null): string {
  if (amount === null) return 'not reported';
  if (name === 'cpu') return formatCores(amount);
  return BYTES.has(name) || name.startsWith('hugepages-') ? formatSize(amount) : formatNumber(amount);
}

/** `352m, 8%`: the amount and its share of what is allocatable; a dash where pods ask for nothing of it. */
export function shareText(row: ResourceRowView, amount: number | null): string {
  if (amount === null || (amount === 0 && row.name !== 'pods')) return '–';
  const text = row.name === 'cpu' ? formatCpu(amount) : resourceText(row.name, amount);
  const percent = percentOf(row, amount);
  return percent === null ? text : `${text}, ${formatPercent(percent)}`;
}

/** Null where it cannot be said: the node names no amount, or none to share. */
export function percentOf(row: ResourceRowView, amount: number | null): number | null {
  if (amount === null || row.allocatable === null || row.allocatable === 0) return null;
  return (amount / row.allocatable) * 100;
}
