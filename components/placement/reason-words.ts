// What the letters of empty cells stand for, in one word for the cell and one sentence for the legend.
import type { CellVerdict } from '#lib/model/placement/placement-view.ts';
import type { ColumnNode } from './column-layout.ts';

/** A letter that is shown in its box. */
export type ShownVerdict = Exclude<CellVerdict, '.'>;

export const REASONS: readonly { letter: ShownVerdict; word: string; sentence: string }[] = [
  { letter: 'T', word: 'taint', sentence: 'The node has a taint that the pod does not tolerate.' },
  { letter: 'R', word: 'not ready', sentence: 'The node is not ready, or is cordoned.' },
  { letter: 'A', word: 'selector', sentence: "The pod's node selector, affinity or node name asks for another node." },
  { letter: 'M', word: 'memory', sentence: 'Less memory is free there than the pod requests.' },
  { letter: 'C', word: 'cpu', sentence: 'Less CPU is free there than the pod requests.' },
  { letter: 'P', word: 'no room', sentence: 'The node has its most pods already, or lacks another resource.' },
  {
    letter: 'S',
    word: 'spread etc.',
    sentence: 'Spread, affinity to other pods, a host port or a volume keeps it away.',
  },
  {
    letter: 'I',
    word: 'image',
    sentence: 'It would be placed there, and its image cannot run: it lacks the architecture.',
  },
  { letter: '?', word: 'unknown', sentence: 'That cannot be known from here.' },
];

const BY_LETTER = new Map(REASONS.map((reason) => [reason.letter, reason]));

export function reasonWord(letter: ShownVerdict, node?: ColumnNode): string {
  if (letter === 'R' && node?.state === 'cordoned') return 'cordoned';
  return BY_LETTER.get(letter)?.word ?? 'unknown';
}

export function reasonSentence(letter: ShownVerdict): string {
  return BY_LETTER.get(letter)?.sentence ?? '';
}

/** '.' and what is not a letter of ours are no reason. */
export function shownVerdict(text: string | undefined): ShownVerdict | null {
  return REASONS.find(({ letter }) => letter === text)?.letter ?? null;
}
