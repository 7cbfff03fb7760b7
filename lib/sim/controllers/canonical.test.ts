// Two ways to ask whether values mean the same: by their canonical texts, and by walking them. They must agree.
import { describe, expect, it } from 'vitest';
import { canonical, sameMeaning } from './canonical.ts';

const VALUES: readonly unknown[] = [
  undefined,
  null,
  '',
  'a',
  0,
  false,
  [],
  {},
  [undefined],
  [''],
  [{}],
  ['a', 'b'],
  ['b', 'a'],
  { a: 1 },
  { a: 0 },
  { a: false },
  { a: undefined },
  { a: null },
  { a: '' },
  { a: [] },
  { a: {} },
  { a: { b: '' } },
  { a: { b: [''] } },
  { a: 1, b: [] },
  { b: undefined, a: 1 },
  { a: [{ b: 1 }] },
  { a: [{ b: 1, c: null }] },
  { toString: 'x' },
  JSON.parse('{"__proto__": {"a": 1}}'),
];

describe('sameMeaning', () => {
  it.each(VALUES)('agrees with the canonical texts about %j and every other value', (one) => {
    for (const other of VALUES) {
      expect([one, other, sameMeaning(one, other)]).toEqual([one, other, canonical(one) === canonical(other)]);
    }
  });
});
