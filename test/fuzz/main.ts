// `npm run fuzz`: what a seed makes up, against the simulated API server, the real scheduler's and autoscaler's rules, and
// what-if's forecasts.
//   npm run fuzz -- [requests|scheduler|autoscaler|what-if] [--seed N] [--count N] [--scenario NAME] [--real]
import { parseArgs } from 'node:util';
import { fuzzAutoscaler, fuzzLiveAutoscaler } from './autoscaler-run.ts';
import { fuzzRequests } from './request-run.ts';
import { fuzzScheduler } from './scheduler-run.ts';
import { fuzzWhatIf } from './what-if-run.ts';

const REQUESTS = 10_000;
const PODS = 2_000;
const AUTOSCALERS = 2_000;
const CLUSTERS = 500;
const PARTS = ['requests', 'scheduler', 'autoscaler', 'what-if'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string' },
    scenario: { type: 'string', default: 'kubecon-2017' },
    real: { type: 'boolean', default: false },
  },
});
const [part, ...more] = positionals;
const seed = Number(values.seed);
const count = values.count === undefined ? null : Number(values.count);
const isKnown = part === undefined || PARTS.includes(part);
const isWanted = (name: string): boolean => part === undefined || part === name;
if (!isKnown || more.length > 0 || !Number.isSafeInteger(seed) || (count !== null && !(count > 0))) {
  process.stderr.write(
    'usage: npm run fuzz -- [requests|scheduler|autoscaler|what-if] [--seed N] [--count N] [--scenario NAME] [--real]\n',
  );
  process.exit(2);
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
let isFair = true;
if (isWanted('requests')) {
  isFair = (await fuzzRequests({ seed, count: count ?? REQUESTS, scenario: values.scenario }, say)) && isFair;
}
if (isWanted('scheduler')) isFair = (await fuzzScheduler({ seed, count: count ?? PODS }, say)) && isFair;
if (isWanted('autoscaler')) isFair = (await fuzzAutoscaler({ seed, count: count ?? AUTOSCALERS }, say)) && isFair;
// A control plane of its own takes a minute and a half: only where it is asked for.
if (values.real && isWanted('autoscaler')) isFair = (await fuzzLiveAutoscaler(say)) && isFair;
if (isWanted('what-if')) isFair = fuzzWhatIf({ seed, count: count ?? CLUSTERS }, say) && isFair;
process.exitCode = isFair ? 0 : 1;
