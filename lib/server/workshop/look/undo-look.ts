import 'server-only';
// Looks at what taking a step back would do: what they made as it is now, and what else would go with it.
import { setTimeout as pause } from 'node:timers/promises';
import type { Transport } from '#lib/kube/index.ts';
import { projectVolume } from '#lib/model/records/project-ground.ts';
import { projectNode } from '#lib/model/records/project-node.ts';
import { handedOver, type Journal, recordOfStep, type StepRecord } from '#lib/model/workshop/journal.ts';
import type { Known } from '#lib/model/workshop/known.ts';
import { type ObjectRef, objectKey } from '#lib/model/workshop/object-key.ts';
import { isHolder, planUndo, type Residents, type UndoPlan } from '#lib/model/workshop/undo.ts';
import { COMPONENTS } from '#lib/stack/catalogue.ts';
import type { ManifestObject, StepId } from '#lib/stack/component.ts';
import { StepFailure } from '../run/run-ground.ts';
import { ClusterReader } from './cluster-reader.ts';
import { residentsOf, type Sight } from './foreign-objects.ts';
import { readObjects } from './stack-objects.ts';

/** Where something could not be read. */
const LOOK_AGAIN_MS = [500, 2_000, 5_000];
const NOBODY_LOOKED: Residents = { found: [], unread: 'nobody looked' };

export interface UndoGround {
  transport: Transport;
  signal: AbortSignal;
}

/** Looks again where the API server is busy or away. Throws StepFailure where it is not known what is there. */
export async function certainUndoPlan(ground: UndoGround, journal: Journal, step: StepId): Promise<UndoPlan> {
  const look = () => lookAtUndo(ground, new ClusterReader(ground.transport, ground.signal), journal, step, new Set());
  for (const waitMs of LOOK_AGAIN_MS) {
    const { plan, unread, unsure } = await look();
    if (unread === null && unsure === null) return plan;
    await pause(waitMs, undefined, { signal: ground.signal });
  }
  const { plan, unread } = await look();
  // Nobody may be allowed to look what else would go: then that is left.
  if (unread !== null) throw new StepFailure(`Nothing is taken back unseen: ${unread}`);
  return plan;
}

/** What is in it right now, or of its kind, less `ours`. Looks again where what is there may be about to go. */
export async function certainResidents(
  ground: UndoGround,
  holder: ObjectRef,
  ours: ReadonlySet<string>,
): Promise<Residents> {
  const look = async (): Promise<Residents> => {
    const now = (await readObjects(ground.transport, [holder], ground.signal)).get(objectKey(holder));
    if (now?.known !== true) return { found: [], unread: now?.why ?? 'nobody looked' };
    if (now.value === null) return { found: [], unread: null };
    const all = await residentsOf({ ...ground, reader: new ClusterReader(ground.transport, ground.signal) }, now.value);
    return { ...all, found: all.found.filter(({ object }) => !ours.has(objectKey(object))) };
  };
  for (const waitMs of LOOK_AGAIN_MS) {
    const residents = await look();
    const isSure = residents.found.length === 0 || waitMs !== LOOK_AGAIN_MS[0];
    if (residents.unread === null && isSure) return residents;
    await pause(waitMs, undefined, { signal: ground.signal });
  }
  return look();
}

interface Planned {
  plan: UndoPlan;
  /** Why something could not be read: what it says of that is no ground to forget it. */
  unread: string | null;
  /** Why it is not known what else would go: then what it would go with is left. */
  unsure: string | null;
}

/** `goneBefore` holds by objectKey what steps that are taken back before it remove. */
export async function lookAtUndo(
  { transport, signal }: UndoGround,
  reader: ClusterReader,
  before: Journal,
  step: StepId,
  goneBefore: ReadonlySet<string>,
): Promise<Planned> {
  const begun = recordOfStep(before, step);
  const journal = begun === null ? before : (handedOver(before, begun) ?? before);
  const record = recordOfStep(journal, step);
  if (record === null || record.state === 'undone')
    return { plan: { deeds: [], left: [] }, unread: null, unsure: null };
  const refs = refsOf(record);
  const objects = await readObjects(transport, refs, signal);
  const nodes = await reader.list('/api/v1/nodes', 'nodes', projectNode);
  const volumes = await reader.list('/api/v1/persistentvolumes', 'persistentvolumes', projectVolume);
  const residents = await residentsOfAll({ transport, signal, reader }, record, objects);
  const chosen = COMPONENTS.filter((component) => component.step === step && isNamed(record, component.namespace.name));
  const plan = planUndo({
    record,
    objects,
    nodes,
    residentsOf: (holder) => residents.get(objectKey(holder)) ?? NOBODY_LOOKED,
    volumes,
    goneBefore,
    ofOtherSteps: madeByOthers(journal, step),
    leaves: chosen.flatMap(({ leaves }) => leaves),
  });
  const hasTaints = record.deeds.some(({ did }) => did === 'taint');
  const unread = unreadOf([...objects, ...(hasTaints ? [['boards', nodes] as const] : [])]);
  return { plan, unread, unsure: [...residents.values()].find((one) => one.unread !== null)?.unread ?? null };
}

/** Of what the step made: what was there before stays anyway. */
async function residentsOfAll(
  sight: Sight,
  { deeds }: StepRecord,
  objects: ReadonlyMap<string, Known<ManifestObject | null>>,
): Promise<ReadonlyMap<string, Residents>> {
  const found = new Map<string, Residents>();
  for (const deed of deeds) {
    if (deed.did !== 'create' || !isHolder(deed.object)) continue;
    const key = objectKey(deed.object);
    const now = objects.get(key);
    if (now?.known === true && now.value !== null) found.set(key, await residentsOf(sight, now.value));
  }
  return found;
}

function refsOf({ deeds }: StepRecord): ObjectRef[] {
  return deeds.flatMap((deed) => (deed.did === 'taint' ? [] : [deed.object]));
}

/** By objectKey: what steps besides this one made, and is still there as far as they know. */
export function madeByOthers({ steps }: Journal, step: StepId): ReadonlySet<string> {
  const deeds = steps.filter((one) => one.step !== step).flatMap((one) => one.deeds);
  return new Set(deeds.flatMap((deed) => (deed.did === 'create' ? [objectKey(deed.object)] : [])));
}

function isNamed(record: StepRecord, namespace: string): boolean {
  return refsOf(record).some((object) => object.namespace === namespace);
}

function unreadOf(read: readonly (readonly [what: string, Known<unknown>])[]): string | null {
  for (const [what, found] of read) if (!found.known) return `${what} could not be read: ${found.why}`;
  return null;
}
