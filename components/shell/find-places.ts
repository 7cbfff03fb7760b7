// Where one can jump to by typing: boards, and once something is typed the steps of the workshop.
import { boardLabel, isDown } from '#components/boards/board-words.ts';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import { compareNames } from '#lib/model/overview/shelves.ts';
import { STEPS } from '#lib/stack/catalogue.ts';

export interface Place {
  href: string;
  name: string;
  /** What it is. */
  words: string;
  /** Of a board; null for a page. */
  arch: string | null;
  isDown: boolean;
}

const STEP_PLACES: readonly Place[] = STEPS.map(({ id, title }) => ({
  href: `/workshop/${id}`,
  name: title,
  words: 'step of the workshop',
  arch: null,
  isDown: false,
}));

/** All words have to be in it somewhere. */
export function findPlaces(boards: readonly BoardView[], text: string): readonly Place[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = (haystack: string) => words.every((word) => haystack.toLowerCase().includes(word));
  const found = [...boards]
    .sort((a, b) => compareNames(a.name, b.name))
    .filter((board) => isFound(boardText(board)))
    .map(boardPlace);
  return words.length === 0
    ? found
    : [...found, ...STEP_PLACES.filter(({ name, words: what }) => isFound(`${name} ${what}`))];
}

function boardText(board: BoardView): string {
  return `${board.name} ${board.arch} ${boardLabel(board)} ${isDown(board) ? 'notready' : 'ready'}`;
}

function boardPlace(board: BoardView): Place {
  return {
    href: `/nodes/${board.name}`,
    name: board.name,
    words: boardLabel(board),
    arch: board.arch,
    isDown: isDown(board),
  };
}
