import { describe, expect, test } from 'vitest';
import type { GraphMark } from '../usage-view.ts';
import { foldMarks, isTrouble } from './fold-marks.ts';

interface Placed {
  x: number;
  text: string;
  kind?: GraphMark['kind'];
}

function folded(...placed: readonly Placed[]): readonly string[] {
  return foldMarks(
    placed.map(({ x, text, kind = 'scale' }, index) => ({
      x,
      mark: { key: String(index), atMs: index, kind, text, node: null },
    })),
    300,
    (mark) => (isTrouble(mark) ? '✕' : null),
  ).map(({ x, anchor, text }) => `${text} ${anchor} at ${Math.round(x)}`);
}

describe('foldMarks', () => {
  const placed = (...pairs: [x: number, text: string][]): Placed[] => {
    return pairs.map(([x, text]) =>
      text.startsWith('✕ ') ? { x, text: text.slice(2), kind: 'not-ready' } : { x, text },
    );
  };
  test.each([
    { name: 'nothing happened', marks: placed(), words: [] },
    { name: 'a word ends at its line', marks: placed([200, 'web 2 → 4']), words: ['web 2 → 4 end at 200'] },
    {
      name: 'or begins there, where it is too far left',
      marks: placed([10, 'web 2 → 4']),
      words: ['web 2 → 4 start at 10'],
    },
    {
      name: 'or where another is before it',
      marks: placed([90, 'aaaa'], [110, 'bbbb']),
      words: ['aaaa end at 90', 'bbbb start at 110'],
    },
    { name: 'trouble has a shape', marks: placed([200, '✕ pi5 NotReady']), words: ['✕ pi5 NotReady end at 200'] },
    {
      name: 'those that find no place are counted',
      marks: placed([200, 'aaaa'], [205, 'bbbb']),
      words: ['2 events end at 200'],
    },
    {
      name: 'of several the trouble is named, at its line',
      marks: placed([190, 'web 2 → 4'], [195, '✕ pi5 gone'], [199, 'x']),
      words: ['✕ pi5 gone and 2 more end at 195'],
    },
    {
      name: 'a word that grows takes in the one before it',
      marks: placed([230, '✕ aaaa'], [262, 'bbbb'], [264, 'cccc']),
      words: ['✕ aaaa and 2 more end at 230'],
    },
    {
      name: 'a word as wide as the room stays in it',
      marks: placed([150, 'a'.repeat(60)]),
      words: [`${'a'.repeat(31)}… start at 76`],
    },
  ])('$name', ({ marks, words }) => expect(folded(...marks)).toEqual(words));
});
