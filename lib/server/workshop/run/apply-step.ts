import 'server-only';
// Does one step: taints boards, or applies the objects of its components and waits until they work.
import { setTimeout as pause } from 'node:timers/promises';
import type { Node } from 'kubernetes-types/core/v1';
import { ended } from '#lib/format/sentence.ts';
import { applyObject, isStatusError } from '#lib/kube/index.ts';
import { planNodeAction } from '#lib/model/actions/node-plan.ts';
import { projectNode } from '#lib/model/records/project-node.ts';
import { isChosen } from '#lib/model/workshop/choices.ts';
import type { ComponentPlan } from '#lib/model/workshop/component-plan.ts';
import { isFinishedJob, isMadeAnew } from '#lib/model/workshop/fixed-jobs.ts';
import type { GateState } from '#lib/model/workshop/gates.ts';
import { type Deed, didTo, type StepRecord, withDeed } from '#lib/model/workshop/journal.ts';
import { type ObjectRef, objectKey, objectText, refOf, uidOf } from '#lib/model/workshop/object-key.ts';
import {
  COMPONENT_LABEL,
  type ComponentId,
  MANAGED_BY,
  MANAGED_BY_LABEL,
  type ManifestObject,
  type StepId,
} from '#lib/stack/component.ts';
import { carryOut } from '../../actions/carry-out.ts';
import { readObject } from '../../actions/read-object.ts';
import { objectPathOf } from '../look/object-path.ts';
import type { FilledPart } from '../look/stack-manifests.ts';
import { conflictsOf, readObjects } from '../look/stack-objects.ts';
import type { WaitingComponent, WorkshopPicture } from '../look/workshop-eyes.ts';
import { isPassingConflict, patiently } from './patience.ts';
import { removeObject, untilGone } from './remove-object.ts';
import { note, ofObject, type RunGround, recordFor, StepFailure } from './run-ground.ts';

const LOOK_MS = 1_000;

/** Throws StepFailure, and StatusError where the API server refuses. What is done already is left as it is. */
export async function applyStep(ground: RunGround, step: StepId): Promise<void> {
  const picture = await lookAt(ground, step, true);
  const planned = picture.plan.steps.find(({ id }) => id === step);
  if (planned === undefined) throw new StepFailure(`there is no step ${step}`);
  if (planned.state === 'blocked') throw new StepFailure(planned.why.join(' '));
  const begun = recordFor(ground, step);
  // What is here and not in the journal is taken up again: it was lost.
  const isDone = planned.state === 'done' && planned.record === null && planned.components.every(isOthers);
  if (isDone || planned.state === 'nothing' || planned.state === 'skipped') return;
  const keeper = new StepKeeper(ground, begun);
  await keeper.note('applying');
  if (planned.taints !== null) await taintBoards(ground, keeper, picture);
  const made = planned.components.filter((one) => one.chosen && (one.state === 'offered' || one.state === 'done'));
  for (const { id } of made) {
    const part = picture.parts.find(({ component }) => component.id === id);
    if (part !== undefined) await applyComponent(ground, keeper, part);
  }
  await keeper.note('waiting');
  await untilOpen(
    ground,
    step,
    made.map(({ id }) => ({ id, sinceMs: keeper.sinceMs })),
  );
  await keeper.note('applied');
}

function isOthers({ chosen, state }: ComponentPlan): boolean {
  return !chosen || state !== 'done';
}

/** What is secret of a step is given once: it is put into the cluster first, so that a run can go on without it. */
export async function prepareSecrets(ground: RunGround, step: StepId): Promise<void> {
  const picture = await lookAt(ground, step, true);
  const planned = picture.plan.steps.find(({ id }) => id === step);
  if (planned?.state === 'blocked') return;
  const keeper = new StepKeeper(ground, recordFor(ground, step));
  for (const part of picture.parts) {
    const { component, objects } = part;
    if (component.step !== step || !isChosen(component.id, ground.choices)) continue;
    const secrets = objects.filter(({ kind }) => kind === 'Secret');
    if (secrets.length === 0) continue;
    const places = new Set(secrets.map(({ metadata }) => metadata.namespace));
    const namespaces = objects.filter(({ kind, metadata }) => kind === 'Namespace' && places.has(metadata.name));
    await applyObjects(ground, keeper, component.id, [...namespaces, ...secrets], 'prepared');
  }
}

