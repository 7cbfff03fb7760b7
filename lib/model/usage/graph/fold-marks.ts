// Words of marks on a time axis, so that none lies on another: those that find no place are told with the one before.
import type { GraphMark } from '../usage-view.ts';

/** Of the 13 px type, the wider letters: a word may take less room, never more. */
const LETTER_PX = 7;
const GAP_PX = 12;
const LETTERS_MAX = 32;

/** Stands before the text of what is trouble. */
export type MarkSign = '✕' | '▲';

interface Word {
  key: string;
  text: string;
}

export interface FoldedMark<M> {
  key: string;
  /** Where the word ends, or begins when `anchor` is `start`: at the line of the mark it names. In px from the left. */
  x: number;
  anchor: 'start' | 'end';
  text: string;
  /** One of them is trouble. */
  trouble: boolean;
  /** Those it stands for, in order of time. */
  marks: readonly M[];
}

export interface PlacedMark<M> {
  x: number;
  mark: M;
}

/** `placed` in order of time; `signOf` is null of what is no trouble. */
export function foldMarks<M extends Word>(
  placed: readonly PlacedMark<M>[],
  widthPx: number,
  signOf: (mark: M) => MarkSign | null,
): readonly FoldedMark<M>[] {
  const words: FoldedMark<M>[] = [];
  let groups: (readonly PlacedMark<M>[])[] = [];
  for (const one of placed) {
    let group: readonly PlacedMark<M>[] = [one];
    let word = freeWord(folded(group, signOf), words.at(-1), widthPx);
    // A word that names more is longer, and may now reach the one before it.
    while (word === null) {
      group = [...(groups.at(-1) ?? []), ...group];
      groups = groups.slice(0, -1);
      words.pop();
      word = freeWord(folded(group, signOf), words.at(-1), widthPx);
    }
    groups.push(group);
    words.push(word);
  }
  return words;
}

/** Null where it would lie on the word before it. The first always has a place. */
function freeWord<M>(
  word: Omit<FoldedMark<M>, 'anchor'>,
  before: FoldedMark<M> | undefined,
  widthPx: number,
): FoldedMark<M> | null {
  const left = before === undefined ? 0 : edges(before).right + GAP_PX;
  const ended: FoldedMark<M> = { ...word, anchor: 'end' };
  if (edges(ended).left >= left) return ended;
  const begun: FoldedMark<M> = { ...word, anchor: 'start' };
  if (begun.x >= left && edges(begun).right <= widthPx) return begun;
  return before === undefined ? { ...begun, x: Math.max(0, widthPx - lengthOf(begun)) } : null;
}

export function isTrouble({ kind }: GraphMark): boolean {
  return kind === 'not-ready' || kind === 'oom-killed' || kind === 'eviction';
}

/** The word stands at the line of the mark it names. */
function folded<M extends Word>(
  group: readonly PlacedMark<M>[],
  signOf: (mark: M) => MarkSign | null,
): Omit<FoldedMark<M>, 'anchor'> {
  const marks = group.map(({ mark }) => mark);
  const named = group.find(({ mark }) => signOf(mark) !== null) ?? group[0];
  const sign = named === undefined ? null : signOf(named.mark);
  return {
    key: marks.map(({ key }) => key).join(' '),
    x: named?.x ?? 0,
    text: wordOf(named === undefined ? '' : cut(named.mark.text), marks.length - 1, sign),
    trouble: sign !== null,
    marks,
  };
}

/** Several are named after their trouble; without any they are counted, as a long word would take in its neighbours. */
function wordOf(named: string, more: number, sign: MarkSign | null): string {
  if (sign !== null) return `${sign} ${named}${more > 0 ? ` and ${more} more` : ''}`;
  return more > 0 ? `${more + 1} events` : named;
}

function edges(word: { x: number; anchor: 'start' | 'end'; text: string }): { left: number; right: number } {
  const { x, anchor } = word;
  const length = lengthOf(word);
  return anchor === 'end' ? { left: x - length, right: x } : { left: x, right: x + length };
}

function lengthOf({ text }: { text: string }): number {
  return text.length * LETTER_PX;
}

function cut(text: string): string {
  return text.length > LETTERS_MAX ? `${text.slice(0, LETTERS_MAX - 1)}…` : text;
}
