// Starts the clusters, soaks, and sums up: the exit code is 1 where anything was wrong.
import { findClusterTools } from '#scripts/cluster-tools.ts';
import { soakClusters } from './clusters.ts';
import { type Outcome, seconds } from './measure.ts';
import { soak } from './soak.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

export interface RunOptions {
  real: boolean;
  faults: number;
  seed: number;
  names?: readonly string[];
}

export async function runSoak({ real, ...options }: RunOptions): Promise<number> {
  const tools = findClusterTools(say);
  if (tools === null) return 1;
  process.env['BRAMBLE_KUBECTL'] = tools.kubectl;
  const clusters = await soakClusters(real, say);
  if (clusters === null) return 1;
  try {
    const { outcomes, leaks } = await soak({ ...options, kubeconfigs: clusters.kubeconfigs, say });
    return summed(outcomes, leaks, options.seed);
  } finally {
    await clusters.stop();
  }
}

function summed(outcomes: readonly Outcome[], leaks: readonly string[], seed: number): number {
  say('\nby kind: how often, noticed at the latest, healed at the latest');
  for (const name of [...new Set(outcomes.map(({ fault }) => fault))].sort()) {
    const mine = outcomes.filter(({ fault }) => fault === name);
    const noticed = mine.flatMap(({ noticedMs }) => noticedMs ?? []);
    const notice = noticed.length === 0 ? 'never old' : seconds(Math.max(...noticed));
    const heal = seconds(Math.max(...mine.map(({ healedMs }) => healedMs)));
    say(`${name.padEnd(42)} ${String(mine.length).padStart(3)} ${notice.padStart(10)} ${heal.padStart(8)}`);
  }
  const wrong = outcomes.filter(({ wrong: found }) => found.length > 0).length;
  for (const leak of leaks) say(`leaked: ${leak}`);
  say(`seed ${seed}: ${outcomes.length} faults, ${wrong} wrong views, ${leaks.length} leaks`);
  return wrong + leaks.length === 0 ? 0 : 1;
}
