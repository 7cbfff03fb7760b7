'use client';
// A board as small as it can be and still be one: glyph, memory, pods along the edge, the Ready light.
import { memo } from 'react';
import type { BoardView, PinView } from '#lib/model/overview/overview-view.ts';
import { BoardFrame, BoardLink } from './board-frame.tsx';
import { GlyphShape } from './glyph.tsx';
import { ReadyLight } from './port.tsx';
import { Tape } from './tape.tsx';

const EDGE_PINS_MAX = 12;
const BAR_WIDTH = 36;

export const BoardChip = memo(function BoardChip({ board }: { board: BoardView }) {
  const memory = board.memory.state === 'measured' ? Math.min(board.memory.percent, 100) : null;
  const edge = board.pins.slice(0, EDGE_PINS_MAX);
  return (
    <BoardFrame board={board} scale="chip">
      {board.cordoned ? <Tape width={48} height={32} breadth={10} /> : null}
      <svg viewBox="0 0 48 32" aria-hidden="true">
        {/* One path for all pods of a kind: a rack may have hundreds of these. */}
        <path className="pin-running" d={edgePath(edge, (pin) => pin.state === 'running')} />
        <path className="pcb-cross" strokeWidth="1" d={edgePath(edge, (pin) => pin.state === 'failing')} />
        <path
          className="pcb-line"
          strokeWidth="0.8"
          d={edgePath(edge, (pin) => pin.state !== 'running' && pin.state !== 'failing')}
        />
        <g transform="translate(6 8) scale(0.583)">
          <GlyphShape arch={board.arch} />
        </g>
        <rect className="pcb-port" x="37" y="8.5" width="11.5" height="10" rx="1" />
        <ReadyLight status={board.ready.status} x={42.8} y={13.5} size={6} />
        {memory === null ? (
          <path className="meter-none" d={`M6 27h${BAR_WIDTH}`} />
        ) : (
          <>
            <rect className="meter-track" x="6" y="25" width={BAR_WIDTH} height="3" />
            <rect className="meter-fill" x="6" y="25" width={(BAR_WIDTH * memory) / 100} height="3" />
          </>
        )}
      </svg>
      <BoardLink board={board} charsMax={Number.POSITIVE_INFINITY} nameClass="board-chip-name" />
    </BoardFrame>
  );
});

function edgePath(pins: readonly PinView[], wanted: (pin: PinView) => boolean): string {
  return pins.map((pin, i) => (wanted(pin) ? `M${6 + i * 3} 3h2v2h-2z` : '')).join('');
}
