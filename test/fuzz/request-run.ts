// Fires many seeded requests at a simulated cluster, and says which were not answered fairly.
import { createCluster } from '#lib/sim/index.ts';
import { fireAt } from './fire.ts';
import { brokenInvariants } from './store-invariants.ts';

const SHOWN_MAX = 10;
/** After each salvo the clock goes on, so that controllers act on what the salvo left. */
const SALVO = 1_000;
const BETWEEN_MS = 60_000;

export interface RequestFuzz {
  seed: number;
  count: number;
  scenario: string;
}

/** True when every request was answered fairly. */
export async function fuzzRequests(
  { seed, count, scenario }: RequestFuzz,
  say: (line: string) => void,
): Promise<boolean> {
  const bugs: unknown[] = [];
  const complain = console.error;
  console.error = (...given: unknown[]) => void bugs.push(given);
  const cluster = await createCluster({ scenario, clock: { kind: 'paused' }, seed });
  cluster.clock.step(BETWEEN_MS);
  const counts = new Map<number, number>();
  const wrong: string[] = [];
  for (let fired = 0; fired < count; fired += SALVO) {
    const salvo = await fireAt(cluster, { seed: seed + fired, requests: Math.min(SALVO, count - fired) });
    for (const [status, times] of salvo.counts) counts.set(status, (counts.get(status) ?? 0) + times);
    wrong.push(...salvo.wrong);
    cluster.clock.step(BETWEEN_MS);
    wrong.push(...brokenInvariants(cluster.store));
  }
  wrong.push(...bugs.map((bug) => `the server complained: ${String(bug)}`));
  await cluster.close();
  console.error = complain;
  const histogram = [...counts].sort(([a], [b]) => a - b).map(([status, times]) => `${status}: ${times}`);
  say(`requests: seed ${seed}, ${count} to ${scenario}; answers by status: ${histogram.join(', ')}`);
  for (const what of wrong.slice(0, SHOWN_MAX)) say(`wrong: ${what.slice(0, 2_000)}`);
  say(`${wrong.length} wrong answers or broken invariants`);
  return wrong.length === 0;
}
