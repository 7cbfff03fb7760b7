// `apply`: says in short what would be done, asks, does it and tells how it goes.
import { listed } from '#lib/model/what-if/listed.ts';
import { stepOf } from '#lib/model/workshop/choices.ts';
import { stepTodo } from '#lib/model/workshop/step-todo.ts';
import { tokenAskOf } from '#lib/model/workshop/token-ask.ts';
import type { StepRow } from '#lib/model/workshop/workshop-view.ts';
import type { WorkshopRows } from '#lib/queries/workshop-rows.ts';
import type { WorkshopPicture } from '#lib/server/workshop/look/workshop-eyes.ts';
import { runWorkshopRequest } from '#lib/server/workshop/workshop-requests.ts';
import { applyFingerprint } from '#lib/server/workshop/workshop-rows.ts';
import type { StepId } from '#lib/stack/component.ts';
import { UsageError } from '../options.ts';
import type { Command } from './arguments.ts';
import { isConfirmed, isFree } from './confirming.ts';
import { followed } from './following.ts';
import { wrapped } from './layout.ts';
import { outcomeOf } from './outcome.ts';
import { stepLine } from './plan-lines.ts';
import { pictureFor, type Session } from './session.ts';
import { isTerminal, say, secretAnswer } from './terminal.ts';
import { viewOf } from './view.ts';

const EXIT_BLOCKED = 1;
const EXIT_REFUSED = 1;
/** What chooses a step that is not by itself. */
const TO_DO: readonly StepRow['state'][] = ['ready', 'failed', 'stopped', 'running'];
const CHOSEN_BY: Readonly<Partial<Record<StepId, string>>> = { public: '--public', extras: '--extras NAME,...' };

/** Returns the exit code. Throws StatusError and UsageError. */
export async function apply(session: Session, command: Command): Promise<number> {
  if (!(await isFree(session))) return EXIT_REFUSED;
  const { workshop, context } = session;
  const picture = await pictureFor(session, command, []);
  const view = viewOf(picture);
  const steps = stepsToDo(view, command);
  const blocked = blockedOf(view, command);
  if (blocked.length > 0 && command.steps.length > 0) {
    say(...blocked.flatMap(stepLine), 'Nothing was changed.');
    return EXIT_BLOCKED;
  }
  sayLeftOut(blocked);
  if (steps.length === 0 && command.skipWait.length === 0) {
    say('Nothing is left to do.');
    return blocked.length > 0 ? EXIT_BLOCKED : 0;
  }
  // What a single step would do is tried out by the API server.
  const shown = steps.length === 1 ? await workshop.fresh(steps) : picture;
  say(`In context ${context}:`, ...shortPlan(shown, steps));
  for (const step of command.skipWait) say(`  ${stepOf(step).title}: counts as done, whatever it waits for`);
  const token = await tokenFor(shown, steps);
  if (!(await isConfirmed(command, steps.length === 1 ? 'Apply this step?' : `Apply ${steps.length} steps?`))) {
    return EXIT_REFUSED;
  }
  for (const step of command.skipWait) await workshop.skipWait(step);
  if (steps.length === 0) return 0;
  const previewed = applyFingerprint(shown, steps);
  const request = { workshop: 'apply', steps, previewed, ...(token === null ? {} : { ngrokAuthtoken: token }) };
  const outcome = await followed(session, () => runWorkshopRequest(workshop, request));
  const exit = await outcomeOf(session, outcome, steps, command);
  sayLeftOut(blocked);
  return exit === 0 && blocked.length > 0 ? EXIT_BLOCKED : exit;
}

function stepsToDo({ run, steps }: WorkshopRows, command: Command): StepId[] {
  const wanted = command.steps.length === 0 ? run.rest : command.steps;
  return wanted.filter((id) => {
    const row = steps.find((one) => one.id === id);
    if (row === undefined || command.skipWait.includes(id)) return false;
    if (row.state === 'skipped')
      throw new UsageError(`${id} is not chosen: ${CHOSEN_BY[id] ?? 'choose it'} does that.`);
    if (row.state === 'done' || row.state === 'unready' || row.state === 'nothing') say(...stepLine(row));
    return TO_DO.includes(row.state);
  });
}

function blockedOf({ steps }: WorkshopRows, command: Command): StepRow[] {
  const isMeant = (id: StepId) => command.steps.length === 0 || command.steps.includes(id);
  return steps.filter(({ id, state }) => isMeant(id) && state === 'blocked');
}

function sayLeftOut(blocked: readonly StepRow[]): void {
  if (blocked.length === 0) return;
  say(`Left out, as ${blocked.length === 1 ? 'it cannot be done' : 'they cannot be done'}:`);
  say(...blocked.flatMap(({ title, words }) => wrapped(`${title}: ${words}`, '  ! ')));
}

function shortPlan({ plan }: WorkshopPicture, ids: readonly StepId[]): string[] {
  return plan.steps
    .filter(({ id }) => ids.includes(id))
    .flatMap((step) => {
      const { title, warnings, components } = step;
      const { sign, words } = stepTodo(step);
      const theirs = components.filter(({ chosen, state }) => chosen && state === 'theirs').map((one) => one.title);
      return [
        ...wrapped(`${title}: ${words}`, `  ${sign} `),
        ...(theirs.length === 0 ? [] : wrapped(`${listed(theirs)} is somebody else's, and left as it is`, '    = ')),
        ...warnings.flatMap((warning) => wrapped(warning, '    ? ')),
      ];
    });
}

/** From the environment or the terminal, never from an argument, which everybody on the machine could read. */
async function tokenFor(picture: WorkshopPicture, steps: readonly StepId[]): Promise<string | null> {
  const ask = tokenAskOf(picture.plan, steps);
  const given = process.env['NGROK_AUTHTOKEN'] ?? '';
  if (ask !== null && given !== '') return given;
  if (ask !== 'needed') return null;
  const typed = isTerminal() ? await secretAnswer('ngrok’s authtoken (dashboard.ngrok.com shows yours): ') : '';
  if (typed !== '') return typed;
  throw new UsageError(
    'the public address needs ngrok’s authtoken: set NGROK_AUTHTOKEN, dashboard.ngrok.com shows yours.',
  );
}
