// Many generated autoscalers, run by the real controller and by the rules here.
import { askOracle } from '../oracle.ts';
import { aloneDifferences, aloneQuestions } from './alone.ts';
import { differences } from './compare.ts';
import { generateQuestion } from './generate.ts';
import { ourAnswer } from './ours.ts';
import type { Answer, Question } from './question.ts';
import { Tally } from './tally.ts';

/** Questions in the oracle's pipe at a time. */
const BATCH = 500;

export interface Disagreement {
  /** `generateQuestion(seed)` gives the question again. */
  seed: number;
  what: readonly string[];
}

export interface AutoscalerRun {
  tally: Tally;
  disagreements: Disagreement[];
}

/** The n-th of `count` is made of `seed + n`. */
export async function compareAutoscalers(
  program: string,
  { seed, count }: { seed: number; count: number },
): Promise<AutoscalerRun> {
  const run: AutoscalerRun = { tally: new Tally(), disagreements: [] };
  for (let from = 0; from < count; from += BATCH) {
    const seeds = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => seed + from + index);
    const questions = seeds.map(generateQuestion);
    const ours = questions.map(ourAnswer);
    const alone = questions.map((question, index) => {
      const our = ours[index];
      return our === undefined ? [] : aloneQuestions(question, our);
    });
    const answers = await askAutoscaler(program, questions);
    const proposals = await askAutoscaler(
      program,
      alone.flat().map(({ question }) => question),
    );
    run.tally.proposals += proposals.length;
    for (const [index, question] of questions.entries()) {
      const [our, real] = [ours[index], answers[index]];
      if (our === undefined || real === undefined) throw new Error(`seed ${seeds[index]} has no answer`);
      run.tally.count(question, real);
      const own = proposals.splice(0, alone[index]?.length ?? 0);
      const apart = (alone[index] ?? []).flatMap((one, at) => aloneDifferences(one, own[at] ?? { looks: [] }));
      const what = [...differences(our, real), ...apart];
      if (what.length > 0) run.disagreements.push({ seed: seeds[index] ?? 0, what });
    }
  }
  return run;
}

export async function askAutoscaler(program: string, questions: readonly Question[]): Promise<Answer[]> {
  return (await askOracle(program, 'autoscaler', questions)) as Answer[];
}
