// Every check of the project in one run: says what it does, and ends with a line that counts.
// `npm test` runs all of it; `npm test -- unit e2e` runs only the named steps.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Binaries, controlPlaneBinaries } from '#test/control-plane/binaries.ts';
import { ensureBuild } from './build.ts';
import { both, playwright, root, scratch, type Tally, unavailable, vitest, whole } from './checking.ts';
import { findChromium } from './chromium.ts';
import { type ClusterTools, findClusterTools } from './cluster-tools.ts';

interface Step {
  name: string;
  what: string;
  run(): Tally | Promise<Tally>;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function environmentOf({ kubectl, helm }: ClusterTools): Record<string, string> {
  return { BRAMBLE_KUBECTL: kubectl, ...(helm === null ? {} : { BRAMBLE_HELM: helm }) };
}

const NEED_CONTROL_PLANE: ReadonlySet<string> = new Set(['contract', 'e2e']);

/** Built at most once a run; a tally where there is none: skipped without Go, failed where the build fails. */
let controlPlane: Binaries | Tally | undefined;
function controlPlaneOnce(): Binaries | Tally {
  try {
    controlPlane ??= controlPlaneBinaries(say) ?? unavailable();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    controlPlane = { passed: 0, failed: 1, skipped: 0 };
  }
  return controlPlane;
}

async function contract(): Promise<Tally> {
  const binaries = controlPlaneOnce();
  if (!('directory' in binaries)) return binaries;
  await ensureBuild(root, say);
  return vitest('contract', { BRAMBLE_KUBECTL: join(binaries.directory, 'kubectl') });
}

async function browser(): Promise<Tally> {
  const tools = findClusterTools(say);
  const chromium = findChromium(say);
  if (chromium === null || tools === null) return unavailable();
  const binaries = controlPlaneOnce();
  await ensureBuild(root, say);
  const env = { BRAMBLE_CHROMIUM: chromium, ...environmentOf(tools) };
  if ('directory' in binaries) return playwright(['simulated', 'real'], env);
  return both(playwright(['simulated'], env), binaries);
}

const steps: readonly Step[] = [
  { name: 'types', what: 'TypeScript', run: () => whole('tsc', ['--noEmit']) },
  {
    name: 'format',
    what: 'format and simple rules (Biome)',
    run: () => whole('biome', ['ci', '--error-on-warnings', '.']),
  },
  {
    name: 'lint',
    what: 'rules that need types (oxlint)',
    run: () => whole('oxlint', ['--type-aware', '--deny-warnings']),
  },
  {
    name: 'unused',
    what: 'files, exports and dependencies nobody uses (knip)',
    run: () => whole('knip', ['--no-progress']),
  },
  {
    name: 'schema',
    what: "the simulated API's data against the sources of its Kubernetes version",
    run: () => {
      if (spawnSync('go', ['version']).status !== 0) {
        say('there is no Go here, which fetches the sources.');
        return unavailable();
      }
      return whole('node', ['scripts/extract-schema.ts', '--check']);
    },
  },
  { name: 'unit', what: 'unit tests, the import graph among them', run: () => vitest('unit') },
  {
    name: 'api',
    what: 'a real kubectl and HTTP clients against the simulated cluster and the server',
    run: async () => {
      const tools = findClusterTools(say);
      if (tools === null) return unavailable();
      await ensureBuild(root, say);
      return vitest('api', environmentOf(tools));
    },
  },
  {
    name: 'contract',
    what: 'the same cases, and the dashboard, on a simulated and on a real control plane',
    run: contract,
  },
  { name: 'e2e', what: 'a real browser against the real server, on a simulated and on a real cluster', run: browser },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `bramble: there is no step ${unknown.join(', ')}; the steps are ${steps.map((step) => step.name).join(', ')}.\n`,
  );
  process.exit(2);
}
const isWanted = ({ name }: Step): boolean => wanted.length === 0 || wanted.includes(name);
// Building it keeps every core busy, which tests that look at the time would notice: so it comes first.
if (steps.some((step) => NEED_CONTROL_PLANE.has(step.name) && isWanted(step))) controlPlaneOnce();
const total: Tally = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];
const failures: string[] = [];
for (const step of steps) {
  if (!isWanted(step)) continue;
  say(`\n== ${step.name}: ${step.what}`);
  const began = Date.now();
  const tally = await step.run();
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
  for (const failure of tally.failures ?? []) failures.push(`${step.name}: ${failure}`);
  lines.push(
    `${step.name.padEnd(8)} ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped (${Math.round((Date.now() - began) / 1000)} s)${tally.note === undefined ? '' : `: ${tally.note}`}`,
  );
}
rmSync(scratch, { recursive: true, force: true });
if (failures.length > 0) say(`\nWhat failed:\n\n${failures.join('\n\n')}`);
say(`\n${lines.join('\n')}\n`);
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
