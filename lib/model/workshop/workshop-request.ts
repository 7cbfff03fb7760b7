// What is asked of the workshop, by a page or by the command line, and what is answered.
import type { Left, StepId } from '#lib/stack/component.ts';
import type { WorkshopChoices } from './choices.ts';
import type { UndoDeed } from './undo.ts';

/** Body of POST /api/workshop. A `previewed` that no longer fits answers 409: look again, then confirm. */
export type WorkshopRequest =
  /** From now on plans are made for these; refused with 409 while something runs. */
  | { workshop: 'choose'; choices: WorkshopChoices }
  /** Steps are done one after the other, up to the first that fails. `previewed` is the fingerprint of a step, or of the rest. */
  | { workshop: 'apply'; steps: readonly StepId[]; previewed: string; ngrokAuthtoken?: string }
  | { workshop: 'preview-undo'; steps: readonly StepId[] }
  /** In reverse order, whatever order they are given in. All that were done: the workshop is as before it began. */
  | { workshop: 'undo'; steps: readonly StepId[]; previewed: string }
  /** After what is being done right now; it can be gone on with. */
  | { workshop: 'stop' }
  /** A step that waits, or gave up waiting, counts as done: what it waits for may come later. */
  | { workshop: 'skip-wait'; step: StepId };

/** Of `apply`, `undo`, `choose`, `stop` and `skip-wait`: how it goes is told by the topics. */
export interface WorkshopAccepted {
  accepted: true;
}

/** Of `preview-undo`. */
export interface UndoPreview {
  /** In the order in which they are taken back. */
  steps: readonly { id: StepId; title: string; deeds: readonly UndoDeed[]; left: readonly Left[] }[];
  fingerprint: string;
}

export const NGROK_TOKEN_LENGTH_MAX = 200;
