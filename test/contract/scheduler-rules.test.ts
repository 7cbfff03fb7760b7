// The scheduler's rules against the real scheduler's framework: a few hundred of the pods of `npm run fuzz`.
import { beforeAll, describe, expect, it } from 'vitest';
import { controlPlaneBinaries, programPath } from '../control-plane/binaries.ts';
import { differences } from '../difference/compare.ts';
import { compareSchedulers } from '../difference/compare-schedulers.ts';
import { askScheduler } from '../difference/oracle.ts';
import { schedulerVectors } from '../vectors/vector.ts';

const SEED = 20_171_206;
const PODS = 400;
/** Each predicate in so many of them. */
const OCCURRENCES_MIN = 5;
const PENDING_MIN = PODS / 4;

let oracle: string | null = null;
beforeAll(() => {
  const binaries = controlPlaneBinaries((line) => void process.stdout.write(`${line}\n`));
  if (binaries !== null) oracle = programPath(binaries, 'oracle');
}, 900_000);

const NO_GO = 'there is no Go here to build the real scheduler with';

describe('the rules of the scheduler', () => {
  it('judge generated pods as the real ones do', async ({ skip }) => {
    if (oracle === null) return skip(NO_GO);
    const { tally, disagreements } = await compareSchedulers(oracle, { seed: SEED, count: PODS });
    process.stdout.write(`seed ${SEED}\n${tally.lines().join('\n')}\n`);
    expect(disagreements).toEqual([]);
    expect(tally.rare(OCCURRENCES_MIN)).toEqual([]);
    expect(tally.pending).toBeGreaterThanOrEqual(PENDING_MIN);
  });

  it('are held against cases that the real scheduler still answers so', async ({ skip }) => {
    if (oracle === null) return skip(NO_GO);
    const vectors = schedulerVectors().map(({ vector }) => vector);
    const answers = await askScheduler(
      oracle,
      vectors.map(({ question }) => question),
    );
    const changed = vectors.flatMap(({ what, verdicts }, index) => {
      const found = (answers[index] ?? []).flatMap((real, at) => differences(verdicts[at] ?? { message: '' }, real));
      return found.length === 0 ? [] : [`${what}: ${found.join('; ')}`];
    });
    expect(changed).toEqual([]);
  });
});
