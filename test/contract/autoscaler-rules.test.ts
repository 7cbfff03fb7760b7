// The autoscaler's rules against the real controller: some of what `npm run fuzz -- autoscaler` asks.
import { beforeAll, describe, expect, it } from 'vitest';
import { controlPlaneBinaries, programPath } from '../control-plane/binaries.ts';
import { differences } from '../difference/autoscaler/compare.ts';
import { askAutoscaler, compareAutoscalers } from '../difference/autoscaler/compare-autoscalers.ts';
import { autoscalerVectors } from '../vectors/vector.ts';

const SEED = 20_171_206;
const AUTOSCALERS = 300;
/** Each kind of question so often. */
const OCCURRENCES_MIN = 5;
const RESCALES_MIN = AUTOSCALERS / 4;

let oracle: string | null = null;
beforeAll(() => {
  const binaries = controlPlaneBinaries((line) => void process.stdout.write(`${line}\n`));
  if (binaries !== null) oracle = programPath(binaries, 'oracle');
}, 900_000);

const NO_GO = 'there is no Go here to build the real controller with';

describe('the rules of the autoscaler', () => {
  it('scale generated targets as the real controller does, with its conditions and events', async ({ skip }) => {
    if (oracle === null) return skip(NO_GO);
    const { tally, disagreements } = await compareAutoscalers(oracle, { seed: SEED, count: AUTOSCALERS });
    process.stdout.write(`seed ${SEED}\n${tally.lines().join('\n')}\n`);
    expect(disagreements).toEqual([]);
    expect(tally.rare(OCCURRENCES_MIN)).toEqual([]);
    expect(tally.rescales).toBeGreaterThanOrEqual(RESCALES_MIN);
  });

  it('are held against cases that the real controller still answers so', async ({ skip }) => {
    if (oracle === null) return skip(NO_GO);
    const vectors = autoscalerVectors().map(({ vector }) => vector);
    const answers = await askAutoscaler(
      oracle,
      vectors.map(({ question }) => question),
    );
    const changed = vectors.flatMap(({ what, answer }, index) => {
      const found = differences(answer, answers[index] ?? { looks: [] });
      return found.length === 0 ? [] : [`${what}: ${found.join('; ')}`];
    });
    expect(changed).toEqual([]);
  });
});
