// Amounts that somebody stated, as text.
import { formatCores, formatCpu } from '#lib/format/cpu.ts';
import { formatSize } from '#lib/format/memory.ts';
import type { StatedAmounts } from '#lib/model/usage/usage-view.ts';

/** `250m, 310Mi`; a dash for the one that nobody states (to ask for 0 is the same), null where neither is. */
export function statedText({ cpuMillicores, memoryBytes }: StatedAmounts): string | null {
  if (!cpuMillicores && !memoryBytes) return null;
  return `${cpuMillicores ? formatCpu(cpuMillicores) : '–'}, ${memoryBytes ? formatSize(memoryBytes) : '–'}`;
}

/** `4 cores, 855Mi`: what a node has. */
export function sizeText({ cpuMillicores, memoryBytes }: StatedAmounts): string | null {
  const cores = cpuMillicores === null ? null : `${formatCores(cpuMillicores)} cores`;
  const memory = memoryBytes === null ? null : formatSize(memoryBytes);
  return [cores, memory].filter((text) => text !== null).join(', ') || null;
}
