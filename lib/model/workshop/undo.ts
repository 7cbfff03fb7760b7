// What takes a step back: in reverse order, only what the step made and nobody has taken over since; what stays is said.
import { formatTaint, sameTaint } from '#lib/rules/nodes/taints.ts';
import { type Left, MANAGED_BY, MANAGED_BY_LABEL, type ManifestObject } from '#lib/stack/component.ts';
import { command, kubectlOf, shellQuoted } from '../actions/kubectl.ts';
import type { NodeAction } from '../actions/node-action.ts';
import type { NodeRecord, VolumeRecord } from '../records/records.ts';
import { listed } from '../what-if/listed.ts';
import type { Deed, StepRecord } from './journal.ts';
import type { Known } from './known.ts';
import { type ObjectRef, objectKey, objectText, uidOf } from './object-key.ts';
import { volumesOf } from './undo-volumes.ts';

export interface UndoPlan {
  /** In the order in which they are done. */
  deeds: readonly UndoDeed[];
  /** What stays, and why. */
  left: readonly Left[];
}

export type UndoDeed =
  /** Only as it was made: the uid is a precondition where it is known. */
  | { does: 'delete'; object: ObjectRef; uid: string | null; words: string; kubectl: string }
  /** Applies nothing by our field manager: what only it had set goes away. Where it is gone nothing is made anew. */
  | { does: 'release'; object: ObjectRef; uid: string | null; words: string; kubectl: string }
  /** Whoever made it removes it by itself, and has to be there until then. */
  | { does: 'await'; object: ObjectRef; words: string; kubectl: string }
  | { does: 'untaint'; action: Extract<NodeAction, { action: 'untaint' }>; words: string; kubectl: string };

export interface UndoInput {
  record: StepRecord;
  /** As they are now, by objectKey. */
  objects: ReadonlyMap<string, Known<ManifestObject | null>>;
  nodes: Known<readonly NodeRecord[]>;
  /** What is in a namespace, or of the kind that a definition defines. */
  residentsOf: (holder: ObjectRef) => Residents;
  volumes: Known<readonly VolumeRecord[]>;
  /** By objectKey: what steps that are taken back before it remove. */
  goneBefore: ReadonlySet<string>;
  /** By objectKey: what other steps made, that stay. */
  ofOtherSteps: ReadonlySet<string>;
  /** What the step's components leave anyway. */
  leaves: readonly Left[];
}

export interface Residents {
  found: readonly Resident[];
  /** Why it may not be all; null where it is. */
  unread: string | null;
}

export interface Resident {
  object: ObjectRef;
  uid: string | null;
}

type Outcome = { deed: UndoDeed; left?: Left } | { left: Left } | null;

const HOLDERS: readonly string[] = ['Namespace', 'CustomResourceDefinition'];

/** Whether what is in it, or of its kind, goes with it. */
export function isHolder({ kind }: ObjectRef): boolean {
  return HOLDERS.includes(kind);
}

export function planUndo(input: UndoInput): UndoPlan {
  const { deeds } = input.record;
  const first = new Map(deeds.map((deed) => [deed, undone(deed, input)]));
  const gone = new Set([...input.goneBefore, ...Array.from(first.values(), goneKeys).flat()]);
  const outcomes = [...first].reverse().map(([, outcome]) => keptIfUsed(outcome, gone, input));
  return {
    deeds: outcomes.flatMap((outcome) => (outcome !== null && 'deed' in outcome ? [outcome.deed] : [])),
    left: [...outcomes.flatMap((outcome) => outcome?.left ?? []), ...input.leaves],
  };
}

function goneKeys(outcome: Outcome): string[] {
  return outcome !== null && 'deed' in outcome && outcome.deed.does === 'delete'
    ? [objectKey(outcome.deed.object)]
    : [];
}

/** What goes with a namespace, or with the definition of its kind, has to be ours. */
function keptIfUsed(outcome: Outcome, gone: ReadonlySet<string>, input: UndoInput): Outcome {
  if (outcome === null || !('deed' in outcome) || outcome.deed.does !== 'delete') return outcome;
  const { object, words } = outcome.deed;
  if (!isHolder(object)) return outcome;
  const residents = input.residentsOf(object);
  const staying = residents.found.filter((one) => !gone.has(objectKey(one.object)));
  const ours = staying.filter((one) => input.ofOtherSteps.has(objectKey(one.object)));
  const why = keptFor(object, { ...residents, found: staying.filter((one) => !ours.includes(one)) });
  if (why !== null) return { left: { what: objectText(object), why } };
  if (ours.length === 0) return outcome;
  const along = listed(ours.map((one) => objectText(one.object)));
  return { deed: { ...outcome.deed, words: `${words}, and with it ${along}, which a step that stays made` } };
}

