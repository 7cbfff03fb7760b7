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
  /** Each failed test, with the beginning of what it said: told again at the end, where a long run is looked at. */
  failures?: readonly string[];
}

export const root = join(import.meta.dirname, '..');
export const inCi = process.env['CI'] === 'true';
/** For reports; to be removed in the end. */
export const scratch = mkdtempSync(join(tmpdir(), 'bramble-check-'));

/** Steps of so few files say how many cases each of them ran. */
const FILES_NAMED_MAX = 10;
const FAILURES_MAX = 20;
const FAILURE_LINES_MAX = 15;
/** Terminals' colours. */
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

export function both(one: Tally, other: Tally): Tally {
  return {
    ...one,
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    failures: [...(one.failures ?? []), ...(other.failures ?? [])],
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

interface VitestFile {
  name: string;
  message?: string;
  assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
}

function failuresOf({ name, message = '', assertionResults }: VitestFile): string[] {
  const tests = assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages = [] }) =>
      failure(`${basename(name)} › ${fullName}`, failureMessages.join('\n')),
    );
  return tests.length > 0 || message === '' ? tests : [failure(basename(name), message)];
}

function failure(title: string, text: string): string {
  const own = text
    .replaceAll(ESCAPES, '')
    .trim()
    .split('\n')
    .filter((line) => !/node_modules|at new Promise/.test(line));
  const lines = own.slice(0, FAILURE_LINES_MAX);
  return [title, ...lines.map((line) => `    ${line}`)].join('\n');
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
    testResults: VitestFile[];
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
    failures: report.testResults.flatMap(failuresOf).slice(0, FAILURES_MAX),
    ...(files.length <= FILES_NAMED_MAX && { note: files.sort().join(', ') }),
  };
}

interface Suite {
  suites?: Suite[];
  specs?: { title: string; file: string; line: number; tests: BrowserTest[] }[];
}

interface BrowserTest {
  projectName: string;
  status: string;
  results: { error?: { message?: string } }[];
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
    failures: tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ name, results }) => failure(name, results[0]?.error?.message ?? ''))
      .slice(0, FAILURES_MAX),
  };
}

interface NamedTest extends BrowserTest {
  name: string;
}

function testsOf({ suites = [], specs = [] }: Suite): NamedTest[] {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests.map((test) => ({ ...test, name: `[${test.projectName}] ${file}:${line} › ${title}` })),
  );
  return [...own, ...suites.flatMap(testsOf)];
}
