// Every check of the project in one run: says what it does, and ends with a line that counts.
// `npm test` runs all of it; `npm test -- unit e2e` runs only the named steps.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from './build.ts';
import { findChromium } from './chromium.ts';
import { type ClusterTools, findClusterTools } from './cluster-tools.ts';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

interface Step {
  name: string;
  what: string;
  run(): Tally | Promise<Tally>;
}

const root = join(import.meta.dirname, '..');
const inCi = process.env['CI'] === 'true';
const scratch = mkdtempSync(join(tmpdir(), 'bramble-check-'));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function program(name: string, args: readonly string[], env: Record<string, string> = {}): SpawnSyncReturns<Buffer> {
  const path = name === 'node' ? process.execPath : join(root, 'node_modules/.bin', name);
  return spawnSync(path, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
  });
}

/** A program that passes or fails as a whole. */
function whole(name: string, args: readonly string[]): Tally {
  const passed = program(name, args).status === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** Where something cannot be had: skipped on a user's machine, failed in CI. */
function unavailable(): Tally {
  return inCi ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 };
}

function vitest(project: string, env: Record<string, string> = {}): Tally {
  const file = join(scratch, `${project}.json`);
  const run = program(
    'vitest',
    ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    env,
  );
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    numFailedTestSuites: number;
  };
  const failed =
    report.numFailedTests +
    (report.numFailedTests === 0 && (run.status !== 0 || report.numFailedTestSuites > 0) ? 1 : 0);
  const skipped = report.numPendingTests + report.numTodoTests;
  return { passed: report.numPassedTests, failed: failed + (inCi ? skipped : 0), skipped: inCi ? 0 : skipped };
}

function environmentOf({ kubectl, helm }: ClusterTools): Record<string, string> {
  return { BRAMBLE_KUBECTL: kubectl, ...(helm === null ? {} : { BRAMBLE_HELM: helm }) };
}

function playwright(chromium: string, tools: ClusterTools): Tally {
  const file = join(scratch, 'e2e.json');
  const run = program('playwright', ['test'], {
    BRAMBLE_CHROMIUM: chromium,
    ...environmentOf(tools),
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  const failed = stats.unexpected + stats.flaky + (inCi ? stats.skipped : 0);
  return { passed: stats.expected, failed: failed || (run.status === 0 ? 0 : 1), skipped: inCi ? 0 : stats.skipped };
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
    name: 'e2e',
    what: 'a real browser against the real server',
    run: async () => {
      const tools = findClusterTools(say);
      const chromium = findChromium(say);
      if (chromium === null || tools === null) return unavailable();
      await ensureBuild(root, say);
      return playwright(chromium, tools);
    },
  },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `bramble: there is no step ${unknown.join(', ')}; the steps are ${steps.map((step) => step.name).join(', ')}.\n`,
  );
  process.exit(2);
}
const total: Tally = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];
for (const step of steps) {
  if (wanted.length > 0 && !wanted.includes(step.name)) continue;
  say(`\n== ${step.name}: ${step.what}`);
  const began = Date.now();
  const tally = await step.run();
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
  lines.push(
    `${step.name.padEnd(8)} ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped (${Math.round((Date.now() - began) / 1000)} s)`,
  );
}
rmSync(scratch, { recursive: true, force: true });
say(`\n${lines.join('\n')}\n`);
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
