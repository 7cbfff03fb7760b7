// `plan`: what each step would do, or why it cannot be done. Changes nothing.
import { formatCount } from '#lib/format/count.ts';
import { knownOr } from '#lib/model/workshop/known.ts';
import { preloadText } from '#lib/model/workshop/preload.ts';
import { STEP_IDS } from '#lib/stack/component.ts';
import type { Command } from './arguments.ts';
import { wrapped } from './layout.ts';
import { checkLines, stepLine, stepLines } from './plan-lines.ts';
import { pictureFor, type Session } from './session.ts';
import { say } from './terminal.ts';
import { viewOf } from './view.ts';

const EXIT_BLOCKED = 1;

/** Returns the exit code. Throws StatusError and UsageError. */
export async function plan(session: Session, command: Command): Promise<number> {
  const picture = await pictureFor(session, command, command.steps);
  const { checks, steps: rows, run } = viewOf(picture);
  const named = command.steps.length === 0 ? STEP_IDS : command.steps;
  const steps = picture.plan.steps.filter(({ id }) => named.includes(id));
  const { server, journal } = picture.facts;
  say(`${server.known ? `Kubernetes ${server.value.gitVersion}` : 'Kubernetes'}, context ${session.context}`);
  const under = knownOr(journal, null)?.run ?? null;
  if (under !== null)
    say(...wrapped(`${under.by} began to ${under.does} steps: npm run workshop -- status tells how far it is.`));
  if (!run.journal.kept) say(...wrapped(`The workshop's journal is not known: ${run.journal.why}`));
  for (const step of steps) {
    const row = rows.find(({ id }) => id === step.id);
    if (row === undefined) continue;
    say('');
    if (step.id === 'preflight') say(...stepLine(row), ...checkLines(checks));
    else say(...stepLines(step, row));
  }
  if (command.steps.length === 0) {
    const { images } = picture.plan;
    if (images.length > 0)
      say('', `${formatCount(images.length, 'image')}, to be had beforehand where boards reach no registry`);
    say(...images.map((image) => `  ${preloadText(image)}`));
    say('', ...wrapped('What is there was compared by reading. Name steps to have the API server try them out.'));
  }
  const blocked = rows.filter(({ id, state }) => named.includes(id) && state === 'blocked');
  return blocked.length > 0 ? EXIT_BLOCKED : 0;
}
