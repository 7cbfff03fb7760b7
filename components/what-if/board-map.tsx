// The boards before and after, side by side where something changes: what leaves, what stays behind, what comes.
import { BoardChip } from '#components/boards/board-chip.tsx';
import { BoardCompact } from '#components/boards/board-compact.tsx';
import { MarkShape, type PodMark } from '#components/boards/mark-shape.tsx';
import { formatCount } from '#lib/format/count.ts';
import { compareArchitectures } from '#lib/model/overview/architectures.ts';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import { compareNames } from '#lib/model/overview/shelves.ts';
import type { PodFate, WhatIfView } from '#lib/model/placement/what-if-view.ts';
import { countsOf, marksAfter, marksBefore } from './marks.ts';

/** More boards are drawn as chips, on which single pods cannot be told apart: then the counts say it. */
const COMPACT_BOARDS_MAX = 24;
/** Of more, only those that something happens on. */
const BOARDS_MAX = 120;
const MARK_PX = 9;

const WORDS: Readonly<Record<PodMark, string>> = {
  stuck: 'stuck',
  held: 'held',
  lost: 'lost',
  down: 'down',
  leaves: 'moving away',
  removed: 'removed',
  comes: 'coming',
};

const SENTENCES: readonly (readonly [PodMark, string])[] = [
  ['leaves', 'ends here, and its next one lands on some board'],
  ['comes', 'lands here'],
  ['stuck', 'ends here, and its next one stays Pending'],
  ['held', 'goes on running, as its next version stays Pending'],
  ['down', 'is down with its board, and not replaced'],
  ['lost', 'ends, and nobody makes another'],
  ['removed', 'ends, as one fewer is wanted'],
];

interface Pair {
  now: BoardView;
  later: BoardView;
  changes: boolean;
}

export function BoardMap({ view }: { view: WhatIfView }) {
  const pairs = pairsOf(view);
  const shown = pairs.length > BOARDS_MAX ? pairs.filter(({ changes }) => changes).slice(0, BOARDS_MAX) : pairs;
  const isCompact = pairs.length <= COMPACT_BOARDS_MAX;
  const before = marksBefore(view.pods);
  return (
    <section aria-label="Boards before and after" className="mt-5">
      <ul className="flex flex-wrap gap-x-8 gap-y-5">
        {shown.map(({ now, later, changes }) => (
          <li key={now.name}>
            <ul className="flex items-center gap-2" aria-label={`${now.name} ${changes ? 'changes' : 'stays'}`}>
              {isCompact ? <BoardCompact board={now} marks={before.get(now.name)} /> : <BoardChip board={now} />}
              {changes ? (
                <>
                  <li aria-hidden="true" className="text-16 text-ink-2">
                    →
                  </li>
                  {isCompact ? (
                    <BoardCompact board={later} marks={marksAfter(now, later)} />
                  ) : (
                    <BoardChip board={later} />
                  )}
                </>
              ) : null}
            </ul>
            <Counts board={now.name} pods={view.pods} />
          </li>
        ))}
      </ul>
      {shown.length < pairs.length ? (
        <p className="mt-2 text-ink-2">{pairs.length - shown.length} other boards stay as they are.</p>
      ) : null}
      <Nowhere pods={view.pods} />
      <MarkLegend />
    </section>
  );
}

/** In words as well: on a chip there is no room for marks, and a screen reader has no eyes for them. */
function Counts({ board, pods }: { board: string; pods: readonly PodFate[] }) {
  const counts = countsOf(board, pods);
  if (counts.length === 0) return null;
  return (
    <p className="mt-1 flex flex-wrap gap-x-3 text-ink-2">
      <span className="sr-only">{board}: </span>
      {counts.map(([mark, count]) => (
        <span key={mark} className="inline-flex items-center gap-1 whitespace-nowrap">
          <Mark mark={mark} />
          {count} {WORDS[mark]}
        </span>
      ))}
    </p>
  );
}

function Nowhere({ pods }: { pods: readonly PodFate[] }) {
  const waiting = pods.filter(({ fate }) => fate === 'stuck' || fate === 'held').length;
  if (waiting === 0) return null;
  return (
    <p className="mt-3 flex items-center gap-1">
      <Mark mark="stuck" />
      On no board: {formatCount(waiting, 'pod')} Pending
    </p>
  );
}

function MarkLegend() {
  return (
    <details className="mt-3">
      <summary>What the marks mean</summary>
      <dl className="mt-1">
        {SENTENCES.map(([mark, sentence]) => (
          <div key={mark} className="flex gap-2">
            <dt className="inline-flex w-28 shrink-0 items-center gap-1">
              <Mark mark={mark} /> {WORDS[mark]}
            </dt>
            <dd className="text-ink-2">{sentence}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Mark({ mark }: { mark: PodMark }) {
  return (
    <svg viewBox={`-1 -1 ${MARK_PX + 2} ${MARK_PX + 2}`} width={MARK_PX + 2} height={MARK_PX + 2} aria-hidden="true">
      <MarkShape mark={mark} x={0} y={0} size={MARK_PX} />
    </svg>
  );
}

function pairsOf({ before, after }: WhatIfView): Pair[] {
  const later = new Map(after.map((board) => [board.name, board]));
  return [...before]
    .sort((a, b) => compareArchitectures(a.arch, b.arch) || compareNames(a.name, b.name))
    .flatMap((now) => {
      const board = later.get(now.name);
      return board === undefined ? [] : [{ now, later: board, changes: differs(now, board) }];
    });
}

function differs(now: BoardView, later: BoardView): boolean {
  const names = ({ pins }: BoardView) =>
    pins.map(({ namespace, name, state }) => `${namespace}/${name}/${state}`).join();
  return now.ready.status !== later.ready.status || now.cordoned !== later.cordoned || names(now) !== names(later);
}
