// Has generated pods judged by the rules here and by the real scheduler's framework, and says where they disagree.
import { controlPlaneBinaries, programPath } from '../control-plane/binaries.ts';
import { compareSchedulers } from '../difference/compare-schedulers.ts';

const SHOWN_MAX = 10;
/** Of so many pods each predicate has to be there so often: what hardly occurs is hardly compared. */
const PODS_PER_OCCURRENCE = 40;
const PENDING_SHARE_MIN = 0.25;
/** Of pods whose verdict cannot be known. */
const UNKNOWN_SHARE_MAX = 0.02;

/** True when there was no disagreement, in pods that had something to disagree about. */
export async function fuzzScheduler(
  options: { seed: number; count: number },
  say: (line: string) => void,
): Promise<boolean> {
  const binaries = controlPlaneBinaries(say);
  if (binaries === null) return false;
  const { tally, disagreements } = await compareSchedulers(programPath(binaries, 'oracle'), options);
  say(`scheduler: seed ${options.seed}, ${tally.pods} generated pods`);
  for (const line of tally.lines()) say(line);
  for (const { seed, pod, what } of disagreements.slice(0, SHOWN_MAX)) say(`seed ${seed}, ${pod}: ${what.join('\n')}`);
  const rare = tally.rare(Math.floor(tally.pods / PODS_PER_OCCURRENCE));
  if (rare.length > 0) say(`too seldom to count: ${rare.join(', ')}`);
  const isPendingEnough = tally.pending >= tally.pods * PENDING_SHARE_MIN;
  if (!isPendingEnough) say('too few pods are left pending');
  const isKnownEnough = tally.unknowns <= tally.pods * UNKNOWN_SHARE_MAX;
  if (!isKnownEnough) say('of too many pods nothing can be known');
  say(`${disagreements.length} disagreements with the real scheduler, in verdicts and in what explains them`);
  return disagreements.length === 0 && rare.length === 0 && isPendingEnough && isKnownEnough;
}
