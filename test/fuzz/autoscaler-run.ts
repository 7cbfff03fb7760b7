// Has generated autoscalers run by the rules here and by the real controller, and says where they disagree.
import { join } from 'node:path';
import { LiveAutoscaling } from '../contract/autoscaler-live.ts';
import { controlPlaneBinaries, programPath } from '../control-plane/binaries.ts';
import { compareAutoscalers } from '../difference/autoscaler/compare-autoscalers.ts';

const SHOWN_MAX = 10;
/** Of so many questions each kind has to be there so often: what hardly occurs is hardly compared. */
const QUESTIONS_PER_OCCURRENCE = 40;
/** Of looks: where nothing ever changes there is little to disagree about. */
const RESCALED_SHARE_MIN = 0.1;

/** True when there was no disagreement, in questions that had something to disagree about. */
export async function fuzzAutoscaler(
  options: { seed: number; count: number },
  say: (line: string) => void,
): Promise<boolean> {
  const binaries = controlPlaneBinaries(say);
  if (binaries === null) return false;
  const { tally, disagreements } = await compareAutoscalers(programPath(binaries, 'oracle'), options);
  say(`autoscaler: seed ${options.seed}, ${tally.questions} generated autoscalers`);
  for (const line of tally.lines()) say(line);
  for (const { seed, what } of disagreements.slice(0, SHOWN_MAX)) say(`seed ${seed}: ${what.join('\n')}`);
  const rare = tally.rare(Math.floor(tally.questions / QUESTIONS_PER_OCCURRENCE));
  if (rare.length > 0) say(`too seldom to count: ${rare.join(', ')}`);
  const isRescaledEnough = tally.rescales >= tally.looks * RESCALED_SHARE_MIN;
  if (!isRescaledEnough) say('too few looks change anything');
  say(`${disagreements.length} disagreements with the real controller, in replicas, conditions, events or proposals`);
  return disagreements.length === 0 && rare.length === 0 && isRescaledEnough;
}

/** The same situations through a running kube-controller-manager and the simulated cluster's controller. */
export async function fuzzLiveAutoscaler(say: (line: string) => void): Promise<boolean> {
  const binaries = controlPlaneBinaries(say);
  if (binaries === null) return false;
  process.env['BRAMBLE_KUBECTL'] ??= join(binaries.directory, 'kubectl');
  const live = await LiveAutoscaling.start(binaries);
  try {
    const { wrong, real } = await live.compare();
    for (const what of wrong.slice(0, SHOWN_MAX)) say(what);
    say(`${real.length} autoscalers in a real cluster, ${wrong.length} disagreements with its controller`);
    return wrong.length === 0;
  } finally {
    await live.stop();
  }
}
