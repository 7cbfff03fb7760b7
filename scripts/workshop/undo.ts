// `undo`: says what would be taken back and what stays, asks, does it and tells how it goes.
import { listed } from '#lib/model/what-if/listed.ts';
import { stepOf } from '#lib/model/workshop/choices.ts';
import { stepsNeeding } from '#lib/model/workshop/holding.ts';
import type { UndoPreview } from '#lib/model/workshop/workshop-request.ts';
import { runWorkshopRequest } from '#lib/server/workshop/workshop-requests.ts';
import type { Command } from './arguments.ts';
import { isConfirmed, isFree } from './confirming.ts';
import { followed } from './following.ts';
import { wrapped } from './layout.ts';
import { outcomeOf } from './outcome.ts';
import type { Session } from './session.ts';
import { say } from './terminal.ts';
import { viewOf } from './view.ts';

const EXIT_REFUSED = 1;

/** Returns the exit code. Throws StatusError and UsageError. */
export async function undo(session: Session, command: Command): Promise<number> {
  if (!(await isFree(session))) return EXIT_REFUSED;
  const { workshop, context } = session;
  const { run } = viewOf(await workshop.fresh());
  const { undoable } = run;
  const steps = undoable.filter((id) => command.steps.length === 0 || command.steps.includes(id));
  for (const id of command.steps) if (!undoable.includes(id)) say(`${id}: nothing was done from here`);
  if (steps.length === 0) {
    say('Nothing is left to take back.');
    return 0;
  }
  const preview = await runWorkshopRequest(workshop, { workshop: 'preview-undo', steps });
  if (!('steps' in preview)) throw new Error('a preview of undo was asked for, and another answer came');
  say(`In context ${context}:`, ...preview.steps.flatMap(undoLines));
  const needing = stepsNeeding(steps, undoable, run.choices);
  if (needing.length > 0) {
    const titles = listed(needing.map((id) => stepOf(id).title));
    say(...wrapped(`${titles} ${needing.length === 1 ? 'needs' : 'need'} that, and would stay without it.`, '! '));
  }
  const question = steps.length === 1 ? 'Take this step back?' : `Take ${steps.length} steps back?`;
  if (!(await isConfirmed(command, question))) return EXIT_REFUSED;
  const request = { workshop: 'undo', steps, previewed: preview.fingerprint };
  const outcome = await followed(session, () => runWorkshopRequest(workshop, request));
  return outcomeOf(session, outcome, steps, command);
}

function undoLines({ title, deeds, left }: UndoPreview['steps'][number]): string[] {
  return [
    title,
    ...(deeds.length === 0 ? ['  nothing is left of it'] : []),
    ...deeds.flatMap(({ words }) => wrapped(words, '  - ')),
    ...left.flatMap(({ what, why }) => wrapped(`${what} stays: ${why}`, '  = ')),
  ];
}
