import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CASES } from '../contract/cases.ts';
import { root } from '../support/simulated-cluster.ts';
import { MUTATIONS } from './mutations.ts';

const names = new Set(CASES.map(({ kind, name }) => `${kind}: ${name}`));

describe('the mutations of `npm run mutate`', () => {
  it.each(MUTATIONS.map((mutation) => ({ ...mutation, name: mutation.breaks })))(
    'still finds where to break that $name',
    ({ file, text, replacement, cases }) => {
      expect(readFileSync(join(root, file), 'utf8').split(text)).toHaveLength(2);
      expect(replacement).not.toBe(text);
      expect(cases.filter((name) => !names.has(name))).toEqual([]);
      expect(cases.length).toBeGreaterThan(0);
    },
  );

  it('are at least ten', () => expect(MUTATIONS.length).toBeGreaterThanOrEqual(10));
});
