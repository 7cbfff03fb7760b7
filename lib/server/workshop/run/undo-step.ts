import 'server-only';
// Takes one step back: in reverse order, only what it made and nobody took over since, until it is gone.
import type { Node } from 'kubernetes-types/core/v1';
import { applyObject, isStatusError, type Transport } from '#lib/kube/index.ts';
import { planNodeAction } from '#lib/model/actions/node-plan.ts';
import { projectVolume } from '#lib/model/records/project-ground.ts';
import { projectNode } from '#lib/model/records/project-node.ts';
import { handedOver, recordOfStep, type StepRecord } from '#lib/model/workshop/journal.ts';
import { type ObjectRef, objectKey, objectText, uidOf } from '#lib/model/workshop/object-key.ts';
import { isHolder, keptFor, releaseOf, type UndoDeed } from '#lib/model/workshop/undo.ts';
import { volumesOf } from '#lib/model/workshop/undo-volumes.ts';
import type { StepId } from '#lib/stack/component.ts';
import { carryOut } from '../../actions/carry-out.ts';
import { readObject } from '../../actions/read-object.ts';
import { ClusterReader } from '../look/cluster-reader.ts';
import { objectPathOf } from '../look/object-path.ts';
import { readObjects } from '../look/stack-objects.ts';
import { certainResidents, certainUndoPlan, madeByOthers } from '../look/undo-look.ts';
import { isPassingConflict, patiently } from './patience.ts';
import { removeObject, untilGone } from './remove-object.ts';
import { note, ofObject, type RunGround, StepFailure } from './run-ground.ts';

/** Whoever tidies up after them is deleted later in the same step. */
const AWAITED_AT_ONCE: readonly string[] = ['Job', 'PersistentVolumeClaim', 'Prometheus', 'Flunder'];

/** Throws StepFailure, and StatusError where the API server refuses; begun again it goes on. */
export async function undoStep(ground: RunGround, step: StepId): Promise<void> {
  const { transport, signal, store, told } = ground;
  const begun = recordOfStep(store.journal, step);
  if (begun === null || begun.state === 'undone') return;
  const handed = handedOver(store.journal, begun);
  if (handed !== null) await patiently(() => store.write(handed), signal);
  const before = recordOfStep(store.journal, step) ?? begun;
  const startedAt = before.state === 'undoing' ? before.startedAt : new Date().toISOString();
  const record: StepRecord = { ...before, state: 'undoing', startedAt, endedAt: null, message: null };
  await note(ground, record);
  const { deeds } = await certainUndoPlan({ transport, signal }, store.journal, step);
  const kept: string[] = [];
  const awaited: ObjectRef[] = [];
  for (const deed of deeds) {
    told(deed.words);
    const why = await keptNow(ground, step, deed);
    if (why !== null) {
      kept.push(why);
      continue;
    }
    const going = deed.does === 'delete' ? [deed.object, ...(await volumesGoing(ground, deed))] : [];
    await patiently(
      () => undo(ground, deed),
      signal,
      (error) => (deed.does === 'untaint' || deed.does === 'release') && isPassingConflict(error),
    ).catch((error: unknown) => {
      throw ofObject(deed.does === 'untaint' ? `Node ${deed.action.node}` : objectText(deed.object), error);
    });
    if (deed.does === 'delete') awaited.push(deed.object);
    if (deed.does === 'await') await untilGone(ground, [deed.object]);
    if (deed.does === 'delete' && AWAITED_AT_ONCE.includes(deed.object.kind)) await untilGone(ground, going);
  }
  await untilGone(ground, awaited);
  // Nobody was told of it beforehand: to leave it is for them to say.
  if (kept.length > 0) throw new StepFailure(`${kept.join(' ')} Undo it once more to leave that.`);
  await note(ground, { ...record, state: 'undone', endedAt: new Date().toISOString() });
}

/** Somebody may have put something into it since it was planned. Null where it can go. */
async function keptNow(ground: RunGround, step: StepId, deed: UndoDeed): Promise<string | null> {
  if (deed.does !== 'delete' || !isHolder(deed.object)) return null;
  const residents = await certainResidents(ground, deed.object, madeByOthers(ground.store.journal, step));
  const why = keptFor(deed.object, residents);
  return why === null ? null : `${objectText(deed.object)} stays: ${why}.`;
}

async function volumesGoing(
  { transport, signal }: RunGround,
  { object, uid }: Extract<UndoDeed, { does: 'delete' }>,
): Promise<readonly ObjectRef[]> {
  if (object.kind !== 'PersistentVolumeClaim') return [];
  const reader = new ClusterReader(transport, signal);
  const volumes = await reader.list('/api/v1/persistentvolumes', 'persistentvolumes', projectVolume);
  return volumesOf(object, uid, volumes).going;
}

async function undo({ transport, signal }: RunGround, deed: UndoDeed): Promise<void> {
  if (deed.does === 'untaint') {
    const node = projectNode(await readObject<Node>(transport, `/api/v1/nodes/${deed.action.node}`));
    const { write } = planNodeAction(node, [], deed.action);
    if (write !== null) await carryOut(transport, write, false);
    return;
  }
  if (deed.does === 'await') return;
  if (deed.does === 'release') return release(transport, deed, signal);
  await removeObject(transport, deed.object, deed.uid, signal);
}

/** What is no longer there, or was made anew, has nothing of ours. */
async function release(
  transport: Transport,
  { object, uid }: Extract<UndoDeed, { does: 'release' }>,
  signal: AbortSignal,
): Promise<void> {
  const path = objectPathOf(object);
  try {
    await applyObject(transport, { path, object: releaseOf(object, uid), dryRun: false, signal });
  } catch (error) {
    if (!isStatusError(error) || error.code !== 409) throw error;
    const now = (await readObjects(transport, [object], signal)).get(objectKey(object));
    if (now?.known !== true || (now.value !== null && uidOf(now.value) === uid)) throw error;
  }
}
