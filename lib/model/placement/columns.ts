// The columns of the placement page: architectures in the order of the rack, and their nodes in the order of names.
import { isReady } from '#lib/rules/nodes/node-status.ts';
import { compareArchitectures } from '../overview/architectures.ts';
import type { PinState } from '../overview/overview-view.ts';
import { compareNames } from '../overview/shelves.ts';
import { groupBy } from '../records/grouping.ts';
import type { NodeRecord } from '../records/records.ts';
import type { PlacementNode } from './placement-view.ts';

/** Pods of a node that is not there (any more) are of no known architecture. */
export const ARCH_UNKNOWN = 'unknown';

/** Where pods are counted that have no node. */
export const NOWHERE = '';

export type StateCounts = Partial<Record<PinState, number>>;

export interface ColumnOrder {
  /** By architecture, positions in the picture's nodes, in the order of the columns. */
  byArch: ReadonlyMap<string, readonly number[]>;
  archOf: ReadonlyMap<string, string>;
}

/** Give the last one to have it back where no node came, went or became another architecture. */
export function columnOrder(nodes: readonly NodeRecord[], before: ColumnOrder | null): ColumnOrder {
  if (before !== null && isSame(nodes, before)) return before;
  const groups = groupBy(nodes.keys(), (index) => nodes[index]?.hardware.architecture ?? ARCH_UNKNOWN);
  const sorted = [...groups].sort(([a], [b]) => compareArchitectures(a, b));
  const nameOf = (index: number) => nodes[index]?.name ?? '';
  return {
    byArch: new Map(sorted.map(([arch, of]) => [arch, of.sort((a, b) => compareNames(nameOf(a), nameOf(b)))])),
    archOf: new Map(nodes.map(({ name, hardware }) => [name, hardware.architecture])),
  };
}

/** The picture's nodes are in the order of their names, so the same names are at the same places. */
function isSame(nodes: readonly NodeRecord[], { archOf }: ColumnOrder): boolean {
  return (
    nodes.length === archOf.size && nodes.every(({ name, hardware }) => archOf.get(name) === hardware.architecture)
  );
}

export function placementNode({ name, conditions, unschedulable }: NodeRecord): PlacementNode {
  return { name, state: !isReady(conditions) ? 'not-ready' : unschedulable ? 'cordoned' : 'ready' };
}

const STATES: readonly PinState[] = [
  'running',
  'starting',
  'pending',
  'failing',
  'completed',
  'terminating',
  'unknown',
];

export function count(counts: Map<string, StateCounts>, arch: string, state: PinState): void {
  const states = counts.get(arch) ?? {};
  states[state] = (states[state] ?? 0) + 1;
  counts.set(arch, states);
}

export function addCounts(sums: Map<string, StateCounts>, counts: ReadonlyMap<string, StateCounts>): void {
  for (const [arch, states] of counts) {
    const sum = sums.get(arch) ?? {};
    for (const state of STATES) if (states[state] !== undefined) sum[state] = (sum[state] ?? 0) + states[state];
    sums.set(arch, sum);
  }
}

/** Always in the same order, so that the same counts are the same text. */
export function countsByArch(
  counts: ReadonlyMap<string, StateCounts>,
  { byArch }: ColumnOrder,
): Readonly<Record<string, StateCounts>> {
  const archs = new Set([...byArch.keys(), ARCH_UNKNOWN, NOWHERE]);
  const found: Record<string, StateCounts> = {};
  for (const arch of archs) {
    const states = counts.get(arch);
    if (states !== undefined) found[arch] = Object.fromEntries(STATES.flatMap((state) => entry(states, state)));
  }
  return found;
}

function entry(states: StateCounts, state: PinState): [state: PinState, count: number][] {
  const times = states[state];
  return times === undefined ? [] : [[state, times]];
}
