// The same cases against a simulated and a real cluster: what differs beyond identity, time and versions is a bug of ours.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlPlaneBinaries } from '../control-plane/binaries.ts';
import { CASES } from './cases.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { type Pair, startPair } from './pair.ts';
import { differencesOf } from './run.ts';
import { tallyOf } from './tally.ts';

let pair: Pair | undefined;
beforeAll(async () => {
  const binaries = controlPlaneBinaries((line) => void process.stdout.write(`${line}\n`));
  if (binaries === null) throw new Error('there is no control plane to compare with');
  pair = await startPair(binaries);
}, 180_000);
afterAll(async () => {
  await pair?.stop();
  process.stdout.write(`${tallyOf(CASES).join('\n')}\n`);
});

describe('the simulated cluster is like a real one', () => {
  it.each(CASES.map((one, index) => ({ one, index, name: `${one.kind}: ${one.name}` })))(
    '$name',
    async ({ one, index }) => {
      if (pair === undefined) throw new Error('the clusters did not start');
      const found = await differencesOf(pair, one, `case-${index}`);
      const reason = EXCEPTIONS[`${one.kind}: ${one.name}`];
      if (reason === undefined) expect(found, found.join('\n')).toEqual([]);
      // An exception that no longer differs is to be taken off the list.
      else expect(found, reason).not.toEqual([]);
    },
  );

  it('has a short list of exceptions, each of a case there is', () => {
    const names = new Set(CASES.map(({ kind, name }) => `${kind}: ${name}`));
    expect(Object.keys(EXCEPTIONS).filter((name) => !names.has(name))).toEqual([]);
    expect(Object.keys(EXCEPTIONS).length).toBeLessThanOrEqual(10);
  });
});
