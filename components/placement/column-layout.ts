// How the columns are drawn: each node with the reason in words, with its letter alone, or folded into its architecture.
import type { PlacementColumns } from '#lib/model/placement/placement-view.ts';

export type Density = 'words' | 'letters';

export interface ColumnGroup {
  arch: string;
  folded: boolean;
  /** Whether its header can fold and unfold it: not where rows tell only of architectures. */
  foldable: boolean;
  nodes: readonly ColumnNode[];
  /** Where its nodes' verdicts begin in a row's; of the architecture itself where rows tell only of those. */
  firstVerdict: number;
  verdictCount: number;
  /** The number of its first column, as `aria-colindex` counts, and how many it has. */
  firstColumn: number;
  columnCount: number;
}

export interface ColumnNode {
  name: string;
  state: 'ready' | 'not-ready' | 'cordoned';
}

export interface ColumnLayout {
  density: Density;
  /** Whether there is room for long names. */
  roomy: boolean;
  groups: readonly ColumnGroup[];
}

/** Before the architectures there are the workload and how many are ready. */
export const READY_COLUMN = 2;

/** Architectures that the reader folded or unfolded; the others are as the width allows. */
export interface FoldChoice {
  folded: ReadonlySet<string>;
  open: ReadonlySet<string>;
}

/** In px, as app/placement.css has them: the first column, how many are ready, and what the images take at least. */
const NAME_WIDTH = 208;
const READY_WIDTH = 76;
const FIXED_WIDTH = NAME_WIDTH + READY_WIDTH + 88;
const WORDS_WIDTH = 96;
const LETTERS_WIDTH = 72;
const FOLDED_WIDTH = 112;
/** What long names take beyond the first column's width. */
const ROOMY_WIDTH = 96;

/** `width` of the table's frame in px; null before it is known: then for a screen of ordinary width. */
export function columnLayout(columns: PlacementColumns, choice: FoldChoice, width: number | null): ColumnLayout {
  const room = (width ?? 1_280) - FIXED_WIDTH;
  const nodeCount = columns.architectures.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const told = columns.detail === 'nodes';
  const allFit = nodeCount * LETTERS_WIDTH <= room;
  let at = 0;
  let column = READY_COLUMN + 1;
  const groups = columns.architectures.map(({ arch, nodes }): ColumnGroup => {
    const firstVerdict = at;
    const verdictCount = told ? nodes.length : 1;
    at += verdictCount;
    const folded = !told || (choice.folded.has(arch) ? true : choice.open.has(arch) ? false : !allFit);
    const firstColumn = column;
    const columnCount = folded ? 1 : Math.max(1, nodes.length);
    column += columnCount;
    return {
      arch,
      folded,
      foldable: told && nodes.length > 0,
      nodes: nodes.map(({ name, state }) => ({ name, state })),
      firstVerdict,
      verdictCount,
      firstColumn,
      columnCount,
    };
  });
  const foldedCount = groups.filter(({ folded }) => folded).length;
  const shown = groups.reduce((sum, { folded, nodes }) => sum + (folded ? 0 : nodes.length), 0);
  const widthInWords = shown * WORDS_WIDTH + foldedCount * FOLDED_WIDTH;
  return {
    density: widthInWords <= room ? 'words' : 'letters',
    roomy: widthInWords + ROOMY_WIDTH <= room,
    groups,
  };
}

/** All columns, with that of the images, the last. */
export function columnCount({ groups }: ColumnLayout): number {
  return groups.reduce((sum, group) => sum + group.columnCount, READY_COLUMN + 1);
}

/** In px, of the columns between ready and images. */
export function columnWidths({ density, groups }: ColumnLayout): readonly number[] {
  const nodeWidth = density === 'words' ? WORDS_WIDTH : LETTERS_WIDTH;
  return groups.flatMap(({ folded, nodes, columnCount: count }) =>
    Array.from({ length: count }, () => (folded || nodes.length === 0 ? FOLDED_WIDTH : nodeWidth)),
  );
}

/** In px: what stands before them. */
export function widthBefore({ roomy }: ColumnLayout): number {
  return NAME_WIDTH + READY_WIDTH + (roomy ? ROOMY_WIDTH : 0);
}

/** Equal for layouts that draw the same: a row is drawn again only when this changes. */
export function layoutKey({ density, roomy, groups }: ColumnLayout): string {
  return JSON.stringify([
    density,
    roomy,
    groups.map(({ arch, folded, foldable, nodes }) => [arch, folded, foldable, nodes.map((n) => [n.name, n.state])]),
  ]);
}
