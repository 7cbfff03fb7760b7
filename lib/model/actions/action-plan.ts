// What an action comes to before anything is sent: what would be written, what it does in words, what takes it back.
import type { ActionResult } from './cluster-action.ts';

export interface ActionPlan extends Omit<ActionResult, 'applied' | 'fingerprint' | 'forecast'> {
  /** Null where there is nothing to do. */
  write: PlannedWrite | null;
}

export type PlannedWrite =
  | { kind: 'patch'; path: string; type: PatchType; body: unknown }
  /** `body` is a DeleteOptions. */
  | { kind: 'delete'; path: string; body: Readonly<Record<string, unknown>> }
  | { kind: 'create'; collection: string; object: unknown }
  /** Deletes the object (only as it was read) and creates another in its place. */
  | { kind: 'recreate'; path: string; collection: string; uid: string; before: unknown; after: unknown };

export type PatchType =
  | 'application/merge-patch+json'
  | 'application/strategic-merge-patch+json'
  | 'application/json-patch+json';

/** The plan cannot be made: said in words for the person who asked. */
export class PlanError extends Error {
  /** A Kubernetes Status reason: Invalid is 422, Conflict is 409. */
  readonly reason: 'Invalid' | 'Conflict';

  constructor(reason: 'Invalid' | 'Conflict', message: string) {
    super(message);
    this.name = 'PlanError';
    this.reason = reason;
  }
}

export function nothingToDo(kubectl: string, why: string): ActionPlan & { undo: null } {
  return { write: null, kubectl, changes: false, effects: [why], evicts: [], undo: null };
}
