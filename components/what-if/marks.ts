// What is marked on the boards of before and after: which pods leave, stay behind or come.
import type { PodMark } from '#components/boards/mark-shape.tsx';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import type { FateKind, PodFate } from '#lib/model/placement/what-if-view.ts';

/** By `namespace/name`. */
export type Marks = ReadonlyMap<string, PodMark>;

const NO_MARKS: Marks = new Map();

/** Of a pod that was there before; what is placed or added was on no board. */
const BEFORE: Readonly<Partial<Record<FateKind, PodMark>>> = {
  moves: 'leaves',
  stuck: 'stuck',
  held: 'held',
  lost: 'lost',
  'stays-down': 'down',
  removed: 'removed',
};

export function podKey({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}

/** By name of the board. */
export function marksBefore(fates: readonly PodFate[]): ReadonlyMap<string, Marks> {
  const marks = new Map<string, Map<string, PodMark>>();
  for (const fate of fates) {
    const mark = BEFORE[fate.fate];
    if (fate.from === null || mark === undefined) continue;
    const board = marks.get(fate.from) ?? new Map<string, PodMark>();
    marks.set(fate.from, board.set(podKey(fate), mark));
  }
  return marks;
}

/** Whoever was not there before has come. */
export function marksAfter(now: BoardView, later: BoardView): Marks {
  const before = new Set(now.pins.map(podKey));
  const come = later.pins.map(podKey).filter((key) => !before.has(key));
  return come.length === 0 ? NO_MARKS : new Map(come.map((key) => [key, 'comes']));
}

const ORDER: readonly PodMark[] = ['stuck', 'held', 'lost', 'down', 'leaves', 'removed', 'comes'];

/** How many of each, the gravest first. */
export function countsOf(
  board: string,
  fates: readonly PodFate[],
): readonly (readonly [mark: PodMark, count: number])[] {
  const counts = new Map<PodMark, number>();
  const add = (mark: PodMark | undefined) => {
    if (mark !== undefined) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  };
  for (const { fate, from, to } of fates) {
    if (from === board) add(BEFORE[fate]);
    if (to === board) add('comes');
  }
  return ORDER.flatMap((mark) => {
    const count = counts.get(mark);
    return count === undefined ? [] : [[mark, count] as const];
  });
}
