import 'server-only';
// What carrying out a step of the workshop stands on: the cluster, the journal, what is looked at, who is told.
import { isStatusError, StatusError, type Transport } from '#lib/kube/index.ts';
import type { WorkshopChoices } from '#lib/model/workshop/choices.ts';
import { JournalError, recordOfStep, type StepRecord, withStep } from '#lib/model/workshop/journal.ts';
import type { StackSecrets, StepId } from '#lib/stack/component.ts';
import type { JournalStore } from '../journal/journal-store.ts';
import type { WorkshopEyes } from '../look/workshop-eyes.ts';
import { patiently } from './patience.ts';

export interface RunGround {
  transport: Transport;
  eyes: WorkshopEyes;
  store: JournalStore;
  choices: WorkshopChoices;
  secrets: StackSecrets;
  /** Aborts when somebody stops the run, and when it can no longer go on. */
  signal: AbortSignal;
  /** Steps whose wait somebody ended. */
  skipped: ReadonlySet<StepId>;
  /** What is being done right now, in words; of what is awaited, why it is not there. */
  told: (words: string, why?: string) => void;
}

/** Why a step cannot go on, for people; it can be begun again. */
export class StepFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StepFailure';
  }
}

/** Of what cannot even begin. */
export function refusalOf(error: unknown): unknown {
  const isForPeople = error instanceof StepFailure || error instanceof JournalError;
  return isForPeople ? new StatusError(409, 'Conflict', error.message) : error;
}

/** What the API server says of an object, with its name: a network error names nobody. */
export function ofObject(what: string, error: unknown): unknown {
  return isStatusError(error) ? new StepFailure(`${what}: ${error.message}`) : error;
}

/** A step that was undone begins anew. */
export function recordFor({ store, choices }: RunGround, step: StepId): StepRecord {
  const before = recordOfStep(store.journal, step);
  const deeds = before === null || before.state === 'undone' ? [] : before.deeds;
  return { step, state: 'applying', startedAt: new Date().toISOString(), endedAt: null, message: null, choices, deeds };
}

/** Before anything that it tells of is begun. */
export function note({ store, signal }: RunGround, record: StepRecord): Promise<void> {
  return patiently(() => store.write(withStep(store.journal, record)), signal);
}
