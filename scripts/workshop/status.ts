// `status`: what was done, what is under way and by whom, and what is awaited. While somebody is at work it follows.
import { setTimeout as pause } from 'node:timers/promises';
import { stepOf } from '#lib/model/workshop/choices.ts';
import { knownOr } from '#lib/model/workshop/known.ts';
import type { RunView } from '#lib/model/workshop/workshop-view.ts';
import { STEP_IDS } from '#lib/stack/component.ts';
import type { Command } from './arguments.ts';
import { wrapped } from './layout.ts';
import { stepLine } from './plan-lines.ts';
import { addressIn } from './public-address.ts';
import type { Session } from './session.ts';
import { say } from './terminal.ts';
import { viewOf } from './view.ts';

const LOOK_MS = 2_000;
const READ_MS = 20_000;

/** Lines by what they are about. */
type Told = ReadonlyMap<string, readonly string[]>;

/** Returns the exit code. Throws StatusError. */
export async function status(session: Session, { once }: Command): Promise<number> {
  say(`Context ${session.context}`);
  let before: Told = new Map();
  for (;;) {
    const { told, isUnderWay } = await look(session);
    for (const [what, lines] of told) if (before.get(what)?.join('\n') !== lines.join('\n')) say(...lines);
    before = told;
    if (once || !isUnderWay) return 0;
    await pause(LOOK_MS);
  }
}

async function look({ workshop }: Session): Promise<{ told: Told; isUnderWay: boolean }> {
  const picture = await workshop.fresh();
  const gates = await workshop.gatesOf(picture, STEP_IDS, AbortSignal.timeout(READ_MS));
  const heldBy = await workshop.heldBy(AbortSignal.timeout(READ_MS));
  const isAbandoned = heldBy.known && heldBy.value === null;
  const begun = knownOr(picture.facts.journal, null)?.run ?? null;
  const { run, steps } = viewOf(picture, { gates, heldBy, run: isAbandoned ? null : begun });
  const told = new Map<string, readonly string[]>([['run', doingLines(run, begun?.by ?? null)]]);
  if (!heldBy.known) told.set('holder', wrapped(`Whether somebody is at work is not known: ${heldBy.why}`));
  if (!run.journal.kept) told.set('journal', wrapped(`What was done is not known: ${run.journal.why}`));
  for (const row of steps) {
    if (row.id === 'preflight') continue;
    const own = picture.plan.steps.find(({ id }) => id === row.id)?.components ?? [];
    const states = own.flatMap(({ id }) => gates.get(id) ?? []);
    told.set(row.id, [
      ...stepLine(row),
      ...states.flatMap(({ title, state, words }) => wrapped(`${title}: ${words}`, `    ${state.padEnd(8)} `)),
    ]);
  }
  const address = addressIn(gates.values());
  if (address !== null) told.set('address', [`Public address: ${address}`]);
  return { told, isUnderWay: heldBy.known && heldBy.value !== null };
}

function doingLines({ doing, heldBy }: RunView, begunBy: string | null): string[] {
  if (doing !== null) {
    const { does, step, rest } = doing;
    const then = rest.length === 0 ? '' : `, then ${rest.join(', ')}`;
    const verb = does === 'apply' ? 'applies' : 'takes back';
    return wrapped(`${heldBy ?? 'Somebody'} ${verb} ${stepOf(step).title}${then}`);
  }
  if (heldBy !== null) return [`${heldBy} has the workshop`];
  if (begunBy === null) return ['Nothing is under way'];
  return wrapped(`${begunBy} is no longer at work: npm run workshop -- apply goes on with what it began`);
}
