// How large boards are drawn: as large as the rack allows, all shelves alike.

/** The board at its three scales, and counts where even the smallest would be too many. */
export type Density = 'card' | 'compact' | 'chip' | 'counted';

const CARDS_MAX = 24;
const COMPACT_MAX = 120;
const CHIPS_MAX = 600;

export function densityOf(boardCount: number): Density {
  if (boardCount <= CARDS_MAX) return 'card';
  if (boardCount <= COMPACT_MAX) return 'compact';
  return boardCount <= CHIPS_MAX ? 'chip' : 'counted';
}
