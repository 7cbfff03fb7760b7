'use client';
// The boards of a large rack, on one shelf: at half size, as chips, or counted.
import { BoardChip } from '#components/boards/board-chip.tsx';
import { BoardCompact } from '#components/boards/board-compact.tsx';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import { CountedBoards } from './counted-boards.tsx';
import type { Density } from './density.ts';

interface SmallBoardsProps {
  boards: readonly BoardView[];
  density: Exclude<Density, 'card'>;
}

export function SmallBoards({ boards, density }: SmallBoardsProps) {
  if (density === 'counted') return <CountedBoards boards={boards} />;
  return density === 'compact' ? (
    <ul className="flex flex-wrap content-start gap-4">
      {boards.map((board) => (
        <BoardCompact key={board.name} board={board} />
      ))}
    </ul>
  ) : (
    <ul className="flex flex-wrap content-start gap-3">
      {boards.map((board) => (
        <BoardChip key={board.name} board={board} />
      ))}
    </ul>
  );
}
