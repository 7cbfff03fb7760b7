// A run of many seeded faults, one after another, with a table of what became of each.
import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '#lib/sim/random.ts';
import { FAULTS, type Fault, faultNamed } from './faults.ts';
import { type Held, held, leaked } from './leaks.ts';
import { measure, type Outcome, seconds } from './measure.ts';
import { World } from './world.ts';

/** Most are short; some last longer than anything stale may be shown as live. */
const SHORT_MS = { least: 300, most: 3_000 };
const LONG_MS = { least: 11_000, most: 13_000 };
const LONG_EVERY = 5;
/** The first ones fill caches, pools and compiled code. */
const WARM_UP = 10;
const HEAP_GROWTH_BYTES_MAX = 16 * 1024 * 1024;
/** Connections and timers of requests that are just being sent. */
const SPARE = 4;
const SETTLE_MS = 4_000;

export interface SoakOptions {
  /** Of clusters whose boards have the same names: the second answers where another cluster takes the first one's place. */
  kubeconfigs: readonly string[];
  faults: number;
  seed: number;
  /** All where it names none. */
  names?: readonly string[];
  say: (line: string) => void;
}

export interface SoakResult {
  outcomes: Outcome[];
  /** What was held more of at the end than before, in words. */
  leaks: string[];
}

export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { say, seed } = options;
  const random = new Random(seed);
  const before = held();
  const world = await World.start(options.kubeconfigs, seed);
  const outcomes: Outcome[] = [];
  const leaks: string[] = [];
  let warm: Rest | null = null;
  try {
    say(rowOf('fault', 'lasted', 'writes', 'noticed', 'healed'));
    for (const { fault, forMs } of planned(options, random)) {
      const outcome = await measure(world, fault, forMs);
      outcomes.push(outcome);
      say(lineOf(outcome));
      if (outcomes.length === WARM_UP) warm = await atRest(world);
    }
    if (warm !== null) leaks.push(...growthOf(warm, await atRest(world), say));
  } finally {
    await world.stop();
  }
  await delay(SETTLE_MS);
  leaks.push(...leaked(before, held()));
  return { outcomes, leaks };
}

/** Every kind before any comes again, each time in another order. */
function planned({ faults, names }: SoakOptions, random: Random): { fault: Fault; forMs: number }[] {
  const kinds = names === undefined ? FAULTS : names.map(faultNamed);
  const plan: { fault: Fault; forMs: number }[] = [];
  let round: Fault[] = [];
  while (plan.length < faults) {
    if (round.length === 0) round = [...kinds];
    const [fault] = round.splice(random.integer(round.length), 1);
    const { least, most } = plan.length % LONG_EVERY === LONG_EVERY - 1 ? LONG_MS : SHORT_MS;
    if (fault !== undefined) plan.push({ fault, forMs: least + random.integer(most - least) });
  }
  return plan;
}

interface Rest extends Held {
  connections: number;
}

async function atRest({ proxy }: World): Promise<Rest> {
  await delay(SETTLE_MS);
  return { ...held(), connections: proxy.connections };
}

function growthOf(warm: Rest, end: Rest, say: (line: string) => void): string[] {
  const grown = end.heapBytes - warm.heapBytes;
  say(`\nafter ${WARM_UP} faults: ${restOf(warm)}; at the end: ${restOf(end)}`);
  const more = end.connections > warm.connections + SPARE;
  return [
    ...(grown > HEAP_GROWTH_BYTES_MAX ? [`memory grew by ${mebibytes(grown)}`] : []),
    ...(more ? [`connections: ${warm.connections} before, ${end.connections} after`] : []),
    // Sockets are the proxy's too while it runs.
    ...leaked(warm, end, SPARE).filter((leak) => leak.startsWith('Timeout')),
  ];
}

function restOf({ heapBytes, connections, resources }: Rest): string {
  return `${mebibytes(heapBytes)} of heap, ${connections} connections, ${resources['Timeout'] ?? 0} timers`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

function lineOf({ fault, lastedMs, writes, noticedMs, healedMs, wrong }: Outcome): string {
  const noticed = noticedMs === null ? 'never old' : seconds(noticedMs);
  const line = rowOf(fault, seconds(lastedMs), String(writes), noticed, seconds(healedMs));
  return [line, ...wrong.map((what) => `    WRONG: ${what}`)].join('\n');
}

function rowOf(fault: string, lasted: string, writes: string, noticed: string, healed: string): string {
  return `${fault.padEnd(42)} ${lasted.padStart(7)} ${writes.padStart(7)} ${noticed.padStart(10)} ${healed.padStart(8)}`;
}
