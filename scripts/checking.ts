// How one check is run, and what its report counts.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** What was counted where, for the last lines. */
  note?: string;
}

export const root = join(import.meta.dirname, '..');
export const inCi = process.env['CI'] === 'true';
/** For reports; to be removed in the end. */
export const scratch = mkdtempSync(join(tmpdir(), 'bramble-check-'));

/** Steps of so few files say how many cases each of them ran. */
const FILES_NAMED_MAX = 10;

export function both(one: Tally, other: Tally): Tally {
  return {
    ...one,
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

function program(name: string, args: readonly string[], env: Record<string, string> = {}): SpawnSyncReturns<Buffer> {
  const path = name === 'node' ? process.execPath : join(root, 'node_modules/.bin', name);
  return spawnSync(path, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
  });
}

/** A program that passes or fails as a whole. */
export function whole(name: string, args: readonly string[]): Tally {
  const passed = program(name, args).status === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** Where something cannot be had: skipped on a user's machine, failed in CI. */
export function unavailable(): Tally {
  return inCi ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 };
}

export function vitest(project: string, env: Record<string, string> = {}): Tally {
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
    testResults: { name: string; assertionResults: { status: string }[] }[];
  };
  const failed =
    report.numFailedTests +
    (report.numFailedTests === 0 && (run.status !== 0 || report.numFailedTestSuites > 0) ? 1 : 0);
  const skipped = report.numPendingTests + report.numTodoTests;
  const files = report.testResults.map(({ name, assertionResults }) => {
    const passed = assertionResults.filter(({ status }) => status === 'passed').length;
    return `${basename(name, '.test.ts')} ${passed} of ${assertionResults.length}`;
  });
  return {
    passed: report.numPassedTests,
    failed: failed + (inCi ? skipped : 0),
    skipped: inCi ? 0 : skipped,
    ...(files.length <= FILES_NAMED_MAX && { note: files.sort().join(', ') }),
  };
}

interface Suite {
  suites?: Suite[];
  specs?: { tests: { projectName: string; status: string }[] }[];
}

/** The browser tests of these projects. */
export function playwright(projects: readonly string[], env: Record<string, string>): Tally {
  const file = join(scratch, 'e2e.json');
  const run = program('playwright', ['test', ...projects.map((name) => `--project=${name}`)], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats, suites } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    suites: Suite[];
  };
  const failed = stats.unexpected + stats.flaky + (inCi ? stats.skipped : 0);
  const tests = suites.flatMap(testsOf);
  const note = projects.map((name) => {
    const own = tests.filter(({ projectName }) => projectName === name);
    return `${own.filter(({ status }) => status === 'expected').length} of ${own.length} on a ${name} cluster`;
  });
  return {
    passed: stats.expected,
    failed: failed || (run.status === 0 ? 0 : 1),
    skipped: inCi ? 0 : stats.skipped,
    note: note.join(', '),
  };
}

function testsOf({ suites = [], specs = [] }: Suite): { projectName: string; status: string }[] {
  return [...specs.flatMap(({ tests }) => tests), ...suites.flatMap(testsOf)];
}
