// `npm run bench`: the figures the documentation quotes, each measured in this run on this machine.
// `npm run bench -- big-cluster` measures one of them.
import { measureBigCluster } from './big-cluster.ts';
import { measureDashboard } from './dashboard.ts';
import { measurePlacement } from './placement.ts';
import { measureSimulatedDay } from './simulated-day.ts';
import { measureSmallCluster } from './small-cluster.ts';
import { measureUsage } from './usage.ts';
import { measureWhatIf } from './what-if.ts';

type Bench = (print: (line: string) => void) => Promise<void>;

const BENCHES: Readonly<Record<string, Bench>> = {
  'small-cluster': measureSmallCluster,
  'simulated-day': measureSimulatedDay,
  'big-cluster': measureBigCluster,
  dashboard: measureDashboard,
  placement: measurePlacement,
  usage: measureUsage,
  'what-if': measureWhatIf,
};

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => BENCHES[name] === undefined);
if (unknown.length > 0) {
  print(`there is no bench ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
for (const [name, measure] of Object.entries(BENCHES)) {
  if (asked.length === 0 || asked.includes(name)) await measure(print);
}
