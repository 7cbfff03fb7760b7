// `npm run mutate`: breaks the simulator in one line at a time, in a copy of it, and sees whether the contract cases
// notice. One real cluster serves all.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case } from '../contract/case.ts';
import { CASES } from '../contract/cases.ts';
import { CLOCK, realClient, recorded, simulatedClient } from '../contract/pair.ts';
import { differencesOf } from '../contract/run.ts';
import { controlPlaneBinaries } from '../control-plane/binaries.ts';
import { startRealCluster } from '../control-plane/real-cluster.ts';
import { startTestCluster } from '../support/simulated-cluster.ts';
import { copyOfSimulator } from './copy.ts';
import { MUTATIONS } from './mutations.ts';

const SHOWN_MAX = 110;

interface Verdict {
  breaks: string;
  /** What a case said first; null where none noticed. */
  noticed: string | null;
  tookMs: number;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const binaries = controlPlaneBinaries(say);
if (binaries === null) process.exit(1);
process.env['BRAMBLE_KUBECTL'] = join(binaries.directory, 'kubectl');
const directory = mkdtempSync(join(tmpdir(), 'bramble-mutate-'));
const real = await startRealCluster(binaries);
const client = await realClient(real);
try {
  const scenario = join(directory, 'recorded.jsonl');
  writeFileSync(scenario, await recorded(real.kubeconfig));
  const copy = copyOfSimulator(join(directory, 'tree'));
  const asked = casesNamed(MUTATIONS.flatMap(({ cases }) => cases));
  say(`${asked.length} cases without a mutation:`);
  const amiss = await firstDifference(asked, 'unbroken');
  if (amiss !== null) throw new Error(`the cases fail without any mutation, which proves nothing: ${amiss}`);
  const verdicts: Verdict[] = [];
  for (const [index, { breaks, cases, ...change }] of MUTATIONS.entries()) {
    const began = performance.now();
    const restore = copy.mutate(change);
    const noticed = await firstDifference(casesNamed(cases), `mutant-${index}`);
    restore();
    verdicts.push({ breaks, noticed, tookMs: performance.now() - began });
    say(lineOf(verdicts.at(-1)));
  }
  const caught = verdicts.filter(({ noticed }) => noticed !== null).length;
  say(`${caught} of ${verdicts.length} mutations were noticed`);
  process.exitCode = caught === verdicts.length ? 0 : 1;

  /** Null where the copy, as it is now, is like the real cluster in all of these. */
  async function firstDifference(cases: readonly Case[], prefix: string): Promise<string | null> {
    const cluster = await startTestCluster({ scenario, clock: CLOCK, sources: copy.directory });
    const simulated = simulatedClient(cluster);
    try {
      for (const [index, one] of cases.entries()) {
        const [difference] = await differencesOf({ simulated, real: client }, one, `${prefix}-${index}`);
        if (difference !== undefined) return `${one.kind}: ${one.name}: ${difference}`;
      }
      return null;
    } finally {
      simulated.close();
      await cluster.stop();
    }
  }
} finally {
  client.close();
  await real.stop();
  rmSync(directory, { recursive: true, force: true });
}

function casesNamed(names: readonly string[]): Case[] {
  const wanted = new Set(names);
  const found = CASES.filter(({ kind, name }) => wanted.has(`${kind}: ${name}`));
  if (found.length !== wanted.size) throw new Error('a mutation names a case that is not there: run its unit test');
  return found;
}

function lineOf(verdict: Verdict | undefined): string {
  if (verdict === undefined) return '';
  const { breaks, noticed, tookMs } = verdict;
  const seconds = `${(tookMs / 1000).toFixed(1)} s`.padStart(8);
  return `${(noticed === null ? 'MISSED' : 'noticed').padEnd(8)}${seconds}  ${breaks}${noticed === null ? '' : `\n${' '.repeat(18)}${noticed.slice(0, SHOWN_MAX)}`}`;
}
