// The server killed in the middle of the workshop's whole run, again and again: how each went on, and what was left in the end.
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '#lib/sim/random.ts';
import { ensureBuild } from '#scripts/build.ts';
import { differenceOf } from '../support/all-objects.ts';
import { KilledWorkshop } from '../support/killed-workshop.ts';
import { root } from '../support/simulated-cluster.ts';
import { seconds } from './measure.ts';

/** Deeds are noted before they are done, many at once, and then awaited: some are killed later. */
const AFTER_MS = 700;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

export async function runWorkshopSoak({ kills, seed }: { kills: number; seed: number }): Promise<number> {
  await ensureBuild(root, say);
  const workshop = await KilledWorkshop.start();
  try {
    const before = await workshop.everything();
    const beganMs = Date.now();
    await workshop.runAll();
    await workshop.idle();
    const tookMs = Date.now() - beganMs;
    const deeds = await workshop.deeds();
    const undisturbed = await workshop.amiss();
    say(`undisturbed: ${seconds(tookMs)}${undisturbed.map((line) => `\n    WRONG: ${line}`).join('')}`);
    const wanted = await workshop.wanted();
    let wrong = undisturbed.length + (await resetOf(workshop, before)).length;
    for (const [index, instant] of instantsOf(kills, seed, deeds).entries()) {
      wrong += (await kill(workshop, instant, { before, wanted, name: `${index + 1}/${kills}` })).length;
    }
    say(`seed ${seed}: ${kills} kills, ${wrong} wrong`);
    return wrong === 0 ? 0 : 1;
  } finally {
    await workshop.stop();
  }
}

export interface Instant {
  /** So many are noted as done, or about to be. */
  deeds: number;
  afterMs: number;
}

/** One in each part of a run of so many deeds. */
export function instantsOf(kills: number, seed: number, deeds: number): Instant[] {
  const random = new Random(seed);
  return Array.from({ length: kills }, (_, index) => ({
    deeds: Math.floor(((index + random.next()) / kills) * deeds),
    afterMs: random.integer(AFTER_MS),
  }));
}

interface Expected {
  before: readonly string[];
  wanted: readonly string[];
  name: string;
}

async function kill(
  workshop: KilledWorkshop,
  { deeds, afterMs }: Instant,
  { before, wanted, name }: Expected,
): Promise<string[]> {
  await workshop.runAll();
  await workshop.reaches(deeds);
  await pause(afterMs);
  const killedMs = Date.now();
  const was = await workshop.killed();
  const upMs = Date.now() - killedMs;
  await workshop.idle();
  const doneMs = Date.now() - killedMs;
  const undone = await workshop.amiss();
  const other = differenceOf(wanted, await workshop.wanted());
  const left = await resetOf(workshop, before);
  const times = `up after ${seconds(upMs)}, done after ${seconds(doneMs)}`;
  say(
    `${name.padStart(7)}  killed ${String(afterMs).padStart(3)} ms after deed ${String(deeds).padStart(3)} in ${was.padEnd(28)} ${times}`,
  );
  const found = [...undone, ...other.map((line) => `other than undisturbed: ${line}`), ...left];
  for (const line of found) say(`    WRONG: ${line}`);
  return found;
}

async function resetOf(workshop: KilledWorkshop, before: readonly string[]): Promise<string[]> {
  await workshop.reset();
  return differenceOf(before, await workshop.everything()).map((line) => `after Reset: ${line}`);
}
