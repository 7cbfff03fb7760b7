// What pods and nodes state of CPU and memory: amounts that were asked for, not measured.
import type { ResourceAmounts } from '#lib/rules/resources.ts';
import type { StatedAmounts } from './usage-view.ts';

export function stated(amounts: ResourceAmounts): StatedAmounts {
  return { cpuMillicores: amounts['cpu'] ?? null, memoryBytes: amounts['memory'] ?? null };
}
