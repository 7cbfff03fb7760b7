'use client';
// The rack in two numbers, and what is wrong with it.
import { formatNumber } from '#lib/format/count.ts';
import type { BoardView, ClusterView } from '#lib/model/overview/overview-view.ts';
import { Alarms } from './alarms.tsx';

interface HeroProps {
  cluster: ClusterView | null;
  boards: readonly BoardView[];
  archCount: number;
}

export function Hero({ cluster, boards, archCount }: HeroProps) {
  const ready = boards.filter((board) => board.ready.status === 'True').length;
  return (
    <div className="flex flex-wrap items-end gap-x-10 gap-y-2 px-4 py-4 sm:px-6">
      <h1 className="sr-only">Overview</h1>
      <Big
        count={boards.length}
        noun="board"
        note={ready === boards.length ? 'all ready' : `${formatNumber(ready)} ready`}
      />
      {cluster?.pods == null ? null : (
        <Big count={cluster.pods.total} noun="pod" note={`on ${archCount} architecture${archCount === 1 ? '' : 's'}`} />
      )}
      {cluster === null ? null : <Alarms alarms={cluster.alarms} />}
    </div>
  );
}

function Big({ count, noun, note }: { count: number; noun: string; note: string }) {
  return (
    <p className="text-40 font-semibold tracking-[-0.03em] whitespace-nowrap">
      {formatNumber(count)} {noun}
      {count === 1 ? '' : 's'} <span className="text-16 font-normal tracking-normal text-ink-2">{note}</span>
    </p>
  );
}
