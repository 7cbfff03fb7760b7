'use client';
// Too many boards to draw: a column of counts per kind of board, and those in trouble drawn all the same.
import { BoardChip } from '#components/boards/board-chip.tsx';
import { isDown } from '#components/boards/board-words.ts';
import { formatNumber } from '#lib/format/count.ts';
import type { BoardView } from '#lib/model/overview/overview-view.ts';

/** Boards in trouble that are drawn; beyond it they are counted too. */
const DRAWN_MAX = 100;

export function CountedBoards({ boards }: { boards: readonly BoardView[] }) {
  const kinds = new Map<string, BoardView[]>();
  for (const board of boards) {
    const kind = kinds.get(board.board.label);
    if (kind === undefined) kinds.set(board.board.label, [board]);
    else kind.push(board);
  }
  const troubled = boards.filter((board) => board.ready.status !== 'True' || board.cordoned);
  return (
    <div className="flex flex-wrap gap-6">
      {[...kinds].map(([label, ofKind]) => (
        <KindColumn key={label} label={label} boards={ofKind} />
      ))}
      {troubled.length === 0 ? null : (
        <div className="w-full">
          <p className="mb-3 text-ink-2">
            Not ready or cordoned
            {troubled.length > DRAWN_MAX ? `, the first ${DRAWN_MAX} of ${formatNumber(troubled.length)}` : ''}
          </p>
          <ul className="flex flex-wrap gap-3">
            {troubled.slice(0, DRAWN_MAX).map((board) => (
              <BoardChip key={board.name} board={board} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function KindColumn({ label, boards }: { label: string; boards: readonly BoardView[] }) {
  const down = boards.filter(isDown).length;
  const cordoned = boards.filter((board) => board.cordoned).length;
  return (
    <div className="min-w-40 border-l border-line-2 pl-3">
      <p className="text-ink-2">{label}</p>
      <p className="text-24 font-semibold tracking-tight">{formatNumber(boards.length)}</p>
      <p className={down > 0 ? 'font-medium text-error' : 'text-ink-2'}>
        {down > 0 ? `✕ ${formatNumber(down)} NotReady` : 'none NotReady'}
      </p>
      {cordoned > 0 ? <p className="text-ink-2">{formatNumber(cordoned)} cordoned</p> : null}
    </div>
  );
}