function lookAt(
  { eyes, choices, secrets, store, signal }: RunGround,
  step: StepId,
  tries: boolean,
): Promise<WorkshopPicture> {
  const journal = { known: true, value: store.journal } as const;
  return eyes.look({ choices, secrets, journal, steps: [step], tried: tries ? [step] : [], of: 'now', signal });
}

/** The record of one step, and its deeds as they come. */
class StepKeeper {
  readonly #ground: RunGround;
  #record: StepRecord;
  readonly sinceMs = Date.now();

  constructor(ground: RunGround, record: StepRecord) {
    this.#ground = ground;
    this.#record = record;
  }

  note(state: StepRecord['state']): Promise<void> {
    const endedAt = state === 'applied' ? new Date().toISOString() : null;
    this.#record = { ...this.#record, state, endedAt };
    return note(this.#ground, this.#record);
  }

  /** Before they are done, and again when their outcome is known. */
  noteDeeds(deeds: readonly Deed[], state = this.#record.state): Promise<void> {
    this.#record = { ...this.#record, state, deeds: deeds.reduce(withDeed, this.#record.deeds) };
    return note(this.#ground, this.#record);
  }

  /** What any step did first to the object of this uid. */
  didTo(object: ObjectRef, uid: string | null): 'create' | 'change' | null {
    const { steps } = this.#ground.store.journal;
    return didTo([...this.#record.deeds, ...steps.flatMap(({ deeds }) => deeds)], object, uid);
  }
}

async function taintBoards(ground: RunGround, keeper: StepKeeper, { plan, facts }: WorkshopPicture): Promise<void> {
  const { transport, signal, told } = ground;
  const boards = plan.steps.find(({ id }) => id === 'taints')?.taints?.boards ?? [];
  const records = facts.nodes.known ? facts.nodes.value : [];
  for (const { action } of boards) {
    const uid = records.find(({ name }) => name === action?.node)?.uid;
    if (action === null || uid === undefined) continue;
    await keeper.noteDeeds([{ did: 'taint', node: action.node, uid, taint: action.taint }]);
    told(`taints ${action.node}`);
    await patiently(
      async () => {
        const node = projectNode(await readObject<Node>(transport, `/api/v1/nodes/${action.node}`));
        const { write } = planNodeAction(node, [], action);
        if (write !== null) await carryOut(transport, write, false);
      },
      signal,
      // Its kubelet wrote to it in between: it is read anew.
      isPassingConflict,
    ).catch((error: unknown) => {
      throw ofObject(`Node ${action.node}`, error);
    });
  }
}

async function applyComponent(ground: RunGround, keeper: StepKeeper, part: FilledPart): Promise<void> {
  const { component } = part;
  for (const { afterGates, objects } of part.pieces) {
    if (afterGates.length > 0) {
      const waiting = [{ id: component.id, sinceMs: keeper.sinceMs }];
      await untilOpen(ground, component.step, waiting, (gate) => afterGates.includes(gate.id));
    }
    await applyObjects(ground, keeper, component.id, objects, 'applying');
  }
}

async function applyObjects(
  ground: RunGround,
  keeper: StepKeeper,
  id: ComponentId,
  objects: readonly ManifestObject[],
  state: StepRecord['state'],
): Promise<void> {
  if (objects.length === 0) return;
  const { transport, signal, told } = ground;
  const before = await patiently(() => readObjects(transport, objects.map(refOf), signal), signal);
  const deeds = new Map<string, Deed>();
  for (const wanted of objects) {
    const object = refOf(wanted);
    const key = objectKey(object);
    const found = before.get(key);
    if (found?.known !== true)
      throw new StepFailure(`${objectText(object)} could not be read: ${ended(found?.why ?? '')}`);
    const uid = found.value === null ? null : uidOf(found.value);
    const did = keeper.didTo(object, uid);
    // A namespace that another step made: that step takes it away.
    if ((did === 'create' && object.kind === 'Namespace') || isTheirs(found.value)) continue;
    const isMade = found.value === null || isOurs(found.value, id);
    deeds.set(key, { did: did ?? (isMade ? 'create' : 'change'), object, uid });
  }
  await keeper.noteDeeds([...deeds.values()], state);
  for (const wanted of objects) {
    const object = refOf(wanted);
    const found = before.get(objectKey(object));
    const now = found?.known === true ? found.value : null;
    if (isTheirs(now) || isFinishedJob(now)) continue;
    told(`applies ${objectText(object)}`);
    const after = await patiently(() => applied(ground, wanted, now), signal, isPassingConflict).catch(
      (error: unknown) => {
        throw ofObject(objectText(object), error);
      },
    );
    const deed = deeds.get(objectKey(object));
    if (deed?.did === 'create' || deed?.did === 'change') {
      const uid = uidOf(after);
      // Somebody deleted theirs meanwhile: what stands there now was made by this.
      deeds.set(objectKey(object), { ...deed, did: uid === deed.uid ? deed.did : 'create', uid });
    }
  }
  await keeper.noteDeeds([...deeds.values()], state);
}

async function applied(
  ground: RunGround,
  wanted: ManifestObject,
  before: ManifestObject | null,
): Promise<ManifestObject> {
  const { transport, signal } = ground;
  const path = objectPathOf(refOf(wanted));
  const apply = async () => {
    // What the API server answers to an object's path is that object.
    return (await applyObject(transport, { path, object: wanted, dryRun: false, signal })).object as ManifestObject;
  };
  try {
    return await apply();
  } catch (error) {
    if (isStatusError(error) && isMadeAnew(before, error.message)) {
      const ref = refOf(wanted);
      await removeObject(transport, ref, before === null ? null : uidOf(before), signal);
      await untilGone(ground, [ref]);
      return apply();
    }
    const conflicts = isStatusError(error) ? conflictsOf(error) : [];
    if (conflicts.length === 0) throw error;
    const owners = [...new Set(conflicts.map(({ manager }) => manager))].join(', ');
    const fields = conflicts.map(({ field }) => field).join(', ');
    throw new StepFailure(`${objectText(refOf(wanted))}: ${owners} sets ${fields}, which is not taken from them.`);
  }
}

/** Made for this component; that the journal does not know of it means that the journal was lost. */
function isOurs({ kind, metadata }: ManifestObject, id: ComponentId): boolean {
  const isOfComponent = kind === 'Namespace' || metadata.labels?.[COMPONENT_LABEL] === id;
  return metadata.labels?.[MANAGED_BY_LABEL] === MANAGED_BY && isOfComponent;
}

/** A namespace that was there before: it keeps its labels. */
function isTheirs(found: ManifestObject | null): boolean {
  return found?.kind === 'Namespace' && found.metadata.labels?.[MANAGED_BY_LABEL] !== MANAGED_BY;
}

/** Throws StepFailure where the wait is longer than it usually is. */
async function untilOpen(
  { eyes, signal, skipped, told }: RunGround,
  step: StepId,
  waiting: readonly WaitingComponent[],
  counts?: (gate: GateState) => boolean,
): Promise<void> {
  // What comes after a wait in the middle needs what is awaited: only the last one can be ended.
  while (counts !== undefined || !skipped.has(step)) {
    const seen = await patiently(() => eyes.freshGates(waiting, signal), signal);
    const shut = [...seen.values()].flat().filter((gate) => counts?.(gate) !== false && gate.state !== 'open');
    const [first] = shut;
    if (first === undefined) return;
    const failed = shut.find(({ state }) => state === 'failed');
    if (failed !== undefined)
      throw new StepFailure(`What is waited for will not come: ${failed.title}. ${failed.words}`);
    const late = shut.find(({ state, waitedSeconds, patienceSeconds }) => {
      return state === 'long' || (state === 'unknown' && waitedSeconds > patienceSeconds);
    });
    if (late !== undefined) throw new StepFailure(`Waited too long until ${late.title}: ${late.words}`);
    told(`waits until ${first.title}`, first.words);
    await pause(LOOK_MS, undefined, { signal });
  }
}
