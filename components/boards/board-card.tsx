'use client';
// A node drawn as its board, at full size: the 3:2 outline of a credit card.
import { useRouter } from 'next/navigation';
import { memo, type ReactNode } from 'react';
import { PlugSlot } from '#components/simulation/plug-slot.tsx';
import { Age } from '#components/ui/age.tsx';
import { Meter } from '#components/ui/meter.tsx';
import { formatPercent } from '#lib/format/percent.ts';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import { BoardFrame, BoardLink } from './board-frame.tsx';
import { boardLabel, isDown, podsText, shortHealth } from './board-words.ts';
import { CardTaints } from './card-taints.tsx';
import { Chip } from './chip.tsx';
import { PinHeader } from './pin-header.tsx';
import { Ports } from './port.tsx';
import { Tape } from './tape.tsx';

/** Four mounting holes, one in each corner. */
const HOLES = ['5 8', '253 8', '5 168', '253 168'].map((at) => `M${at}a3 3 0 1 0 6 0 3 3 0 1 0-6 0`).join('');

const NAME_CLASS = 'absolute top-11 left-[83px] w-[148px] truncate font-mono text-16 font-semibold tracking-tight';

interface BoardCardProps {
  board: BoardView;
  /** On the node's own page the board is not a link to itself. */
  linked?: boolean;
}

export const BoardCard = memo(function BoardCard({ board, linked = true }: BoardCardProps) {
  const label = boardLabel(board);
  const router = useRouter();
  // The pins lie above the link's area so that each can lead to its pod; between them it is the node's.
  const follow = linked ? () => router.push(`/nodes/${board.name}`) : undefined;
  return (
    <BoardFrame board={board} scale="card" as={linked ? 'li' : 'section'}>
      {board.cordoned ? <Tape width={264} height={176} breadth={36} /> : null}
      <svg viewBox="0 0 264 176" aria-hidden="true">
        <path className="pcb-line" d={HOLES} />
        <Chip arch={board.arch} down={isDown(board)} />
        <Ports status={board.ready.status} />
      </svg>
      {linked ? (
        <BoardLink board={board} charsMax={15} nameClass={NAME_CLASS} />
      ) : (
        <span className={NAME_CLASS}>{board.name}</span>
      )}
      <span aria-hidden={linked}>
        <span
          className="absolute top-[66px] left-[83px] w-[150px] truncate text-ink-2"
          title={`${label}. ${board.board.why}`}
        >
          {label}
        </span>
        <CardHealth board={board} />
        <span className="absolute inset-x-[17px] bottom-[33px]">
          <CardBody board={board} />
        </span>
        <span className="absolute right-[15px] bottom-[7px] left-[17px] flex justify-between gap-2 text-ink-2">
          <CardTaints board={board} />
          <span className="shrink-0">{podsText(board.podCount)}</span>
        </span>
      </span>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the link beside it does the same for a keyboard */}
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: each pin in it has its own */}
      <svg viewBox="0 0 264 176" className="board-pins" onClick={follow}>
        <PinHeader pins={board.pins} podCount={board.podCount} />
      </svg>
      <PlugSlot board={board.name} />
    </BoardFrame>
  );
});

/** Voltage, heat or its disk: said where the board is up, for of one that is gone nobody knows. */
function CardHealth({ board }: { board: BoardView }) {
  const { health } = board;
  if (health === null || isDown(board)) return null;
  return (
    <span
      className="absolute top-[86px] left-[83px] w-[166px] truncate font-medium text-warning"
      title={`${health.words}, since ${health.since}`}
    >
      ▲ {shortHealth(health)}
    </span>
  );
}

function CardBody({ board }: { board: BoardView }): ReactNode {
  if (isDown(board)) {
    return (
      <>
        <span className="block font-medium text-error">
          NotReady <Age since={board.ready.since} prefix="for " />
        </span>
        <span className="block text-ink-2">no metrics since then</span>
      </>
    );
  }
  if (board.ready.status === 'missing') {
    return <span className="block text-ink-2">It has not said yet whether it is ready.</span>;
  }
  if (board.cpu.state === 'missing' && board.memory.state === 'missing') {
    return <span className="line-clamp-2 text-ink-2">no metrics: {board.memory.reason}</span>;
  }
  return (
    <span className="grid grid-cols-2 gap-4">
      <CardMeter name="cpu" measure={board.cpu} />
      <CardMeter name="memory" measure={board.memory} />
    </span>
  );
}

function CardMeter({ name, measure }: { name: string; measure: BoardView['cpu'] }) {
  return (
    <span className="block">
      <span className="flex justify-between text-ink-2">
        {name}
        <span className="font-medium text-ink" title={measure.state === 'missing' ? measure.reason : undefined}>
          {measure.state === 'measured' ? formatPercent(measure.percent) : 'unknown'}
        </span>
      </span>
      <Meter percent={measure.state === 'measured' ? measure.percent : null} className="h-[7px] w-full" />
    </span>
  );
}
