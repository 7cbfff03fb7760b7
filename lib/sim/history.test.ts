// The same seed and the same requests at the same simulated times give the same history, byte for byte.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { scenarioNames } from './index.ts';
import { type History, historyOf } from './testdata/history.ts';

const SEED = 11;
/** For a machine that is busy with other tests; a quiet one takes a tenth. */
const LIMIT_MS = 180_000;

/** Another process, at the other end of the world, where texts are sorted and cased differently. */
async function elsewhere(scenario: string): Promise<History> {
  const script = join(import.meta.dirname, 'testdata/print-history.ts');
  const env = { ...process.env, TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', NODE_OPTIONS: '' };
  const args = ['--disable-warning=ExperimentalWarning', script, scenario, String(SEED)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout) as History;
}

describe.each(scenarioNames)('the history of %s', (scenario) => {
  it('is the same twice, beside others and in another process', { timeout: LIMIT_MS }, async () => {
    const [first, other, far] = await Promise.all([
      historyOf(scenario, SEED),
      historyOf(scenario, SEED + 1),
      elsewhere(scenario),
    ]);
    expect(first.changes).toBeGreaterThan(100);
    expect(far).toEqual(first);
    expect(await historyOf(scenario, SEED)).toEqual(first);
    expect(other.hash).not.toBe(first.hash);
  });
});
