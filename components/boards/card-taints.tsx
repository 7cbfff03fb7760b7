'use client';
// The taints people gave a board, in the card's footer; one that has just come flashes.
import { useFresh } from '#components/ui/use-fresh.ts';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import { fullTaint, ownTaints, shortTaint } from './board-words.ts';

export function CardTaints({ board }: { board: BoardView }) {
  const taints = ownTaints(board);
  const isFresh = useFresh(taints.map(fullTaint));
  if (board.cordoned && taints.length === 0) return <span className="font-medium text-ink">cordoned</span>;
  // One taint has room for its effect, several for their names.
  const [only] = taints.length === 1 ? taints : [];
  return (
    <span className="truncate" title={taints.map(fullTaint).join('\n') || undefined}>
      {board.cordoned ? <span className="font-medium text-ink">cordoned, </span> : null}
      {taints.map((taint, index) => {
        const text = fullTaint(taint);
        return (
          <span key={text} className={isFresh(text) ? 'flash' : undefined}>
            {index > 0 ? ', ' : ''}
            {shortTaint(taint)}
          </span>
        );
      })}
      {only === undefined || board.cordoned ? null : ` ${only.effect}`}
    </span>
  );
}
