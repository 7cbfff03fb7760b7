// The scheduler in a play: who is tried next, and where it lands. The filters, scores and preemption are lib/rules'.
import { controllerSelector } from '#lib/rules/pods/template-hash.ts';
import { defaultSelector } from '#lib/rules/scheduling/default-selector.ts';
import { WAITS_FOR_VICTIMS } from '#lib/rules/scheduling/preemption.ts';
import { type Feasibility, findFeasible, type SchedulingContext } from '#lib/rules/scheduling/scheduler.ts';
import { type NodeInfo, nodeInfo } from '#lib/rules/scheduling/scheduling-input.ts';
import { scoreNodes } from '#lib/rules/scheduling/scoring.ts';
import type { PodVolumes } from '#lib/rules/volumes/pod-volumes.ts';
import { volumesOn } from '#lib/rules/volumes/volume-binding.ts';
import { type VolumeLooks, volumeLooks } from '#lib/rules/volumes/volume-looks.ts';
import type { Actor } from './actor.ts';
import { watchPod } from './outages.ts';
import type { Scene } from './scene.ts';

/** What stands in for a plugin where no node was asked. */
const NO_NODES = 'no nodes';

/** Tries whoever is due, the most important and oldest first, until nobody is. */
export function placeWaiting(scene: Scene): void {
  for (let actor = nextDue(scene); actor !== null; actor = nextDue(scene)) attempt(scene, actor);
}

function nextDue(scene: Scene): Actor | null {
  let next: Actor | null = null;
  for (const actor of scene.waiting) {
    const { waiting } = actor;
    if (waiting === null || !waiting.due || waiting.notBefore > scene.now) continue;
    const isBefore = next === null || actor.record.priority > next.record.priority;
    if (isBefore || (actor.record.priority === next?.record.priority && actor.id < next.id)) next = actor;
  }
  return next;
}

function attempt(scene: Scene, actor: Actor): void {
  scene.attempts++;
  const infos = [...scene.places.values()].map((place) => scene.infoOf(place));
  const nodes = withExpected(scene, actor, infos);
  const volumes = scene.ground.volumesOf(actor.record);
  const looks = volumes === null ? null : volumeLooks(volumes, scene.ground.storage);
  const found = findFeasible(actor.record, nodes, contextOf(scene, actor, looks));
  if (found.feasible.length === 0) {
    refused(scene, actor, found);
    return;
  }
  const scores = scoreNodes(actor.record, found.feasible, {
    nodes,
    defaultSpreadSelector: spreadSelector(scene, actor),
    labelsOfNamespace: (name) => scene.ground.labelsOfNamespace(name),
    ...(looks === null ? {} : { volumesOn: looks.score }),
  });
  const most = Math.max(...scores.map(({ total }) => total));
  const equals = scores.filter(({ total }) => total === most).map(({ node }) => node);
  const node = equals[scene.chance.pick(equals.length)];
  if (node === undefined) throw new Error(`no node of ${scores.length} feasible ones has the highest score`);
  takeVolumes(scene, volumes, node);
  const ties = equals.filter((name) => name !== node);
  scene.bind(actor, node, ties);
  const place = scene.places.get(node);
  if (place !== undefined) watchPod(scene, place, actor);
}

function refused(scene: Scene, actor: Actor, { preemption, message, rejecters }: Feasibility): void {
  const { waiting } = actor;
  if (waiting === null) return;
  const text = message ?? '';
  scene.refuse(waiting, text, rejecters.size === 0 ? new Set([NO_NODES]) : rejecters);
  // Who still waits for its victims keeps its place.
  if (text.includes(WAITS_FOR_VICTIMS)) return;
  actor.nominated = preemption?.node ?? null;
  for (const victim of preemption?.victims ?? []) {
    const found = [...(scene.places.get(preemption?.node ?? '')?.actors ?? [])].find(({ record }) => record === victim);
    if (found !== undefined) scene.end(found, 'preempted');
  }
}

/** With the pods that a node is kept for before this one (runtime/framework.go addGENominatedPods). */
function withExpected(scene: Scene, actor: Actor, infos: readonly NodeInfo[]): readonly NodeInfo[] {
  const expected = [...scene.waiting].filter(
    (other) => other !== actor && other.nominated !== null && other.record.priority >= actor.record.priority,
  );
  if (expected.length === 0) return infos;
  return infos.map((info) => {
    const here = expected.filter(({ nominated }) => nominated === info.node.name).map(({ record }) => record);
    return here.length === 0 ? info : nodeInfo(info.node, [...info.pods, ...here]);
  });
}

function contextOf(scene: Scene, actor: Actor, looks: VolumeLooks | null): SchedulingContext {
  const { ground } = scene;
  return {
    budgets: () => ground.budgets,
    labelsOfNamespace: (name) => ground.labelsOfNamespace(name),
    ...(victimsLeave(scene, actor) ? { noPreemption: WAITS_FOR_VICTIMS } : {}),
    ...(looks === null ? {} : { volumes: looks.filter }),
  };
}

/** It has made room already, and those it ended are still on their way out. */
function victimsLeave(scene: Scene, actor: Actor): boolean {
  const actors = actor.nominated === null ? [] : (scene.places.get(actor.nominated)?.actors ?? []);
  return [...actors].some(
    ({ record, ending }) => record.priority < actor.record.priority && ending?.cause === 'preempted',
  );
}

function takeVolumes(scene: Scene, volumes: PodVolumes | null, node: string): void {
  const place = scene.places.get(node);
  if (volumes === null || place === undefined) return;
  const verdict = volumesOn(volumes, place.scheduling, scene.ground.storage);
  if (verdict.fits) scene.ground.carryOut(verdict.plan, node);
}

/** Of its Services and of its controller. */
function spreadSelector(scene: Scene, { record, workload }: Actor) {
  const own = scene.workloads.get(workload);
  const controller =
    own === undefined ? null : controllerSelector(record.labels, { kind: own.ref.kind, selector: own.selector });
  return defaultSelector(record.labels, scene.ground.servicesIn(record.namespace), controller);
}
