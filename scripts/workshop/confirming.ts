// Before anything is changed: nobody else is at work, and somebody agrees.
import { UsageError } from '../options.ts';
import type { Command } from './arguments.ts';
import { wrapped } from './layout.ts';
import type { Session } from './session.ts';
import { isAgreed, isTerminal, say } from './terminal.ts';

/** False, with who it is, where somebody else is at work. */
export async function isFree({ workshop }: Session): Promise<boolean> {
  const holder = await workshop.whoElse((name) => say(`${name} has the workshop: is it still at work?`));
  if (holder.known && holder.value === null) return true;
  if (!holder.known) {
    // What is missing is told first, and nothing can be begun before it is known.
    say(...wrapped(`Whether somebody else is at work is not known: ${holder.why}`));
    return true;
  }
  process.stderr.write(
    `workshop: ${holder.value} is working on the workshop: npm run workshop -- status watches it.\n`,
  );
  return false;
}

/** Throws a UsageError where nobody can be asked. */
export async function isConfirmed({ command, yes }: Command, question: string): Promise<boolean> {
  if (yes) return true;
  if (!isTerminal())
    throw new UsageError(`nobody can be asked here, and nothing was changed: ${command} --yes does it.`);
  if (await isAgreed(question)) return true;
  say('Nothing was changed.');
  return false;
}
