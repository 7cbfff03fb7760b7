// Of very many columns only those in sight are drawn: what stands for the others keeps their width.
import type { PlacementRow } from '#lib/model/placement/placement-view.ts';
import type { ColumnGroup, ColumnLayout, ColumnNode } from './column-layout.ts';
import { shownVerdict } from './reason-words.ts';

/** Columns by their number, as `aria-colindex` counts; `to` is the first that is not drawn any more. */
export interface ColumnWindow {
  from: number;
  to: number;
}

/** Columns come and go so many at once: a row is drawn again once for all of them. */
const STEP = 4;
/** Drawn around a column that is not in sight yet: more than a screen has. */
const AROUND = 40;

export const ALL_COLUMNS: ColumnWindow = { from: 0, to: Number.MAX_SAFE_INTEGER };

export function windowOf(firstInSight: number, lastInSight: number): ColumnWindow {
  return { from: Math.floor(firstInSight / STEP) * STEP, to: (Math.floor(lastInSight / STEP) + 1) * STEP };
}

export function windowAround(column: number): ColumnWindow {
  return windowOf(column - AROUND, column + AROUND);
}

export interface DrawnPart {
  /** How many of its columns are not drawn before those that are, and after them. */
  before: number;
  drawn: readonly DrawnNode[];
  after: number;
}

export interface DrawnNode {
  node: ColumnNode;
  /** Its place among the nodes of the architecture. */
  at: number;
  column: number;
}

/** Of an architecture that is not folded. */
export function drawnPart({ nodes, firstColumn }: ColumnGroup, { from, to }: ColumnWindow): DrawnPart {
  const within = (column: number): number => Math.min(nodes.length, Math.max(0, column - firstColumn));
  const [start, end] = [within(from), within(to)];
  return {
    before: start,
    drawn: nodes.slice(start, end).map((node, index) => ({
      node,
      at: start + index,
      column: firstColumn + start + index,
    })),
    after: nodes.length - end,
  };
}

/** The columns, not drawn, in which arrow keys find something of a row: a pod, or why none is there. */
export function hiddenStops(row: PlacementRow, { groups }: ColumnLayout, { from, to }: ColumnWindow): number[] {
  const homes = new Set(row.pods.map(({ node }) => node));
  const isStop = ({ firstVerdict }: ColumnGroup, { name }: ColumnNode, at: number): boolean =>
    homes.has(name) || (row.pods.length > 0 && shownVerdict(row.verdicts[firstVerdict + at]) !== null);
  return groups.flatMap((group) =>
    group.folded
      ? []
      : group.nodes.flatMap((node, at) => {
          const column = group.firstColumn + at;
          return (column < from || column >= to) && isStop(group, node, at) ? [column] : [];
        }),
  );
}
