// Deployments and plain sets of pods in a play: how many of which template, who goes, who comes.
// Mirrors kubernetes pkg/controller/{deployment,replicaset}, as lib/sim/controllers/workloads does.
import { byDeletionPreference } from '#lib/rules/pods/pod-ranking.ts';
import { newReplicaSetSize, type RolloutSpec, type SetSize, shrinkSteps } from '#lib/rules/rollout.ts';
import { type Actor, isActive, isReadyAt, rankedActor } from './actor.ts';
import { makePod } from './new-pod.ts';
import type { Scene } from './scene.ts';
import type { Workload } from './workload.ts';

export function reconcileDeployment(scene: Scene, workload: Workload): void {
  if (workload.replacement.type === 'Recreate') recreate(scene, workload);
  else rollOver(scene, workload);
  for (const set of workload.sets.keys()) manage(scene, workload, set);
}

/** A count of pods: a changed template makes only the next ones. */
export function reconcileReplicas(scene: Scene, workload: Workload): void {
  manage(scene, workload, workload.generation, () => true);
}

/** A pod of its own is made again only where it is supposed to be another one: then it is deleted and created anew. */
export function reconcileBarePod(scene: Scene, workload: Workload): void {
  if (workload.generation === 0) return;
  const actors = scene.actorsOf(workload);
  for (const actor of actors) if (actor.set === 0) scene.end(actor, 'replaced');
  if (actors.every(({ gone }) => gone)) makePod(scene, workload, workload.generation);
}

/** All old ones are gone before a new one is made: Recreate, and what is deleted and created anew. */
export function recreate(scene: Scene, workload: Workload): void {
  const { sets, generation } = workload;
  for (const set of sets.keys()) if (set !== generation) sets.set(set, 0);
  const isOldGone = scene.actorsOf(workload).every((actor) => actor.set === generation || isOutOfTheWay(actor));
  if (isOldGone) sets.set(generation, workload.desired);
  else if (!sets.has(generation)) sets.set(generation, 0);
}

function isOutOfTheWay(actor: Actor): boolean {
  return actor.gone || (actor.ending === null && !isActive(actor));
}

function rollOver(scene: Scene, workload: Workload): void {
  const { sets, replacement, desired } = workload;
  // A paused one is resized, but not rolled over.
  const newest = workload.paused ? 0 : workload.generation;
  const { maxSurge, maxUnavailable } = replacement;
  const spec: RolloutSpec = { replicas: desired, type: 'RollingUpdate', maxSurge, maxUnavailable };
  for (let turns = 0; turns < sets.size + 2; turns++) {
    const total = [...sets.values()].reduce((sum, size) => sum + size, 0);
    const before = sets.get(newest) ?? 0;
    const size = before > desired ? desired : newReplicaSetSize(spec, before, total);
    const isNew = !sets.has(newest);
    sets.set(newest, size);
    if (isNew || size !== before) continue;
    const old = [...sets].filter(([set, wanted]) => set !== newest && wanted > 0).sort(([a], [b]) => a - b);
    const sizes = old.map(([set, wanted]) => sizeOf(scene, workload, set, wanted));
    const steps = shrinkSteps(spec, sizes, sizeOf(scene, workload, newest, size));
    if (steps.length === 0) return;
    for (const { name, replicas } of steps) sets.set(Number(name), replicas);
  }
}

function sizeOf(scene: Scene, workload: Workload, set: number, replicas: number): SetSize {
  const { minReadySeconds } = workload.replacement;
  const actors = scene.actorsOf(workload).filter((actor) => actor.set === set);
  return {
    name: String(set),
    replicas,
    available: actors.filter((actor) => isReadyAt(actor, scene.now, minReadySeconds)).length,
  };
}

/** manageReplicas: makes what is missing, ends what is too many. */
function manage(
  scene: Scene,
  workload: Workload,
  set: number,
  belongs: (actor: Actor) => boolean = (actor) => actor.set === set,
): void {
  const active = scene.actorsOf(workload).filter(isActive);
  const own = active.filter(belongs);
  const wanted = workload.controller === 'Deployment' ? (workload.sets.get(set) ?? 0) : workload.desired;
  for (let made = own.length; made < wanted; made++) makePod(scene, workload, set);
  if (own.length <= wanted) return;
  // The set of a template that is replaced shrinks for that.
  const isReplaced = workload.controller === 'Deployment' && set < workload.generation && !workload.paused;
  for (const { actor } of ranked(scene, own, active).slice(0, own.length - wanted)) {
    scene.end(actor, isReplaced ? 'replaced' : 'scaled');
  }
}

/** getPodsToDelete: pods that share a node with many of their kind go early. */
function ranked(scene: Scene, own: readonly Actor[], related: readonly Actor[]) {
  const colocated = new Map<string, number>();
  for (const { record } of related) {
    const node = record.nodeName ?? '';
    colocated.set(node, (colocated.get(node) ?? 0) + 1);
  }
  const nowMs = scene.startMs + scene.now * 1_000;
  // Pods that nothing tells apart go in any order.
  return byDeletionPreference(
    scene.chance.order(own).map((actor) => rankedActor(actor, scene.startMs, scene.now)),
    colocated,
    nowMs,
  );
}
