'use client';
// A board at half size, for a rack of some dozens: twelve pins, its chip, its name, its memory, its light.
import { memo } from 'react';
import { Age } from '#components/ui/age.tsx';
import type { BoardView, PinView } from '#lib/model/overview/overview-view.ts';
import { BoardFrame, BoardLink } from './board-frame.tsx';
import { isDown, podsText, shortHealth } from './board-words.ts';
import { GlyphShape } from './glyph.tsx';
import { MarkShape, type PodMark } from './mark-shape.tsx';
import { PinShape } from './pin-shape.tsx';
import { ReadyLight } from './port.tsx';
import { Tape } from './tape.tsx';

/** On the edge of a compact board; the rest is counted in the text. */
const EDGE_PINS_MAX = 12;
const BAR_WIDTH = 108;

/** What is wrong with the board itself goes before how many pods it has. */
function Quiet({ board: { health, podCount } }: { board: BoardView }) {
  if (health === null) return podsText(podCount);
  return (
    <span className="font-medium text-warning" title={health.words}>
      ▲ {shortHealth(health)}
    </span>
  );
}

interface BoardCompactProps {
  board: BoardView;
  /** What becomes of its pods, by `namespace/name`: those come first. */
  marks?: ReadonlyMap<string, PodMark> | undefined;
}

export const BoardCompact = memo(function BoardCompact({ board, marks }: BoardCompactProps) {
  const down = isDown(board);
  const memory = board.memory.state === 'measured' ? board.memory.percent : null;
  const pins = marked(board.pins, marks).slice(0, EDGE_PINS_MAX);
  return (
    <BoardFrame board={board} scale="compact">
      {board.cordoned ? <Tape width={132} height={88} breadth={20} /> : null}
      <svg viewBox="0 0 132 88" aria-hidden="true">
        {pins.map((pin, i) => (
          <PinShape key={`${pin.namespace}/${pin.name}`} state={pin.state} x={12 + i * 9} y={8} size={6.5} />
        ))}
        {pins.map((pin, i) => {
          const mark = marks?.get(`${pin.namespace}/${pin.name}`);
          return mark === undefined ? null : (
            <MarkShape key={`${pin.namespace}/${pin.name}`} mark={mark} x={12.25 + i * 9} y={17.5} size={6} />
          );
        })}
        <rect
          className={down ? 'chip-body-down' : 'chip-body'}
          x="12"
          y="26"
          width="26"
          height="26"
          rx="3"
          strokeWidth="1.2"
        />
        <g transform="translate(17 31) scale(0.667)">
          <GlyphShape arch={board.arch} kind={down ? 'plain' : 'on'} />
        </g>
        <rect className="pcb-port" x="119" y="28" width="13.5" height="12" rx="1" />
        <ReadyLight status={board.ready.status} x={125.8} y={34} size={6.5} />
        {memory === null ? (
          <rect className="meter-none" x="12.5" y="74.5" width={BAR_WIDTH - 1} height="5" />
        ) : (
          <>
            <rect className="meter-track" x="12" y="74" width={BAR_WIDTH} height="6" />
            <rect className="meter-fill" x="12" y="74" width={(BAR_WIDTH * Math.min(memory, 100)) / 100} height="6" />
          </>
        )}
      </svg>
      <BoardLink
        board={board}
        charsMax={9}
        nameClass="absolute top-[23px] left-[43px] w-[72px] truncate font-mono font-semibold tracking-tight"
      />
      <span className="absolute top-[43px] left-[43px] w-[84px] truncate text-ink-2" aria-hidden="true">
        {down ? (
          <span className="font-medium text-error">
            down <Age since={board.ready.since} short />
          </span>
        ) : (
          <Quiet board={board} />
        )}
      </span>
    </BoardFrame>
  );
});

function marked(pins: readonly PinView[], marks: BoardCompactProps['marks']): readonly PinView[] {
  if (marks === undefined || pins.length <= EDGE_PINS_MAX) return pins;
  const isMarked = ({ namespace, name }: PinView) => marks.has(`${namespace}/${name}`);
  return [...pins.filter(isMarked), ...pins.filter((pin) => !isMarked(pin))];
}
