// Rows of the topic `usage`: what each node uses, and what its pods asked for.
import { sumAmounts } from '#lib/rules/resources.ts';
import { readyView } from '../overview/board.ts';
import { type MeasuresInput, measuresOf } from '../overview/measures.ts';
import { takesRoom } from '../placement/node-infos.ts';
import type { NodeRecord, PodRecord } from '../records/records.ts';
import { stated } from './stated.ts';
import type { NodeUsageRow, Sparkline, StatedAmounts } from './usage-view.ts';

const UNKNOWN: StatedAmounts = { cpuMillicores: null, memoryBytes: null };

/** `pods` are those bound to the node; null where they may not be read: missing is not zero. */
export function nodeUsageRow(
  node: NodeRecord,
  pods: readonly PodRecord[] | null,
  measures: MeasuresInput,
  spark: Sparkline | null,
): NodeUsageRow {
  const holding = pods?.filter(takesRoom) ?? null;
  return {
    name: node.name,
    arch: node.hardware.architecture,
    ...measuresOf(node, readyView(node), measures),
    allocatable: stated(node.allocatable),
    requests: holding === null ? UNKNOWN : total(holding.map(({ requests }) => requests)),
    limits: holding === null ? UNKNOWN : total(holding.map(({ limits }) => limits)),
    spark,
  };
}

/** Of no pods at all nothing is asked for: that is zero, and known. */
function total(amounts: Parameters<typeof sumAmounts>[0]): StatedAmounts {
  return stated({ cpu: 0, memory: 0, ...sumAmounts(amounts) });
}
