// What one more replica may ask for and still find a place, for each architecture.
import { isReady } from '#lib/rules/nodes/node-status.ts';
import { sumAmounts } from '#lib/rules/resources.ts';
import { compareArchitectures } from '../overview/architectures.ts';
import { takesRoom } from '../placement/node-infos.ts';
import { groupBy } from '../records/grouping.ts';
import type { NodeRecord, PodRecord } from '../records/records.ts';
import type { FitRow } from './usage-view.ts';

type Room = NonNullable<FitRow['rooms']>[number];

/** `podsOn` gives those bound to a node; null where pods may not be read. */
export function fitRows(nodes: Iterable<NodeRecord>, podsOn: (node: string) => readonly PodRecord[] | null): FitRow[] {
  const byArch = groupBy(nodes, ({ hardware }) => hardware.architecture);
  return [...byArch.keys()].sort(compareArchitectures).map((arch) => {
    const rooms: Room[] = [];
    for (const node of byArch.get(arch) ?? []) {
      const pods = podsOn(node.name);
      if (pods === null) return { arch, rooms: null };
      const room = roomOn(node, pods);
      if (room !== null) rooms.push(room);
    }
    return { arch, rooms: widest(rooms) };
  });
}

/** Null where it takes no further pod: NodeResourcesFit counts pods, CPU and memory alike (noderesources/fit.go). */
function roomOn(node: NodeRecord, pods: readonly PodRecord[]): Room | null {
  if (!isReady(node.conditions) || node.unschedulable) return null;
  const holding = pods.filter(takesRoom);
  if (holding.length >= (node.allocatable['pods'] ?? 0)) return null;
  const requested = sumAmounts(holding.map(({ requests }) => requests));
  const free = (resource: string) => Math.max(0, (node.allocatable[resource] ?? 0) - (requested[resource] ?? 0));
  return { node: node.name, cpuMillicores: free('cpu'), memoryBytes: free('memory') };
}

/** Those that no other beats in both. */
function widest(rooms: readonly Room[]): Room[] {
  const sorted = [...rooms].sort(
    (a, b) => b.memoryBytes - a.memoryBytes || b.cpuMillicores - a.cpuMillicores || (a.node < b.node ? -1 : 1),
  );
  const kept: Room[] = [];
  for (const room of sorted) {
    if (room.cpuMillicores > (kept.at(-1)?.cpuMillicores ?? -1)) kept.push(room);
  }
  return kept;
}
