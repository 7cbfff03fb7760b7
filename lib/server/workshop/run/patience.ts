import 'server-only';
// Trying again what an API server that is busy or away could not do; what it refuses is not tried again.
import { setTimeout as pause } from 'node:timers/promises';
import { isStatusError, type StatusError } from '#lib/kube/index.ts';

/** About half a minute in all: a control plane on a small board restarts within that. */
const WAITS_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** Throws what the last try threw. `again` says of a refusal that it is worth another try. */
export async function patiently<T>(
  task: () => Promise<T>,
  signal: AbortSignal,
  again: (error: StatusError) => boolean = () => false,
): Promise<T> {
  for (const waitMs of WAITS_MS) {
    try {
      return await task();
    } catch (error) {
      if (signal.aborted || !isStatusError(error) || !(isPassing(error) || again(error))) throw error;
      // Where there is no time left, why it failed is told, and not that time ran out.
      await pause(waitMs, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
  return task();
}

/** Somebody wrote in between: what is read anew can be written. */
export function isPassingConflict({ reason }: StatusError): boolean {
  return reason === 'Conflict';
}

function isPassing({ code, answered }: StatusError): boolean {
  return !answered || code >= 500 || code === 429;
}
