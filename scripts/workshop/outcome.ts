// How a run ended, with the ways on from there.
import { recordOfStep } from '#lib/model/workshop/journal.ts';
import type { StepId } from '#lib/stack/component.ts';
import type { Command, CommandName } from './arguments.ts';
import type { Outcome } from './following.ts';
import { wrapped } from './layout.ts';
import { publicAddressOf } from './public-address.ts';
import type { Session } from './session.ts';
import { say } from './terminal.ts';

const ENDED_EARLY: readonly string[] = ['failed', 'stopped'];
const EXIT_FAILED = 1;
const EXIT_STOPPED = 130;
const RUN = 'npm run workshop --';

/** Returns the exit code. */
export async function outcomeOf(
  session: Session,
  { journal, isStopped }: Outcome,
  steps: readonly StepId[],
  { command }: Command,
): Promise<number> {
  say('');
  if (journal.run !== null) {
    say(...wrapped(`It broke off, as how far it is could not be noted. ${RUN} ${command} goes on from there.`));
    return EXIT_FAILED;
  }
  const failed = steps.find((step) => ENDED_EARLY.includes(recordOfStep(journal, step)?.state ?? ''));
  if (isStopped || failed !== undefined) {
    const what = isStopped ? 'Stopped.' : `Failed at ${failed}.`;
    say(`${what} Ways on:`, ...waysOn(command, failed, isStopped).map(([how, why]) => `  ${RUN} ${how}\n      ${why}`));
    return isStopped ? EXIT_STOPPED : EXIT_FAILED;
  }
  if (command === 'undo') {
    say('Taken back.');
    return 0;
  }
  const address = steps.includes('public') ? await publicAddressOf(session) : null;
  say('Done.', ...(address === null ? [] : [`Public address: ${address}`]));
  return 0;
}

type Way = [how: string, why: string];

function waysOn(command: CommandName, failed: StepId | undefined, isStopped: boolean): Way[] {
  if (command === 'undo') return [['undo', 'tries again, and goes on from there']];
  const onwards: Way = ['apply', isStopped ? 'goes on from there' : 'tries once more, and goes on from there'];
  if (failed === undefined) return [onwards];
  const skip: Way = [`apply --skip-wait ${failed}`, 'counts it as done, where nothing but the wait is left of it'];
  return [onwards, ...(isStopped ? [] : [skip]), [`undo ${failed}`, 'takes this step back']];
}
