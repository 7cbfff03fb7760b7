// StatefulSets in a play: pods with names that last, in order, each only when the one before it is there again.
// Mirrors updateStatefulSet in kubernetes pkg/controller/statefulset/stateful_set_control.go.
import { scaledValue } from '#lib/rules/rollout.ts';
import { type Actor, hasEnded, isReadyAt } from './actor.ts';
import { makeOrdinalPod } from './new-pod.ts';
import type { Scene } from './scene.ts';
import type { Workload } from './workload.ts';

interface Slot {
  ordinal: number;
  actor: Actor | undefined;
}

export function reconcileStatefulSet(scene: Scene, workload: Workload): void {
  const { parallel } = workload.replacement;
  const { slots, surplus } = sorted(scene, workload);
  for (const slot of slots) {
    if (!fill(scene, workload, slot) && !parallel) return;
  }
  const all = [...slots.map(({ actor }) => actor), ...[...surplus].reverse()];
  const firstUnavailable = all.find((actor) => actor === undefined || !isAvailable(scene, workload, actor));
  for (const actor of surplus) {
    if (actor.ending !== null) {
      if (parallel) continue;
      return;
    }
    if (!parallel && !isAvailable(scene, workload, actor) && actor !== firstUnavailable) return;
    scene.end(actor, 'scaled');
    if (!parallel) return;
  }
  if (workload.replacement.type !== 'OnDelete' && slots.every(({ actor }) => actor !== undefined)) {
    update(scene, workload, slots);
  }
}

/** Whether what comes after it may go on. */
function fill(scene: Scene, workload: Workload, { ordinal, actor }: Slot): boolean {
  if (actor === undefined) {
    const { partition, firstOrdinal } = workload.replacement;
    // Below the partition a lost pod comes back as it was.
    const set = ordinal < firstOrdinal + partition ? 0 : workload.generation;
    makeOrdinalPod(scene, workload, ordinal, set);
    return false;
  }
  if (hasEnded(actor.record)) {
    scene.end(actor, 'deleted');
    return false;
  }
  return isAvailable(scene, workload, actor);
}

/** Old pods end from the highest ordinal down to the partition. */
function update(scene: Scene, workload: Workload, slots: readonly Slot[]): void {
  const { replacement, generation } = workload;
  const actors = slots.flatMap(({ actor }) => actor ?? []);
  const outdated = actors
    .slice(replacement.partition)
    .reverse()
    .filter((actor) => actor.set !== generation && actor.ending === null);
  const unavailable = actors.filter((actor) => !isAvailable(scene, workload, actor)).length;
  // All at once: those that do not work anyway cost nothing.
  const broken = replacement.parallel ? outdated.filter((actor) => !isReadyAt(actor, scene.now)) : [];
  const working = outdated.filter((actor) => !broken.includes(actor));
  const most = Math.max(1, scaledValue(replacement.maxUnavailable, slots.length, 'down') ?? 1);
  for (const actor of [...broken, ...working.slice(0, Math.max(0, most - unavailable))]) scene.end(actor, 'replaced');
}

function sorted(scene: Scene, workload: Workload): { slots: Slot[]; surplus: Actor[] } {
  const { firstOrdinal } = workload.replacement;
  const slots = Array.from({ length: workload.desired }, (_, index): Slot => {
    return { ordinal: firstOrdinal + index, actor: undefined };
  });
  const surplus: { ordinal: number; actor: Actor }[] = [];
  for (const actor of scene.actorsOf(workload)) {
    const ordinal = ordinalOf(workload, actor);
    if (ordinal === null) continue;
    const slot = slots[ordinal - firstOrdinal];
    if (slot === undefined) surplus.push({ ordinal, actor });
    else slot.actor = actor;
  }
  surplus.sort((a, b) => b.ordinal - a.ordinal);
  return { slots, surplus: surplus.map(({ actor }) => actor) };
}

function ordinalOf({ ref }: Workload, { record }: Actor): number | null {
  const [, parent, ordinal] = /^(.*)-([0-9]{1,9})$/.exec(record.name) ?? [];
  return parent === ref.name ? Number(ordinal) : null;
}

function isAvailable(scene: Scene, { replacement }: Workload, actor: Actor): boolean {
  return isReadyAt(actor, scene.now, replacement.minReadySeconds);
}
