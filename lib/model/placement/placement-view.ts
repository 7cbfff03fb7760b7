// What the placement page shows. Topic `placement`: key `columns` is a PlacementColumns, `row/<namespace>/<kind>/<name>` a
// PlacementRow, `sources` the SourceView by name. One delta carries the columns and every row they change.
import type { PinState, SourceView } from '../overview/overview-view.ts';
import type { WorkloadRef } from './workload-ref.ts';

/**
 * Why a pod cannot land on a node, by the first of the scheduler's checks that refuses it: T untolerated taint,
 * R not ready or cordoned, A selector, affinity or node name, M memory, C cpu, P pod limit or another resource,
 * S spread, affinity to pods, ports, volume; I is no refusal: it would land, but its image lacks the architecture.
 */
export type ReasonLetter = 'T' | 'R' | 'A' | 'M' | 'C' | 'P' | 'S' | 'I';

/** A letter, `.` where a pod could land, `?` where that cannot be known. */
export type CellVerdict = ReasonLetter | '.' | '?';

export interface PlacementColumns {
  /** In the order of the overview's shelves; nodes by name within. */
  architectures: readonly PlacementArchitecture[];
  /** Whether rows tell of each node, or only of architectures: beyond a bound there are too many. */
  detail: 'nodes' | 'architectures';
  /** Null where pods may not be read. */
  podCount: number | null;
  /** All there are: more than there are rows where those would be more than ROWS_MAX. */
  workloadCount: number;
}

export interface PlacementArchitecture {
  arch: string;
  nodes: readonly PlacementNode[];
  /** Of this architecture's nodes; absent states have no pods. */
  pods: Readonly<Partial<Record<PinState, number>>>;
}

export interface PlacementNode {
  name: string;
  state: 'ready' | 'not-ready' | 'cordoned';
}

export interface PlacementRow extends WorkloadRef {
  ready: number;
  /** Null where nobody says: a controller that may not be read. */
  desired: number | null;
  /** All its pods; with `detail: 'architectures'` only those in trouble, at most ROW_PODS_MAX. */
  pods: readonly PlacementPod[];
  podCount: number;
  /** By architecture, then state: for folded columns; pods of no node are under ''. */
  byArch: Readonly<Record<string, Readonly<Partial<Record<PinState, number>>>>>;
  /**
   * One CellVerdict a node, in the order of the columns (all nodes of the first architecture, then of the next);
   * with `detail: 'architectures'` one an architecture: '.' if any of its nodes would do, else the commonest letter.
   */
  verdicts: string;
  /** Architectures its images support; null where that is not known. */
  imageArchs: readonly string[] | null;
  /** In the words of the page: `suspended`, `complete`, `static`; null for what is as usual. */
  note: string | null;
}

export interface PlacementPod {
  name: string;
  /** Null while it has no node. */
  node: string | null;
  state: PinState;
  /** As kubectl prints STATUS. */
  status: string;
}

export const ROW_PODS_MAX = 40;
/** Beyond so many nodes, cells or pods rows tell only of architectures: so what travels stays below a few megabytes. */
export const DETAIL_NODES_MAX = 500;
export const DETAIL_CELLS_MAX = 250_000;
export const DETAIL_PODS_MAX = 10_000;
/** Those in trouble come first. */
export const ROWS_MAX = 5_000;
/** With `detail: 'architectures'`, of all rows together. */
export const TROUBLED_PODS_MAX = 5_000;

export type PlacementSources = Readonly<Record<string, SourceView>>;
