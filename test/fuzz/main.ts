// `npm run fuzz`: fires many seeded requests at a simulated cluster, and says which were not answered fairly.
//   npm run fuzz -- [--requests N] [--seed N] [--scenario NAME]
import { parseArgs } from 'node:util';
import { createCluster } from '#lib/sim/index.ts';
import { fireAt } from './fire.ts';
import { brokenInvariants } from './store-invariants.ts';

const SHOWN_MAX = 10;
/** After each salvo the clock goes on, so that controllers act on what the salvo left. */
const SALVO = 1_000;
const BETWEEN_MS = 60_000;

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    scenario: { type: 'string', default: 'kubecon-2017' },
  },
});
const requests = Number(values.requests);
const seed = Number(values.seed);

const bugs: unknown[] = [];
console.error = (...given: unknown[]) => void bugs.push(given);

const cluster = await createCluster({ scenario: values.scenario, clock: { kind: 'paused' }, seed });
cluster.clock.step(BETWEEN_MS);
const counts = new Map<number, number>();
const wrong: string[] = [];
for (let fired = 0; fired < requests; fired += SALVO) {
  const salvo = await fireAt(cluster, { seed: seed + fired, requests: Math.min(SALVO, requests - fired) });
  for (const [status, count] of salvo.counts) counts.set(status, (counts.get(status) ?? 0) + count);
  wrong.push(...salvo.wrong);
  cluster.clock.step(BETWEEN_MS);
  wrong.push(...brokenInvariants(cluster.store));
}
wrong.push(...bugs.map((bug) => `the server complained: ${String(bug)}`));
await cluster.close();

const histogram = [...counts].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
process.stdout.write(
  `seed ${seed}, ${requests} requests to ${values.scenario}; answers by status: ${histogram.join(', ')}\n`,
);
for (const what of wrong.slice(0, SHOWN_MAX)) process.stdout.write(`wrong: ${what.slice(0, 2_000)}\n`);
process.stdout.write(`${wrong.length} wrong answers or broken invariants\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
