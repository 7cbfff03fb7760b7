// What became of each pod by the end of a play: those that ended are put beside those that were made in their place.

import { namedNodes } from '#lib/rules/scheduling/node-affinity.ts';
import type { FateKind, PodFate } from '../placement/what-if-view.ts';
import { groupBy } from '../records/grouping.ts';
import type { PodRecord } from '../records/records.ts';
import { type Actor, hasEnded, isActive } from './actor.ts';
import { GRACE_SECONDS } from './outages.ts';
import type { Scene } from './scene.ts';
import type { Workload } from './workload.ts';

/** A fate before it is compared with other plays. */
export interface PlayedFate extends Omit<PodFate, 'orElse' | 'anyway'> {
  /** Key of the workload. */
  workload: string;
  /** Nodes that were as good as the one it landed on. */
  ties: readonly string[];
}

/** `pluggedBefore`: names of the nodes whose kubelets were heard at the beginning. */
export function fatesOf(scene: Scene, pluggedBefore: ReadonlySet<string>): PlayedFate[] {
  const fates: PlayedFate[] = [];
  for (const [key, actors] of groupBy(scene.actors, ({ workload }) => workload)) {
    const workload = scene.workloads.get(key);
    if (workload !== undefined) fates.push(...ofWorkload(scene, workload, actors, pluggedBefore));
  }
  return fates;
}

function ofWorkload(
  scene: Scene,
  workload: Workload,
  actors: readonly Actor[],
  pluggedBefore: ReadonlySet<string>,
): PlayedFate[] {
  const next = actors.filter((actor) => actor.original === null && isActive(actor));
  const originals = actors.filter(({ original }) => original !== null);
  const ended = originals.filter((actor) => isOver(workload, actor)).sort((a, b) => endOf(a) - endOf(b));
  const fates: PlayedFate[] = [];
  for (const actor of ended) {
    const successor = isReplaced(actor) ? takeSuccessor(workload, actor, next) : undefined;
    fates.push(successor === undefined ? endedFate(workload, actor) : movedFate(scene, workload, actor, successor));
  }
  for (const actor of originals) {
    if (actor.ending !== null || actor.gone) continue;
    const fate = stayingFate(scene, workload, actor, pluggedBefore, next);
    if (fate !== null) fates.push(fate);
  }
  for (const actor of next) fates.push(addedFate(scene, workload, actor));
  return fates;
}

/** One that was leaving before is of interest only where its place is taken now. */
function isOver({ controller }: Workload, { ending }: Actor): boolean {
  if (ending === null) return false;
  return ending.cause !== 'leaving' || controller === 'StatefulSet';
}

function endOf({ ending }: Actor): number {
  return ending?.at ?? 0;
}

function isReplaced({ ending, record }: Actor): boolean {
  return ending !== null && ending.cause !== 'scaled' && ending.cause !== 'unwanted' && !hasEnded(record);
}

/** By name or node where those last, else the oldest that has a node. */
function takeSuccessor({ controller }: Workload, { record }: Actor, next: Actor[]): Actor | undefined {
  const fits = (actor: Actor) => {
    if (controller === 'StatefulSet') return actor.record.name === record.name;
    return controller !== 'DaemonSet' || targetOf(actor.record) === targetOf(record);
  };
  const placed = next.findIndex((actor) => fits(actor) && actor.record.nodeName !== null);
  const index = placed < 0 ? next.findIndex(fits) : placed;
  return index < 0 ? undefined : next.splice(index, 1)[0];
}

function targetOf(pod: PodRecord): string | undefined {
  const [only] = namedNodes(pod) ?? [];
  return pod.nodeName ?? only;
}

function fateOf(workload: Workload, actor: Actor, fate: FateKind, rest: Partial<PlayedFate>): PlayedFate {
  const { namespace, name } = actor.record;
  const { ref: owner, key } = workload;
  const from = actor.original?.nodeName ?? null;
  const nothing = { to: null, afterSeconds: 0, reason: null, ties: [] };
  return { namespace, name, owner, fate, from, workload: key, ...nothing, ...rest };
}

/** Where another pod landed in its place, or why nowhere. */
function landing(scene: Scene, actor: Actor): Partial<PlayedFate> {
  const reason = scene.imageFails(actor) ? WRONG_IMAGE : waitingReason(actor);
  return { to: actor.record.nodeName, reason, ties: actor.ties };
}

