// Many generated pods, judged by the real scheduler's framework and by the rules here.
import { differences } from './compare.ts';
import { explanationDifferences, unknownsOf } from './compare-explanation.ts';
import { generateQuestion, JUDGED } from './generate.ts';
import { askScheduler } from './oracle.ts';
import { ourExplanations, ourVerdicts } from './ours.ts';
import { Tally } from './predicates.ts';
import type { Question, Verdict } from './question.ts';

/** Questions in the oracle's pipe at a time. */
const BATCH = 100;

export interface Disagreement {
  /** Of the question: `generateQuestion(seed)` gives it again. */
  seed: number;
  pod: string;
  what: readonly string[];
}

export interface SchedulerRun {
  tally: Tally;
  disagreements: Disagreement[];
}

/** `count` pods, rounded up to whole clusters; the n-th cluster is made of `seed + n`. */
export async function compareSchedulers(
  program: string,
  options: { seed: number; count: number },
): Promise<SchedulerRun> {
  const run: SchedulerRun = { tally: new Tally(), disagreements: [] };
  const clusters = Math.ceil(options.count / JUDGED);
  for (let from = 0; from < clusters; from += BATCH) {
    const seeds = Array.from({ length: Math.min(BATCH, clusters - from) }, (_, index) => options.seed + from + index);
    const questions = seeds.map(generateQuestion);
    const answers = await askScheduler(program, questions);
    for (const [index, question] of questions.entries()) note(run, seeds[index] ?? 0, question, answers[index] ?? []);
  }
  return run;
}

function note(run: SchedulerRun, seed: number, question: Question, real: readonly Verdict[]): void {
  const ours = ourVerdicts(question);
  const explanations = ourExplanations(question);
  for (const [index, pod] of question.judge.entries()) {
    const [our, their] = [ours[index], real[index]];
    if (our === undefined || their === undefined) throw new Error(`seed ${seed}: pod ${index} has no verdict`);
    run.tally.count(pod, their);
    const unknowns = unknownsOf(pod);
    run.tally.unknown(unknowns);
    // The oracle answers for its default scheduler all the same, and so do the rules.
    const explained = unknowns.length > 0 ? [] : explanationDifferences(explanations[index] ?? {}, their);
    const what = [...differences(our, their), ...explained];
    if (what.length > 0) run.disagreements.push({ seed, pod: pod.metadata?.name ?? '', what });
  }
}
