'use client';
// The boards on a shelf, at the size the rack allows.
import dynamic from 'next/dynamic';
import { memo } from 'react';
import { BoardCard } from '#components/boards/board-card.tsx';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import type { Density } from './density.ts';

/** Most racks are small: only a large one fetches what draws large ones. */
const SmallBoards = dynamic(() => import('./small-boards.tsx').then((module) => module.SmallBoards));

interface ShelfBoardsProps {
  boards: readonly BoardView[];
  density: Density;
}

export const ShelfBoards = memo(function ShelfBoards({ boards, density }: ShelfBoardsProps) {
  return (
    <div className="bg-bench px-4 py-[18px] sm:px-6">
      {density === 'card' ? (
        <ul className="flex flex-wrap content-start gap-5">
          {boards.map((board) => (
            <BoardCard key={board.name} board={board} />
          ))}
        </ul>
      ) : (
        <SmallBoards boards={boards} density={density} />
      )}
    </div>
  );
});
