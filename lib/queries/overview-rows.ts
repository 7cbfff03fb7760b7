// Rows of the topic `overview`, read back as what they are: lib/model/overview-view.ts is the contract.
import type { BoardView, ClusterView } from '#lib/model/overview/overview-view.ts';
import type { Rows } from '#lib/model/stream.ts';

const BOARD_PREFIX = 'board/';

/** All boards, in no order. */
export function boardsOf(rows: Rows): readonly BoardView[] {
  return Object.entries(rows)
    .filter(([key]) => key.startsWith(BOARD_PREFIX))
    .map(([, row]) => row as BoardView);
}

/** Null until the server has said which cluster it watches. */
export function clusterOf(rows: Rows): ClusterView | null {
  return (rows['cluster'] as ClusterView | undefined) ?? null;
}
