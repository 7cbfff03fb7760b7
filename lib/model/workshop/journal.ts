// What the cluster keeps of the workshop: what was asked for, how far it is, and what takes it back. Nothing secret is in
// it: objects are named, never copied, as server-side apply gives back by itself what only its own manager set.
import type { StepId } from '#lib/stack/component.ts';
import { JOURNAL_GRANTS } from '#lib/stack/workshop-role.ts';
import type { TaintInput } from '../actions/node-action.ts';
import { type AccessAsk, asksOfGrants } from './access.ts';
import type { WorkshopChoices } from './choices.ts';
import type { ObjectRef } from './object-key.ts';

export const JOURNAL_NAMESPACE = 'bramble';
export const JOURNAL_NAME = 'bramble-workshop';
/** Key in the ConfigMap's data; the lease of whoever is at work has the ConfigMap's name. */
export const JOURNAL_KEY = 'journal.json';
/** An object holds 1 MiB at most (etcd refuses 1.5 MiB); half of that leaves room for whatever else is in it. */
export const JOURNAL_BYTES_MAX = 512 * 1024;
/** What keeping it asks for, whatever step is done. */
export const JOURNAL_ASKS: readonly AccessAsk[] = asksOfGrants(JOURNAL_GRANTS);
/** Of a record's message. */
export const MESSAGE_LENGTH_MAX = 500;

export interface Journal {
  version: 1;
  /** In the order in which they were begun; one of a step. */
  steps: readonly StepRecord[];
  /** What is under way, or was when whoever did it ended; null while nothing is. */
  run: RunRecord | null;
}

export interface RunRecord {
  does: 'apply' | 'undo';
  /** What is left of it, the one that is being done first. */
  steps: readonly StepId[];
  choices: WorkshopChoices;
  /** Identity in the lease. */
  by: string;
  /** ISO 8601. */
  startedAt: string;
}

export interface StepRecord {
  step: StepId;
  /**
   * `prepared`: what is secret of it is in the cluster, and the rest comes in its turn; `stopped`: somebody wanted it to
   * end half-way.
   */
  state: 'prepared' | 'applying' | 'waiting' | 'applied' | 'failed' | 'stopped' | 'undoing' | 'undone';
  /** When it was begun to be applied, or to be taken back: ISO 8601, by the clock of whoever did it. */
  startedAt: string;
  endedAt: string | null;
  /** Why it failed, or what became of it where it was stopped; null otherwise. */
  message: string | null;
  /** It failed or was stopped when all of it was applied, while it waited: that can be ended. */
  waited?: true;
  choices: WorkshopChoices;
  /** In the order in which they were done; noted before each is begun. */
  deeds: readonly Deed[];
}

export type Deed =
  /** `uid` is null until the API server has answered: it may be there or not. */
  | { did: 'create'; object: ObjectRef; uid: string | null }
  /** Fields were added to what somebody else had made. */
  | { did: 'change'; object: ObjectRef; uid: string | null }
  | { did: 'taint'; node: string; uid: string; taint: TaintInput };

export const EMPTY_JOURNAL: Journal = { version: 1, steps: [], run: null };

export function recordOfStep({ steps }: Journal, step: StepId): StepRecord | null {
  return steps.find((record) => record.step === step) ?? null;
}

/** Whether all of it is applied, and what it waits for is not there: then that can be done without. */
export function isAwaited({ state, waited }: Pick<StepRecord, 'state' | 'waited'>): boolean {
  return state === 'waiting' || ((state === 'failed' || state === 'stopped') && waited === true);
}

/** Of what was undone only that it was is kept. A step that is begun again goes to the end, with what it did before. */
export function withStep(journal: Journal, record: StepRecord): Journal {
  const before = recordOfStep(journal, record.step);
  const message = record.message?.slice(0, MESSAGE_LENGTH_MAX) ?? null;
  const next = { ...record, message, deeds: record.state === 'undone' ? [] : record.deeds };
  if (before !== null && before.state !== 'undone' && record.state !== 'undone') {
    return { ...journal, steps: journal.steps.map((one) => (one === before ? next : one)) };
  }
  return { ...journal, steps: [...journal.steps.filter((one) => one !== before), next] };
}

/** Of one and the same object what was done first counts: what was made here goes, and what was there before stays. */
export function withDeed(deeds: readonly Deed[], deed: Deed): readonly Deed[] {
  const index = deeds.findIndex((one) => isAbout(one, deed));
  const before = deeds[index];
  if (before === undefined) return [...deeds, deed];
  const did = deed.did === 'taint' ? null : didTo([before], deed.object, deed.uid);
  const kept: Deed = did === null || deed.did === 'taint' ? deed : { ...deed, did };
  return deeds.map((one, at) => (at === index ? kept : one));
}

/** What was done first to the object of this uid; null where that is not known, or where another had its name then. */
export function didTo(deeds: readonly Deed[], object: ObjectRef, uid: string | null): 'create' | 'change' | null {
  for (const deed of deeds) {
    if (deed.did === 'taint' || uid === null || deed.uid !== uid) continue;
    if (isAbout(deed, { did: deed.did, object, uid })) return deed.did;
  }
  return null;
}

function isAbout(a: Deed, b: Deed): boolean {
  if (a.did === 'taint' || b.did === 'taint') {
    const isSame = a.did === 'taint' && b.did === 'taint' && a.node === b.node;
    return isSame && a.taint.key === b.taint.key && a.taint.effect === b.taint.effect;
  }
  const [one, other] = [a.object, b.object];
  return one.kind === other.kind && one.namespace === other.namespace && one.name === other.name;
}

/** Whether a step made something in a namespace, and was not undone. */
function isIn({ state, deeds }: StepRecord, namespace: string): boolean {
  return state !== 'undone' && deeds.some((deed) => deed.did !== 'taint' && deed.object.namespace === namespace);
}

/**
 * Without the namespaces that the step made and others still use: those go to the first of the others, which removes them
 * in its turn. Null where there is nothing to hand over.
 */
export function handedOver(journal: Journal, record: StepRecord): Journal | null {
  const heirOf = (deed: Deed) => {
    if (deed.did !== 'create' || deed.object.kind !== 'Namespace') return undefined;
    const { name } = deed.object;
    return journal.steps.find((other) => other.step !== record.step && isIn(other, name));
  };
  const given = record.deeds.flatMap((deed) => {
    const heir = heirOf(deed);
    return heir === undefined ? [] : [{ deed, to: heir.step }];
  });
  if (given.length === 0) return null;
  const steps = journal.steps.map((one) => {
    const own = given.filter(({ to }) => to === one.step).map(({ deed }) => deed);
    const kept =
      one.step === record.step ? one.deeds.filter((deed) => !given.some((each) => each.deed === deed)) : one.deeds;
    return { ...one, deeds: [...own, ...kept] };
  });
  return { ...journal, steps };
}

/** As it is once a step is undone: for looking ahead. */
export function afterUndo(journal: Journal, step: StepId): Journal {
  const record = recordOfStep(journal, step);
  if (record === null) return journal;
  return withStep(handedOver(journal, record) ?? journal, { ...record, state: 'undone' });
}

export class JournalError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JournalError';
  }
}

/** @throws {JournalError} where it would be too long to keep: then nothing more may be begun. */
export function journalText(journal: Journal): string {
  const text = JSON.stringify(journal);
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > JOURNAL_BYTES_MAX) {
    const message = `the journal of the workshop would be ${bytes} bytes, and ${JOURNAL_BYTES_MAX} are kept: undo steps that are not needed first`;
    throw new JournalError(message);
  }
  return text;
}
