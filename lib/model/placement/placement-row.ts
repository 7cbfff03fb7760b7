// One row of the placement page: a workload, its pods where they are, and which nodes could take one more.
import type { Platform } from '#lib/rules/images/platform.ts';
import { compareText } from '../compare-text.ts';
import { nodeAnswers, podStateOn } from '../overview/board.ts';
import type { PinState } from '../overview/overview-view.ts';
import { compareNames } from '../overview/shelves.ts';
import type { NodeRecord, PodRecord } from '../records/records.ts';
import { ARCH_UNKNOWN, type ColumnOrder, count, countsByArch, NOWHERE, type StateCounts } from './columns.ts';
import type { PodImages } from './image-archs.ts';
import { takesRoom } from './node-infos.ts';
import type { CellVerdict, PlacementColumns, PlacementPod, PlacementRow } from './placement-view.ts';
import type { VerdictAt } from './verdicts.ts';
import type { WorkloadPods } from './workloads.ts';

/** Pods that a person would look for among thousands. */
const TROUBLED: ReadonlySet<PinState> = new Set<PinState>(['failing', 'pending', 'unknown', 'starting']);

/** What rows are made with: the same for all of them. */
export interface RowGround {
  order: ColumnOrder;
  homes: ReadonlyMap<string, Home>;
  detail: PlacementColumns['detail'];
  /** In the order of the picture's nodes. */
  boards: readonly Platform[];
}

/** What a node says about its pods. */
export interface Home {
  arch: string;
  answers: boolean;
}

export function homesOf(nodes: readonly NodeRecord[]): ReadonlyMap<string, Home> {
  return new Map(
    nodes.map((node) => [node.name, { arch: node.hardware.architecture, answers: nodeAnswers(node) }] as const),
  );
}

export interface Tally {
  counts: ReadonlyMap<string, StateCounts>;
  /** In no order. */
  troubled: readonly PodRecord[];
}

/** A workload's pods by architecture and state, in one go: there may be 150,000. */
export function tallyOf(pods: readonly PodRecord[], homes: RowGround['homes']): Tally {
  const counts = new Map<string, StateCounts>();
  const troubled: PodRecord[] = [];
  for (const pod of pods) {
    const home = pod.nodeName === null ? undefined : homes.get(pod.nodeName);
    const state = podStateOn(pod, home?.answers !== false);
    count(counts, pod.nodeName === null ? NOWHERE : (home?.arch ?? ARCH_UNKNOWN), state);
    if (TROUBLED.has(state)) troubled.push(pod);
  }
  return { counts, troubled };
}

/** Everything of a row but its verdicts. `podsMost`: how many of its pods may be named. */
export function rowPods(
  { ref, record, pods, isStatic }: WorkloadPods,
  { counts, troubled }: Tally,
  { ground: { order, homes }, podsMost }: { ground: RowGround; podsMost: number },
): Omit<PlacementRow, 'verdicts' | 'imageArchs'> {
  const named = podsMost >= pods.length ? pods : troubled;
  const compare = ref.kind === 'StatefulSet' ? compareNames : compareText;
  return {
    ...ref,
    ready: record === null ? running(counts) : record.ready,
    desired: record === null ? alive(ref, pods) : record.desired,
    pods: [...named]
      .sort((a, b) => compare(a.name, b.name))
      .slice(0, podsMost)
      .map((pod) => placementPod(pod, homes)),
    podCount: pods.length,
    byArch: countsByArch(counts, order),
    note: noteOf(record, isStatic),
  };
}

function running(counts: Tally['counts']): number {
  return [...counts.values()].reduce((sum, states) => sum + (states.running ?? 0), 0);
}

/** Of pods on their own as many are wanted as have not ended; of a controller that is not known nobody says. */
function alive({ kind }: WorkloadPods['ref'], pods: readonly PodRecord[]): number | null {
  return kind === 'Pod' ? pods.filter(takesRoom).length : null;
}

function placementPod(pod: PodRecord, homes: RowGround['homes']): PlacementPod {
  const { name, nodeName, status } = pod;
  const answers = nodeName === null || homes.get(nodeName)?.answers !== false;
  return { name, node: nodeName, state: podStateOn(pod, answers), status };
}

function noteOf(record: WorkloadPods['record'], isStatic: boolean): string | null {
  if (isStatic) return 'static';
  if (record === null) return null;
  if (record.ended !== null) return record.ended.toLowerCase();
  if (record.suspended) return record.kind === 'Deployment' ? 'paused' : 'suspended';
  return record.desired === 0 && record.kind !== 'DaemonSet' ? 'scaled to 0' : null;
}

/** In the order of the columns; `verdictAt` goes by that of the picture's nodes. */
export function verdictText(
  verdictAt: VerdictAt,
  images: PodImages,
  { order, detail, boards }: Pick<RowGround, 'order' | 'detail' | 'boards'>,
): string {
  let text = '';
  for (const indexes of order.byArch.values()) {
    if (detail === 'architectures')
      text += commonest(indexes, (index) => withImage(verdictAt(index), images, boards[index]));
    else for (const index of indexes) text += withImage(verdictAt(index), images, boards[index]);
  }
  return text;
}

function withImage(verdict: CellVerdict, images: PodImages, board: Platform | undefined): CellVerdict {
  return verdict === '.' && board !== undefined && images.fails(board) ? 'I' : verdict;
}

function commonest(indexes: readonly number[], cellAt: (index: number) => CellVerdict): CellVerdict {
  const counts = new Map<CellVerdict, number>();
  for (const index of indexes) {
    const cell = cellAt(index);
    if (cell === '.') return '.';
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  let most: CellVerdict = '?';
  for (const [cell, times] of counts) if (times > (counts.get(most) ?? 0)) most = cell;
  return most;
}
