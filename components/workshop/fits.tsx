// Where the pods of a component can run: a bar a board, with what is requested of its memory and what this takes.
import { Glyph } from '#components/boards/glyph.tsx';
import { formatMemory } from '#lib/format/memory.ts';
import { listed } from '#lib/model/what-if/listed.ts';
import type { BoardFit, FitsView } from '#lib/model/workshop/fits.ts';
import { FitBar } from './fit-bar.tsx';
import { Part } from './part.tsx';

/** More boards than this are counted: the first tell how it is. */
const BOARDS_SHOWN_MAX = 24;

interface FitsProps {
  fits: readonly FitsView[];
  /** Those that all images of the component have. */
  architectures: readonly string[];
}

export function Fits({ fits, architectures }: FitsProps) {
  return fits.map((fit) => (
    <Part
      key={fit.of}
      title={fits.length === 1 ? 'Where it can run' : `Where ${fit.of} can run`}
      note={needsText(fit, architectures)}
    >
      <ul className="fits">
        {fit.boards.slice(0, BOARDS_SHOWN_MAX).map((board) => (
          <FitRow key={board.node} board={board} fit={fit} />
        ))}
      </ul>
      {fit.boards.length <= BOARDS_SHOWN_MAX ? null : <Rest boards={fit.boards.slice(BOARDS_SHOWN_MAX)} />}
      <p className={`mt-2 ${fit.placed === 0 ? 'font-medium' : 'text-ink-2'}`}>{wordsOf(fit)}</p>
    </Part>
  ));
}

function FitRow({ board, fit }: { board: BoardFit; fit: FitsView }) {
  const { node, arch, verdict, freeBytes } = board;
  return (
    <li>
      <span className="fits-board">
        <Glyph arch={arch} size={14} />
        <span className="sr-only">{arch} </span>
        {node}
      </span>
      <FitBar board={board} takesBytes={fit.asks.memoryBytes} />
      <span className={verdict === 'fits' ? '' : 'text-ink-2'}>
        {verdict === 'fits' ? `fits${freeBytes === null ? '' : `, ${formatMemory(freeBytes)} free`}` : board.reason}
      </span>
    </li>
  );
}

function Rest({ boards }: { boards: readonly BoardFit[] }) {
  const able = boards.filter(({ verdict }) => verdict === 'fits').length;
  return (
    <p className="mt-2 text-ink-2">
      and {boards.length} boards more, {able} of which it fits on
    </p>
  );
}

/** `needs 64Mi of memory and one of arm64, arm, amd64`. */
function needsText({ asks: { memoryBytes }, replicas }: FitsView, architectures: readonly string[]): string {
  const each = replicas === 1 ? '' : replicas === null ? ' on each board' : ` for each of ${replicas}`;
  const archs = architectures.length === 0 ? '' : ` and one of ${architectures.join(', ')}`;
  return `needs ${formatMemory(memoryBytes)} of memory${each}${archs}`;
}

function wordsOf({ words, on, replicas }: FitsView): string {
  if (on.length === 0 || replicas === null) return words;
  const first = [...new Set(on)];
  return `${words} By the scheduler’s rules it lands on ${listed(first)}.`;
}
