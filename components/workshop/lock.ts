// Why nothing can be changed from this page now.
import type { RunView } from '#lib/model/workshop/workshop-view.ts';

/** Null where it can. */
export function lockOf(
  { doing, heldBy, holderUnknown }: Pick<RunView, 'doing' | 'heldBy' | 'holderUnknown'>,
  readOnly: boolean,
): string | null {
  if (heldBy !== null) return `${heldBy} is at it: it can be watched here, and changed once that is done.`;
  if (readOnly) return 'Read-only: this server listens beyond loopback. Act on its own machine, or with kubectl.';
  if (holderUnknown !== null) {
    return `Whether somebody else is at it is not known, so nothing can be changed: ${holderUnknown}`;
  }
  if (doing !== null) return 'Wait until what is going on is done, or stop it.';
  return null;
}
