// `npm run fuzz`: what a seed makes up, against the simulated API server and against the real scheduler's rules.
//   npm run fuzz -- [requests|scheduler] [--seed N] [--count N] [--scenario NAME]
import { parseArgs } from 'node:util';
import { fuzzRequests } from './request-run.ts';
import { fuzzScheduler } from './scheduler-run.ts';

const REQUESTS = 10_000;
const PODS = 2_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string' },
    scenario: { type: 'string', default: 'kubecon-2017' },
  },
});
const [part, ...more] = positionals;
const seed = Number(values.seed);
const count = values.count === undefined ? null : Number(values.count);
const isKnown = part === undefined || part === 'requests' || part === 'scheduler';
if (!isKnown || more.length > 0 || !Number.isSafeInteger(seed) || (count !== null && !(count > 0))) {
  process.stderr.write('usage: npm run fuzz -- [requests|scheduler] [--seed N] [--count N] [--scenario NAME]\n');
  process.exit(2);
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
let isFair = true;
if (part !== 'scheduler') {
  isFair = (await fuzzRequests({ seed, count: count ?? REQUESTS, scenario: values.scenario }, say)) && isFair;
}
if (part !== 'requests') isFair = (await fuzzScheduler({ seed, count: count ?? PODS }, say)) && isFair;
process.exitCode = isFair ? 0 : 1;