/** Why it stays, for what of somebody else would go with it; null where nothing would. */
export function keptFor(holder: ObjectRef, { found, unread }: Residents): string | null {
  const isSpace = holder.kind === 'Namespace';
  if (found.length > 0) {
    const names = listed(found.map(({ object }) => (isSpace ? `${object.kind} ${object.name}` : objectText(object))));
    const were = found.length === 1 ? 'was' : 'were';
    return isSpace
      ? `${names} in it ${were} made by somebody else`
      : `${names} of this kind ${were} made by somebody else`;
  }
  if (unread === null) return null;
  return isSpace
    ? `whether somebody else has something in it is not known (${unread})`
    : `whether somebody else has objects of this kind is not known (${unread})`;
}

function undone(deed: Deed, input: UndoInput): Outcome {
  if (deed.did === 'taint') return untainted(deed, input.nodes);
  const { object } = deed;
  const what = objectText(object);
  const now = input.objects.get(objectKey(object));
  if (now === undefined || !now.known) {
    return { left: { what, why: `it could not be read (${now?.why ?? 'not asked for'})` } };
  }
  if (now.value === null) return ofGone(deed, input.volumes);
  const uid = uidOf(now.value);
  if (deed.uid !== null && uid !== deed.uid) {
    return { left: { what, why: 'somebody deleted it and made another of that name' } };
  }
  if (deed.did === 'change') {
    const words = `takes back what was added to ${what}`;
    return { deed: { does: 'release', object, uid, words, kubectl: releaseText(object, uid) } };
  }
  if (now.value.metadata.labels?.[MANAGED_BY_LABEL] !== MANAGED_BY) {
    return { left: { what, why: `somebody took it over: its label ${MANAGED_BY_LABEL} no longer says ${MANAGED_BY}` } };
  }
  return deletion(object, uid, input.volumes);
}

function deletion(object: ObjectRef, uid: string | null, volumes: UndoInput['volumes']): Outcome {
  const words = `deletes ${objectText(object)}`;
  const deed = { does: 'delete', object, uid, words, kubectl: deleteText(object) } as const;
  if (object.kind !== 'PersistentVolumeClaim') return { deed };
  const { along, stays } = volumesOf(object, uid, volumes);
  return { deed: { ...deed, words: words + along }, ...(stays === null ? {} : { left: stays }) };
}

/** A claim that was deleted and whose volume is still there: somebody stopped waiting for it. */
function ofGone({ object, uid }: Exclude<Deed, { did: 'taint' }>, volumes: UndoInput['volumes']): Outcome {
  if (object.kind !== 'PersistentVolumeClaim' || uid === null) return null;
  const [volume] = volumesOf(object, uid, volumes).going;
  if (volume === undefined) return null;
  const words = `waits until ${objectText(volume)} is gone, whose claim was deleted`;
  const kubectl = command('kubectl', 'wait', '--for=delete', `persistentvolume/${volume.name}`, '--timeout=3m');
  return { deed: { does: 'await', object: volume, words, kubectl } };
}

function untainted(deed: Extract<Deed, { did: 'taint' }>, nodes: Known<readonly NodeRecord[]>): Outcome {
  const { node, taint } = deed;
  const what = `taint ${formatTaint(taint)} of ${node}`;
  if (!nodes.known) return { left: { what, why: `boards could not be read (${nodes.why})` } };
  const record = nodes.value.find(({ name }) => name === node);
  // A board that left the cluster took its taints along.
  if (record === undefined || record.uid !== deed.uid) return null;
  const present = record.taints.find((other) => sameTaint(other, taint));
  if (present === undefined) return null;
  if ((present.value ?? '') !== taint.value) {
    return { left: { what, why: `somebody changed it to ${formatTaint(present)}` } };
  }
  const action = { action: 'untaint', node, taint } as const;
  return { deed: { does: 'untaint', action, words: `removes ${what}`, kubectl: kubectlOf(action) } };
}

function kindWord({ apiVersion, kind }: ObjectRef): string {
  const [group = '', version] = apiVersion.split('/');
  return version === undefined ? kind.toLowerCase() : `${kind.toLowerCase()}.${version}.${group}`;
}

function deleteText(object: ObjectRef): string {
  const where = object.namespace === null ? [] : ['-n', object.namespace];
  return command('kubectl', 'delete', kindWord(object), object.name, ...where);
}

/** With its uid: the API server makes no other in its place (apiserver pkg/endpoints/handlers/patch.go). */
export function releaseOf({ apiVersion, kind, namespace, name }: ObjectRef, uid: string | null) {
  const metadata = { name, ...(namespace === null ? {} : { namespace }), ...(uid === null ? {} : { uid }) };
  return { apiVersion, kind, metadata };
}

function releaseText(object: ObjectRef, uid: string | null): string {
  const json = JSON.stringify(releaseOf(object, uid));
  return `echo ${shellQuoted(json)} | ${command('kubectl', 'apply', '--server-side', '--field-manager=bramble', '-f', '-')}`;
}
