// One command of the workshop's, from what was typed to the exit code.
import { isStatusError } from '#lib/kube/index.ts';
import { JournalError } from '#lib/model/workshop/journal.ts';
import { UsageError } from '../options.ts';
import { apply } from './apply.ts';
import { type Command, type CommandName, readCommand } from './arguments.ts';
import { HELP } from './help.ts';
import { plan } from './plan.ts';
import { beginSession, type Session } from './session.ts';
import { status } from './status.ts';
import { undo } from './undo.ts';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

const COMMANDS: Readonly<Record<CommandName, (session: Session, command: Command) => Promise<number>>> = {
  plan,
  apply,
  status,
  undo,
};

/** Returns the exit code; prints what the person can mend, and throws what is a failure of ours. */
export async function runWorkshop(args: readonly string[]): Promise<number> {
  // Whoever reads the first lines alone closes what is printed to: what is being done goes on.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    const command = readCommand(args);
    if (command === 'help') {
      process.stdout.write(HELP);
      return 0;
    }
    const session = await beginSession(command);
    try {
      return await COMMANDS[command.command](session, command);
    } finally {
      await session.end();
    }
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof JournalError || isStatusError(error))) throw error;
    process.stderr.write(`workshop: ${error.message}\n`);
    return error instanceof UsageError ? EXIT_USAGE : EXIT_FAILED;
  }
}
