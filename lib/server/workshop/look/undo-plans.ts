import 'server-only';
// What taking several steps back would do, one after the other: each as the one before it leaves the journal.
import { afterUndo, type Journal } from '#lib/model/workshop/journal.ts';
import { objectKey } from '#lib/model/workshop/object-key.ts';
import type { UndoPlan } from '#lib/model/workshop/undo.ts';
import type { StepId } from '#lib/stack/component.ts';
import { ClusterReader } from './cluster-reader.ts';
import { lookAtUndo, type UndoGround } from './undo-look.ts';

/** The last that was begun first. */
export function undoOrder(journal: Journal | null): StepId[] {
  const done = (journal?.steps ?? []).filter(({ state }) => state !== 'undone');
  return done.map(({ step }) => step).reverse();
}

/** In the order in which they are taken back. Throws StatusError. */
export async function undoPlansOf(ground: UndoGround, journal: Journal | null, steps: readonly StepId[]) {
  const reader = new ClusterReader(ground.transport, ground.signal);
  const plans: { id: StepId; plan: UndoPlan }[] = [];
  const gone = new Set<string>();
  let left = journal;
  for (const id of undoOrder(journal)) {
    if (left === null || !steps.includes(id)) continue;
    const { plan } = await lookAtUndo(ground, reader, left, id, gone);
    plans.push({ id, plan });
    for (const deed of plan.deeds) if (deed.does === 'delete') gone.add(objectKey(deed.object));
    // What one hands over to another goes with that one.
    left = afterUndo(left, id);
  }
  return plans;
}
