// DaemonSets in a play: one pod on every node that fits, and the update of old ones.
// Mirrors kubernetes pkg/controller/daemon/{daemon_controller.go,update.go}.
import { untoleratedTaints } from '#lib/rules/nodes/taints.ts';
import { daemonTolerations } from '#lib/rules/pods/daemon-tolerations.ts';
import { scaledValue } from '#lib/rules/rollout.ts';
import { matchesNodeAffinity, namedNodes } from '#lib/rules/scheduling/node-affinity.ts';
import type { PodRecord } from '../records/records.ts';
import { type Actor, hasEnded, isReadyAt } from './actor.ts';
import { makeDaemonPod, templateOf } from './new-pod.ts';
import type { Place, Scene } from './scene.ts';
import type { Workload } from './workload.ts';

interface Verdict {
  shouldRun: boolean;
  mayStay: boolean;
}

export function reconcileDaemonSet(scene: Scene, workload: Workload): void {
  const template = templateOf(workload);
  // Nothing tells where it wants pods: those it has stay, and what is lost is lost.
  if (template === null) return;
  const byNode = actorsByNode(scene, workload);
  let isSettled = true;
  const wanted: string[] = [];
  for (const [name, place] of scene.places) {
    const actors = byNode.get(name) ?? [];
    const verdict = judge(template, place);
    if (verdict.shouldRun) wanted.push(name);
    if (verdict.shouldRun && actors.length === 0) {
      makeDaemonPod(scene, workload, name, workload.generation);
      isSettled = false;
    } else if (!verdict.mayStay) {
      for (const actor of actors) scene.end(actor, 'unwanted');
    } else {
      isSettled = keepOne(scene, workload, name, actors, verdict.shouldRun) && isSettled;
    }
  }
  if (isSettled && workload.replacement.type !== 'OnDelete') update(scene, workload, byNode, wanted);
}

/** Whether nothing had to be put right. */
function keepOne(
  scene: Scene,
  workload: Workload,
  node: string,
  actors: readonly Actor[],
  shouldRun: boolean,
): boolean {
  const ended = actors.filter((actor) => actor.ending === null && hasEnded(actor.record));
  for (const actor of ended) scene.end(actor, 'deleted');
  const running = actors.filter((actor) => actor.ending === null && !hasEnded(actor.record));
  if (boundsOf(workload, 1).surge === 0) {
    for (const actor of running.slice(1)) scene.end(actor, 'scaled');
    return ended.length === 0 && running.length <= 1;
  }
  if (running.length === 0 && shouldRun) makeDaemonPod(scene, workload, node, workload.generation);
  const newest = running.find((actor) => actor.set === workload.generation);
  const oldest = running.find((actor) => actor.set !== workload.generation);
  if (newest !== undefined && oldest !== undefined && isAvailable(scene, workload, newest)) {
    scene.end(oldest, 'replaced');
  }
  return running.length <= 1;
}

/** `rollingUpdate`: which old pods give way now, and where a new one may start beside an old one. */
function update(
  scene: Scene,
  workload: Workload,
  byNode: ReadonlyMap<string, readonly Actor[]>,
  wanted: readonly string[],
): void {
  const bounds = boundsOf(workload, wanted.length);
  const places = [...new Set([...byNode.keys(), ...wanted])].sort().map((node) => {
    const staying = (byNode.get(node) ?? []).filter((actor) => actor.ending === null);
    const old = staying.find((actor) => actor.set !== workload.generation);
    return { node, old, fresh: staying.find((actor) => actor.set === workload.generation) };
  });
  const isUp = (actor: Actor | undefined) => actor !== undefined && isAvailable(scene, workload, actor);
  const outdated = places.filter(({ old, fresh }) => old !== undefined && fresh === undefined);
  if (bounds.surge > 0) {
    const surging = places.filter(({ old, fresh }) => old !== undefined && fresh !== undefined).length;
    const starts = outdated.filter(({ node }) => wanted.includes(node)).slice(0, Math.max(0, bounds.surge - surging));
    for (const { node } of starts) makeDaemonPod(scene, workload, node, workload.generation);
    return;
  }
  const broken = outdated.filter(({ old }) => !isUp(old));
  const working = outdated.filter(({ old }) => isUp(old));
  const down = places.filter(({ old, fresh }) => !isUp(old) && !isUp(fresh)).length;
  for (const { old } of [...broken, ...working.slice(0, Math.max(0, bounds.unavailable - down))]) {
    if (old !== undefined) scene.end(old, 'replaced');
  }
}

/** Trouble with a node is no reason for a daemon to leave it: its tolerations say so. */
function judge({ tolerations, hostNetwork, nodeSelector, affinity }: PodRecord, { record }: Place): Verdict {
  if (!matchesNodeAffinity({ nodeSelector, affinity }, record)) return { shouldRun: false, mayStay: false };
  const all = daemonTolerations(tolerations, hostNetwork);
  if (untoleratedTaints(record.taints, all).length === 0) return { shouldRun: true, mayStay: true };
  return { shouldRun: false, mayStay: untoleratedTaints(record.taints, all, ['NoExecute']).length === 0 };
}

/** By the node they are on or meant for, oldest first. */
function actorsByNode(scene: Scene, workload: Workload): ReadonlyMap<string, readonly Actor[]> {
  const byNode = new Map<string, Actor[]>();
  for (const actor of scene.actorsOf(workload)) {
    const [only] = namedNodes(actor.record) ?? [];
    const node = actor.record.nodeName ?? only;
    if (node === undefined) continue;
    const group = byNode.get(node) ?? [];
    group.push(actor);
    byNode.set(node, group);
  }
  return byNode;
}

/** Both round up; were both 0 nothing could ever be updated, so unavailable is 1. */
function boundsOf({ replacement }: Workload, wanted: number): { surge: number; unavailable: number } {
  const surge = scaledValue(replacement.maxSurge, wanted, 'up') ?? 0;
  const unavailable = scaledValue(replacement.maxUnavailable, wanted, 'up') ?? 1;
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

function isAvailable(scene: Scene, { replacement }: Workload, actor: Actor): boolean {
  return isReadyAt(actor, scene.now, replacement.minReadySeconds);
}
