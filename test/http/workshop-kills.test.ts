// `kill -9` of the server while it does all of the workshop: each time it goes on by itself, and all can be taken back.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantsOf } from '../soak/run-workshop-soak.ts';
import { differenceOf } from '../support/all-objects.ts';
import { KilledWorkshop } from '../support/killed-workshop.ts';

const KILLS = 3;
const SEED = 1;
const TEST_MS = 300_000;

describe('a server that is killed', () => {
  let workshop: KilledWorkshop;
  let before: string[];

  beforeAll(async () => {
    workshop = await KilledWorkshop.start();
    before = await workshop.everything();
  });
  afterAll(() => workshop.stop());

  it('three times in one run, goes on by itself, ends where an undisturbed one does, and can take all back', {
    timeout: TEST_MS,
  }, async () => {
    await workshop.runAll();
    await workshop.idle();
    expect(await workshop.amiss()).toEqual([]);
    const wanted = await workshop.wanted();
    const instants = instantsOf(KILLS, SEED, await workshop.deeds());
    await workshop.reset();
    expect(differenceOf(before, await workshop.everything())).toEqual([]);

    await workshop.runAll();
    for (const { deeds, afterMs } of instants) {
      await workshop.reaches(deeds);
      await pause(afterMs);
      expect(await workshop.killed()).not.toBe('nothing');
    }
    await workshop.idle();
    expect(await workshop.amiss()).toEqual([]);
    expect(differenceOf(wanted, await workshop.wanted())).toEqual([]);
    await workshop.reset();
    expect(differenceOf(before, await workshop.everything())).toEqual([]);
  });
});
