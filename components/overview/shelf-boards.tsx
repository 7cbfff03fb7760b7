'use client';
// The boards on a shelf, at the size the rack allows.
import { memo } from 'react';
import { BoardCard } from '#components/boards/board-card.tsx';
import { BoardChip } from '#components/boards/board-chip.tsx';
import { BoardCompact } from '#components/boards/board-compact.tsx';
import type { BoardView } from '#lib/model/overview-view.ts';
import { CountedBoards } from './counted-boards.tsx';
import type { Density } from './density.ts';

const GAPS = { card: 'gap-5', compact: 'gap-4', chip: 'gap-3' };

interface ShelfBoardsProps {
  boards: readonly BoardView[];
  density: Density;
}

export const ShelfBoards = memo(function ShelfBoards({ boards, density }: ShelfBoardsProps) {
  return (
    <div className="bg-bench px-4 py-[18px] sm:px-6">
      {density === 'counted' ? (
        <CountedBoards boards={boards} />
      ) : (
        <ul className={`flex flex-wrap content-start ${GAPS[density]}`}>
          {boards.map((board) => (
            <Board key={board.name} board={board} density={density} />
          ))}
        </ul>
      )}
    </div>
  );
});

function Board({ board, density }: { board: BoardView; density: Density }) {
  if (density === 'card') return <BoardCard board={board} />;
  return density === 'compact' ? <BoardCompact board={board} /> : <BoardChip board={board} />;
}
