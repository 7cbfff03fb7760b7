'use client';
// What every scale of a board shares: the outline with its state, and one link that is as large as the board.
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import { archClass } from './arch-class.ts';
import { boardSentence, isDown } from './board-words.ts';

interface BoardFrameProps {
  board: BoardView;
  scale: 'card' | 'compact' | 'chip';
  /** An item of a shelf, or the board alone on its own page. */
  as?: 'li' | 'section';
  children: ReactNode;
}

const SCALE_CLASS = { card: '', compact: 'board-compact', chip: 'board-chip' };

export function BoardFrame({ board, scale, as: Element = 'li', children }: BoardFrameProps) {
  const className = `board ${SCALE_CLASS[scale]} ${archClass(board.arch)} ${isDown(board) ? 'board-down' : ''}`;
  return (
    <Element className={className} data-board={board.name} title={scale === 'chip' ? board.name : undefined}>
      {children}
    </Element>
  );
}

interface BoardLinkProps {
  board: BoardView;
  /** How many characters of the name there is room for. */
  charsMax: number;
  /** Places the name in the link, whose area is the whole board. */
  nameClass: string;
}

/** Read aloud it says all the board shows; what is drawn beside it is hidden from screen readers, but for the pins. */
export function BoardLink({ board, charsMax, nameClass }: BoardLinkProps) {
  return (
    <Link href={`/nodes/${board.name}`} prefetch={false} className="board-link" title={board.name}>
      <span className={nameClass}>
        <BoardName name={board.name} charsMax={charsMax} />
      </span>
      <span className="sr-only">, {boardSentence(board)}</span>
    </Link>
  );
}

/** What tells boards of a rack apart is mostly at the end of their names: that stays when there is no room for all. */
const TAIL_CHARS = 4;

function BoardName({ name, charsMax }: { name: string; charsMax: number }) {
  if (name.length <= charsMax) return name;
  return (
    <>
      <span className="sr-only">{name}</span>
      <span className="flex" aria-hidden="true">
        <span className="truncate">{name.slice(0, -TAIL_CHARS)}</span>
        {name.slice(-TAIL_CHARS)}
      </span>
    </>
  );
}
