'use client';
// The taints people gave a board, in the card's footer; one that has just come flashes.
import { useState } from 'react';
import type { BoardView } from '#lib/model/overview-view.ts';
import { fullTaint, ownTaints, shortTaint } from './board-words.ts';

export function CardTaints({ board }: { board: BoardView }) {
  const taints = ownTaints(board);
  const fresh = useFresh(taints.map(fullTaint));
  if (board.cordoned && taints.length === 0) return <span className="font-medium text-ink">cordoned</span>;
  // One taint has room for its effect, several for their names.
  const [only] = taints.length === 1 ? taints : [];
  return (
    <span className="truncate" title={taints.map(fullTaint).join('\n') || undefined}>
      {board.cordoned ? <span className="font-medium text-ink">cordoned, </span> : null}
      {taints.map((taint, index) => {
        const text = fullTaint(taint);
        return (
          <span key={text} className={fresh.has(text) ? 'flash' : undefined}>
            {index > 0 ? ', ' : ''}
            {shortTaint(taint)}
          </span>
        );
      })}
      {only === undefined || board.cordoned ? null : ` ${only.effect}`}
    </span>
  );
}

/** Those of `keys` that were not there when the component was first drawn. */
function useFresh(keys: readonly string[]): ReadonlySet<string> {
  const [first] = useState(() => new Set(keys));
  return new Set(keys.filter((key) => !first.has(key)));
}
