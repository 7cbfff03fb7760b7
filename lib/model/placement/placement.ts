// Everything of the placement page: columns, and a row for each workload. Kept between looks is only what saves work.
import type { PlatformsOf } from '../images/platform-knowledge.ts';
import type { PodRecord, WorkloadRecord } from '../records/records.ts';
import { addCounts, type ColumnOrder, columnOrder, countsByArch, placementNode, type StateCounts } from './columns.ts';
import { boardPlatforms, podImages } from './image-archs.ts';
import { judgedPod } from './judged-pod.ts';
import type { ClusterPicture } from './picture.ts';
import { homesOf, type RowGround, rowPods, type Tally, tallyOf, verdictText } from './placement-row.ts';
import {
  DETAIL_CELLS_MAX,
  DETAIL_NODES_MAX,
  DETAIL_PODS_MAX,
  type PlacementColumns,
  type PlacementRow,
  ROW_PODS_MAX,
  ROWS_MAX,
  TROUBLED_PODS_MAX,
} from './placement-view.ts';
import { type VerdictAt, Verdicts } from './verdicts.ts';
import { type WorkloadPods, workloadsOf } from './workloads.ts';

export interface PlacementInput {
  picture: ClusterPicture;
  pods: readonly PodRecord[];
  workloads: Iterable<WorkloadRecord>;
  platformsOf: PlatformsOf;
}

export interface PlacementRows {
  columns: PlacementColumns;
  /** By workloadKey. */
  rows: ReadonlyMap<string, PlacementRow>;
}

interface Entry {
  key: string;
  group: WorkloadPods;
  tally: Tally;
}

export class Placement {
  readonly #verdicts = new Verdicts();
  #order: ColumnOrder | null = null;

  view({ picture, pods, workloads, platformsOf }: PlacementInput): PlacementRows {
    const order = columnOrder(picture.nodes, this.#order);
    this.#order = order;
    const homes = homesOf(picture.nodes);
    const entries = Array.from(workloadsOf(pods, workloads), ([key, group]): Entry => {
      return { key, group, tally: tallyOf(group.pods, homes) };
    });
    const detail = detailOf(picture.nodes.length, entries.length, pods.length);
    const ground: RowGround = { order, homes, detail, boards: boardPlatforms(picture.nodes) };
    const rows = new Map<string, PlacementRow>();
    let podsLeft = detail === 'nodes' ? Number.POSITIVE_INFINITY : TROUBLED_PODS_MAX;
    for (const { key, group, tally } of bounded(entries)) {
      const podsMost = detail === 'nodes' ? group.pods.length : Math.min(ROW_PODS_MAX, podsLeft);
      const row = rowPods(group, tally, { ground, podsMost });
      podsLeft -= row.pods.length;
      rows.set(key, { ...row, ...this.#judged(group, ground, { picture, platformsOf }) });
    }
    this.#verdicts.sweep();
    const podCount = picture.known.pods ? pods.length : null;
    const architectures = columnsOf(picture, order, entries);
    return { columns: { architectures, detail, podCount, workloadCount: entries.length }, rows };
  }

  #judged(
    group: WorkloadPods,
    ground: RowGround,
    { picture, platformsOf }: Pick<PlacementInput, 'picture' | 'platformsOf'>,
  ): Pick<PlacementRow, 'verdicts' | 'imageArchs'> {
    const pod = judgedPod(group);
    const images = podImages(pod?.images ?? [], platformsOf);
    if (group.isStatic)
      return { verdicts: verdictText(whereItIs(group, picture), images, ground), imageArchs: images.archs };
    const placed = group.pods.find((other) => other.uid === pod?.uid && other.nodeName !== null) ?? null;
    const verdictAt: VerdictAt = pod === null ? () => '?' : this.#verdicts.of(pod, picture, placed);
    return { verdicts: verdictText(verdictAt, images, ground), imageArchs: images.archs };
  }
}

/** Its kubelets started it: no scheduler was asked, and no other node will be. */
function whereItIs({ pods }: WorkloadPods, { nodes }: ClusterPicture): VerdictAt {
  const homes = new Set(pods.map(({ nodeName }) => nodeName));
  return (index) => (homes.has(nodes[index]?.name ?? '') ? '.' : 'A');
}

function detailOf(nodes: number, workloads: number, pods: number): PlacementColumns['detail'] {
  const isMany = nodes > DETAIL_NODES_MAX || nodes * workloads > DETAIL_CELLS_MAX || pods > DETAIL_PODS_MAX;
  return isMany ? 'architectures' : 'nodes';
}

function bounded(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length <= ROWS_MAX) return entries;
  const troubled = entries.filter(({ tally }) => tally.troubled.length > 0);
  const others = entries.filter(({ tally }) => tally.troubled.length === 0);
  return [...troubled, ...others].slice(0, ROWS_MAX);
}

function columnsOf(
  { nodes }: ClusterPicture,
  order: ColumnOrder,
  entries: readonly Entry[],
): PlacementColumns['architectures'] {
  const pods = new Map<string, StateCounts>();
  for (const { tally } of entries) addCounts(pods, tally.counts);
  const counts = countsByArch(pods, order);
  return Array.from(order.byArch, ([arch, indexes]) => ({
    arch,
    nodes: indexes.flatMap((index) => nodes[index] ?? []).map(placementNode),
    pods: counts[arch] ?? {},
  }));
}
