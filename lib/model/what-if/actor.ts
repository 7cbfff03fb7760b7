// A pod in a play: one that is there now, or one that a controller makes on the way.
import { DELETION_COST, type RankedPod } from '#lib/rules/pods/pod-ranking.ts';
import type { PodRecord } from '../records/records.ts';

export type EndCause =
  /** Its node's taint, a person's hand, fewer replicas, another template, room for a more important pod. */
  | 'evicted'
  | 'deleted'
  | 'scaled'
  | 'replaced'
  | 'preempted'
  /** Its DaemonSet wants none there, or its Job gave up. */
  | 'unwanted'
  /** It was on its way out before. */
  | 'leaving';

export interface Waiting {
  /** Worth another attempt. */
  due: boolean;
  /** The back-off's end, in seconds. */
  notBefore: number;
  attempts: number;
  /** What kept it from its nodes at the last attempt; null before the first one. */
  rejecters: ReadonlySet<string> | null;
  /** What the scheduler says of it. */
  message: string | null;
  /** Whom it waits for where that is not the scheduler that is played here. */
  blocked: string | null;
}

export interface Actor {
  readonly id: number;
  record: PodRecord;
  /** As it is in the cluster; null for one that is made in the play. */
  readonly original: PodRecord | null;
  /** Key of its workload; '' for one that has none. */
  readonly workload: string;
  /** Of which template: 0 is the one there is, 1 a supposed one, negative older ones. */
  readonly set: number;
  readonly madeAt: number;
  /** When it was or will be ready, in seconds; Infinity where nobody can say. */
  readyAt: number;
  ending: { at: number; cause: EndCause } | null;
  gone: boolean;
  evictAt: number | null;
  boundAt: number | null;
  /** Null once it has a node. */
  waiting: Waiting | null;
  nominated: string | null;
  /** Nodes the scheduler could as well have taken. */
  ties: readonly string[];
}

/** Its own scheduler's pods are the only ones that can be placed here. */
export function waitingFor({ schedulerName, schedulingGates }: PodRecord, attempts: number): Waiting {
  const blocked =
    schedulingGates.length > 0
      ? `its scheduling gates (${schedulingGates.join(', ')}) are not lifted`
      : schedulerName === 'default-scheduler'
        ? null
        : `its scheduler ${schedulerName} decides, which is not modelled`;
  return { due: blocked === null, notBefore: 0, attempts, rejecters: null, message: null, blocked };
}

/** What a controller counts: neither ended nor asked to end. */
export function isActive(actor: Actor): boolean {
  return !actor.gone && actor.ending === null && !hasEnded(actor.record);
}

export function hasEnded({ phase }: PodRecord): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

export function isReadyAt(actor: Actor, now: number, minReadySeconds = 0): boolean {
  return isActive(actor) && actor.readyAt + minReadySeconds <= now;
}

export interface RankedActor extends RankedPod {
  actor: Actor;
}

/** As the ranking of pods reads it. `startMs` is the play's beginning. */
export function rankedActor(actor: Actor, startMs: number, now: number): RankedActor {
  const { uid, createdAt, deletionCost, nodeName, containers, phase } = actor.record;
  const isReady = isReadyAt(actor, now);
  const readyMs = startMs + actor.readyAt * 1_000;
  const annotations: Record<string, string> = deletionCost === null ? {} : { [DELETION_COST]: deletionCost };
  const ready = { type: 'Ready', status: isReady ? 'True' : 'False' };
  return {
    actor,
    metadata: { uid, creationTimestamp: createdAt, annotations },
    spec: nodeName === null ? {} : { nodeName },
    status: {
      phase,
      conditions: [isReady ? { ...ready, lastTransitionTime: new Date(readyMs).toISOString() } : ready],
      containerStatuses: containers
        .filter(({ isInit }) => !isInit)
        .map(({ name, restarts }) => ({ name, restartCount: restarts })),
    },
  };
}
