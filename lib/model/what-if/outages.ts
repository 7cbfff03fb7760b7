// Nodes during a play: what a change of one does to its taints, who has to leave for that, plugs pulled and put back.
// Mirrors kubernetes pkg/controller/{nodelifecycle,tainteviction}, as lib/sim/node-lifecycle does.
import type { Taint } from 'kubernetes-types/core/v1';
import { NODE_MONITOR_GRACE_MS, settledTaints } from '#lib/rules/nodes/node-lifecycle.ts';
import { isReady } from '#lib/rules/nodes/node-status.ts';
import { noExecuteVerdict } from '#lib/rules/nodes/taints.ts';
import type { NodeRecord } from '../records/records.ts';
import type { Actor } from './actor.ts';
import type { Place, Scene } from './scene.ts';

/** How long a silent node counts as Ready. */
export const GRACE_SECONDS = NODE_MONITOR_GRACE_MS / 1_000;

/** Conditions of a kubelet that is not heard turn Unknown; of one that is heard again these are good. */
const KUBELET_CONDITIONS: Readonly<Record<string, 'True' | 'False'>> = {
  Ready: 'True',
  MemoryPressure: 'False',
  DiskPressure: 'False',
  PIDPressure: 'False',
};

export function changeNode(scene: Scene, place: Place, change: (record: NodeRecord) => NodeRecord): void {
  const wasAnyReady = isAnyReady(scene);
  scene.replaceNode(place, change(place.record));
  const concerned = isAnyReady(scene) === wasAnyReady ? [place] : scene.places.values();
  for (const one of concerned) settleTaints(scene, one);
}

/** Looks at all nodes as they are when the play begins. */
export function watchTaints(scene: Scene): void {
  for (const place of scene.places.values()) watchPods(scene, place);
}

export function unplug(scene: Scene, place: Place): void {
  place.plugged = false;
  scene.timeline.add(scene.now + GRACE_SECONDS, () => {
    if (place.plugged) return;
    for (const actor of place.actors) {
      actor.readyAt = Number.POSITIVE_INFINITY;
      scene.touch(scene.workloads.get(actor.workload));
    }
    changeNode(scene, place, (record) => withConditions(record, () => 'Unknown', 'NodeStatusUnknown', scene));
  });
}

export function plugIn(scene: Scene, place: Place): void {
  if (place.plugged) return;
  scene.timeline.add(scene.now + scene.chance.bootSeconds(), () => {
    place.plugged = true;
    const good = (type: string) => KUBELET_CONDITIONS[type] ?? 'False';
    changeNode(scene, place, (record) => withConditions(record, good, 'KubeletReady', scene));
    for (const actor of place.actors) {
      if (actor.ending === null) scene.start(actor);
      else scene.finish(actor);
    }
  });
}

function withConditions(
  record: NodeRecord,
  statusOf: (type: string) => 'True' | 'False' | 'Unknown',
  reason: string,
  scene: Scene,
): NodeRecord {
  const since = timeOf(scene);
  const conditions = record.conditions.map((condition) => {
    const status = statusOf(condition.type);
    if (!Object.hasOwn(KUBELET_CONDITIONS, condition.type) || condition.status === status) return condition;
    return { ...condition, status, since, reason, message: '' };
  });
  return { ...record, conditions };
}

function settleTaints(scene: Scene, place: Place): void {
  const taints = settledTaints(place.record.taints, place.record, isAnyReady(scene), timeOf(scene));
  if (taints !== null) scene.replaceNode(place, { ...place.record, taints });
  watchPods(scene, place);
}

function watchPods(scene: Scene, place: Place): void {
  for (const actor of place.actors) watchPod(scene, place, actor);
}

/** Sets when it has to leave, or that it may stay. A lifted taint cancels what was set. */
export function watchPod(scene: Scene, place: Place, actor: Actor): void {
  if (actor.ending !== null) return;
  const verdict = noExecuteVerdict(place.record.taints, actor.record.tolerations);
  if (verdict.stays) {
    actor.evictAt = null;
    return;
  }
  const since = boundBy(scene, place.record.taints, actor, verdict.afterSeconds);
  const at = verdict.afterSeconds === 0 ? scene.now : Math.max(scene.now, since + verdict.afterSeconds);
  // One that landed under a taint which it bears for a while only would come and go for ever.
  if (actor.boundAt !== null && since <= actor.boundAt) {
    scene.restless.add(actor.workload);
    return;
  }
  if (actor.evictAt === at) return;
  actor.evictAt = at;
  scene.timeline.add(at, () => {
    if (actor.evictAt === at) scene.end(actor, 'evicted');
  });
}

/**
 * When the clock of its toleration began, in seconds: with the first taint it has to bear, but never before the pod. A taint
 * put on by hand does not say when: then it is taken to have been there before the pod, unless that had to go by now.
 */
function boundBy(scene: Scene, taints: readonly Taint[], actor: Actor, afterSeconds: number): number {
  const times = taints
    .filter(({ effect }) => effect === 'NoExecute')
    .map(({ timeAdded }) => (timeAdded === undefined ? null : (Date.parse(timeAdded) - scene.startMs) / 1_000));
  const known = times.filter((at) => at !== null);
  const started = actor.record.startedMs === null ? actor.madeAt : (actor.record.startedMs - scene.startMs) / 1_000;
  const guess = started + afterSeconds >= scene.now ? started : scene.now;
  return Math.max(actor.madeAt, Math.min(...known, ...(known.length < times.length ? [guess] : [])));
}

function isAnyReady(scene: Scene): boolean {
  return [...scene.places.values()].some(({ record }) => isReady(record.conditions));
}

export function timeOf(scene: Scene): string {
  return new Date(scene.startMs + scene.now * 1_000).toISOString();
}