const WRONG_IMAGE = 'its image is not made for that board: it would crash';

/** What the scheduler says of preemption beside it does not tell more. */
function waitingReason({ waiting }: Actor): string | null {
  if (waiting === null) return null;
  return waiting.blocked ?? waiting.message?.replace(/ preemption: .*$/s, '') ?? 'it has not been tried yet';
}

function movedFate(scene: Scene, workload: Workload, actor: Actor, successor: Actor): PlayedFate {
  const landed = landing(scene, successor);
  const reason = landed.reason ?? causeOf(actor);
  const fate = successor.record.nodeName === null ? 'stuck' : 'moves';
  return fateOf(workload, actor, fate, { ...landed, reason, afterSeconds: seconds(endOf(actor)) });
}

function causeOf({ ending }: Actor): string | null {
  if (ending?.cause === 'evicted') return 'evicted by a taint of its node';
  if (ending?.cause === 'preempted') return 'makes room for a more important pod';
  return ending?.cause === 'replaced' ? 'replaced by one of the new template' : null;
}

function endedFate(workload: Workload, actor: Actor): PlayedFate {
  const afterSeconds = seconds(endOf(actor));
  const { controller, ref } = workload;
  const of = (fate: FateKind, reason: string) => fateOf(workload, actor, fate, { afterSeconds, reason });
  if (hasEnded(actor.record)) return of('lost', 'it had ended before: only what is left of it goes');
  if (actor.ending?.cause === 'scaled') return of('removed', `${ref.kind} ${ref.name} wants fewer pods`);
  if (controller === 'StatefulSet' && !actor.gone) {
    return of('stays-down', 'its StatefulSet makes no other while nobody says that this one has ended');
  }
  if (workload.gaveUp) return of('lost', `Job ${ref.name} gives up: too many of its pods failed`);
  switch (controller) {
    case 'Pod':
      return of('lost', 'it has no controller: nobody makes another');
    case 'none':
      return of('lost', `whether ${ref.kind} ${ref.name} makes another is not known`);
    case 'DaemonSet':
      return of('lost', `DaemonSet ${ref.name} wants no pod on that node then`);
    case 'StatefulSet':
      return of('stuck', `StatefulSet ${ref.name} first waits for its other pods to be ready`);
    case 'Deployment':
    case 'Job':
    case 'replicas':
      return of('removed', `${ref.kind} ${ref.name} has enough pods without it`);
  }
}

/** Null where nothing happens to it. */
function stayingFate(
  scene: Scene,
  workload: Workload,
  actor: Actor,
  pluggedBefore: ReadonlySet<string>,
  next: Actor[],
): PlayedFate | null {
  const node = actor.record.nodeName;
  if (actor.original?.nodeName === null && node !== null) {
    return fateOf(workload, actor, 'placed', { ...landing(scene, actor), afterSeconds: seconds(actor.boundAt ?? 0) });
  }
  if (node !== null && pluggedBefore.has(node) && scene.places.get(node)?.plugged === false) {
    return fateOf(workload, actor, 'stays-down', { afterSeconds: GRACE_SECONDS, reason: downReason(workload, actor) });
  }
  const waits = actor.set < workload.generation ? next.findIndex(({ waiting }) => waiting !== null) : -1;
  const successor = waits < 0 ? undefined : next.splice(waits, 1)[0];
  if (successor === undefined) return null;
  return fateOf(workload, actor, 'held', { ...landing(scene, successor), afterSeconds: seconds(successor.madeAt) });
}

function downReason({ controller, ref }: Workload, { record }: Actor): string {
  if (record.owner?.kind === 'Node') return 'a static pod is its own board’s';
  if (controller === 'DaemonSet') return `DaemonSet ${ref.name} makes no other for that board`;
  return hasEnded(record) ? 'it had ended before' : 'it tolerates the outage for as long as it lasts';
}

function addedFate(scene: Scene, workload: Workload, actor: Actor): PlayedFate {
  const fate = actor.record.nodeName === null ? 'stuck' : 'added';
  return fateOf(workload, actor, fate, {
    ...landing(scene, actor),
    afterSeconds: seconds(actor.boundAt ?? actor.madeAt),
  });
}

function seconds(at: number): number {
  return Math.max(0, Math.round(at));
}
