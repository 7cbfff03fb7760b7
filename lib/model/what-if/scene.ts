// A play's state: nodes, pods and workloads as they are at one moment, and what has yet to happen.
// Changes go through here, so that whoever has to look again is known: workloads, waiting pods, evictions.
import { platformOfBoard } from '#lib/rules/images/board-platform.ts';
import type { Platform } from '#lib/rules/images/platform.ts';
import { type NodeInfo, nodeInfo, type SchedulingNode } from '#lib/rules/scheduling/scheduling-input.ts';
import { compareText } from '../compare-text.ts';
import type { PlatformsOf } from '../images/platform-knowledge.ts';
import { nodeAnswers } from '../overview/board.ts';
import { podImages } from '../placement/image-archs.ts';
import { workloadKey } from '../placement/workload-ref.ts';
import { workloadOf } from '../placement/workloads.ts';
import { groupBy } from '../records/grouping.ts';
import type { NodeRecord, PodRecord } from '../records/records.ts';
import { schedulingNodeOf } from '../records/scheduling-node.ts';
import { type Actor, type EndCause, hasEnded, type Waiting, waitingFor } from './actor.ts';
import type { Chance } from './chance.ts';
import { Ground } from './ground.ts';
import type { SupposedCluster } from './supposed-cluster.ts';
import { Timeline } from './timeline.ts';
import type { Workload } from './workload.ts';
import { setsByOwner, workloadsOf } from './workloads-of.ts';

export interface Place {
  record: NodeRecord;
  scheduling: SchedulingNode;
  readonly platform: Platform;
  readonly actors: Set<Actor>;
  /** Made again when something on it changes. */
  info: NodeInfo | null;
  /** Whether its kubelet is heard: where it is not, nothing starts or ends that anybody could see. */
  plugged: boolean;
}

/** What the scheduler waits for where these happen: see lib/sim/scheduler/hints.ts, which mirrors the plugins. */
const ON_ROOM = ['NodeResourcesFit', 'NodePorts', 'PodTopologySpread', 'InterPodAffinity'];
const ON_NEIGHBOUR = ['PodTopologySpread', 'InterPodAffinity'];
const ON_STORAGE = ['VolumeRestrictions', 'VolumeBinding', 'VolumeZone'];
const ON_NODE = [...ON_ROOM, ...ON_STORAGE, 'NodeName', 'NodeUnschedulable', 'TaintToleration', 'NodeAffinity'];

/** Doubled with each attempt (backend/queue/scheduling_queue.go). */
const BACKOFF_SECONDS = 1;
const BACKOFF_SECONDS_MAX = 10;
/** Of a pod that has been waiting for long already. */
const ATTEMPTS_BEFORE = 4;

const NOTHING_KNOWN: PlatformsOf = () => ({ platforms: null, shape: null, source: 'unknown', how: 'nobody asked' });

export class Scene {
  now = 0;
  readonly startMs: number;
  readonly chance: Chance;
  readonly ground: Ground;
  /** In the order of their names. */
  readonly places: ReadonlyMap<string, Place>;
  readonly actors: Actor[] = [];
  readonly waiting = new Set<Actor>();
  readonly workloads: ReadonlyMap<string, Workload>;
  readonly timeline = new Timeline();
  /** Keys of workloads whose pods come and go for ever, as they bear the taint of their board for a while only. */
  readonly restless = new Set<string>();
  /** Scheduling attempts so far: what a play costs. */
  attempts = 0;
  readonly #byWorkload = new Map<string, Set<Actor>>();
  readonly #originals = new Map<string, Actor[]>();
  readonly #dirty = new Set<Workload>();
  readonly #platformsOf: PlatformsOf;

  constructor(cluster: SupposedCluster, chance: Chance) {
    this.startMs = cluster.nowMs;
    this.#platformsOf = cluster.platformsOf ?? NOTHING_KNOWN;
    this.chance = chance;
    this.ground = new Ground(cluster);
    const nodes = [...cluster.nodes].sort((a, b) => compareText(a.name, b.name));
    this.places = new Map(nodes.map((record) => [record.name, placeOf(record)]));
    this.workloads = workloadsOf(cluster);
    const keys = new Map(cluster.pods.map((pod) => [pod, workloadKey(workloadOf(pod))]));
    const groups = groupBy(cluster.pods, (pod) => keys.get(pod) ?? '');
    const sets = new Map([...groups].map(([key, group]) => [key, setsByOwner(group)]));
    const inOrder = [...cluster.pods].sort(
      (a, b) => compareText(a.createdAt, b.createdAt) || compareText(a.name, b.name),
    );
    for (const pod of inOrder) {
      const key = keys.get(pod) ?? '';
      this.#adopt(pod, key, sets.get(key)?.get(pod.owner?.name ?? '') ?? 0);
    }
    for (const workload of this.workloads.values()) this.#dirty.add(workload);
  }

  actorsOf(workload: Workload): readonly Actor[] {
    return [...(this.#byWorkload.get(workload.key) ?? [])];
  }

  /** Those there were at the beginning, whatever became of them. */
  originalsOf(workload: Workload): readonly Actor[] {
    return this.#originals.get(workload.key) ?? [];
  }

  /** As the scheduler sees it. */
  infoOf(place: Place): NodeInfo {
    place.info ??= nodeInfo(
      place.scheduling,
      [...place.actors].filter(({ record }) => !hasEnded(record)).map(({ record }) => record),
    );
    return place.info;
  }

  placeOf(actor: Actor): Place | undefined {
    return actor.record.nodeName === null ? undefined : this.places.get(actor.record.nodeName);
  }

  touch(workload: Workload | undefined): void {
    if (workload !== undefined) this.#dirty.add(workload);
  }

  takeDirty(): readonly Workload[] {
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    return dirty;
  }

  get isSettled(): boolean {
    return this.#dirty.size === 0;
  }

  /** A new pod: it waits for a node. */
  make(workload: Workload, record: PodRecord, set: number): Actor {
    const waiting = waitingFor(record, 0);
    const actor = this.#add({ record, original: null, workload: workload.key, set, madeAt: this.now, waiting });
    workload.made++;
    this.touch(workload);
    return actor;
  }

  bind(actor: Actor, node: string, ties: readonly string[]): void {
    const place = this.places.get(node);
    if (place === undefined) throw new Error(`no node ${node} to bind to`);
    const startedMs = this.startMs + this.now * 1_000;
    const starting = { status: 'ContainerCreating', state: 'starting', unschedulable: null, startedMs } as const;
    actor.waiting = null;
    actor.nominated = null;
    actor.boundAt = this.now;
    actor.ties = ties;
    this.waiting.delete(actor);
    place.actors.add(actor);
    this.#change(actor, { nodeName: node, ...starting });
    if (place.plugged) this.start(actor);
    this.wake(ON_NEIGHBOUR);
  }

  /** Its containers come up. */
  start(actor: Actor): void {
    if (this.imageFails(actor)) {
      this.#change(actor, { status: 'CrashLoopBackOff', state: 'failing' });
      return;
    }
    const readyAt = this.now + this.chance.startSeconds();
    actor.readyAt = readyAt;
    const workload = this.workloads.get(actor.workload);
    this.timeline.add(readyAt, () => {
      if (actor.readyAt !== readyAt || actor.gone || actor.ending !== null) return;
      this.#change(actor, running(actor.record, this.startMs + this.now * 1_000));
      this.touch(workload);
    });
    const restMs = workload?.replacement.minReadySeconds ?? 0;
    if (restMs > 0) this.timeline.add(readyAt + restMs, () => this.touch(workload));
  }

  /** Where it is its images are known not to run. */
  imageFails(actor: Actor): boolean {
    const place = this.placeOf(actor);
    return place !== undefined && podImages(actor.record.images, this.#platformsOf).fails(place.platform);
  }

  /** Asks it to go; where nobody hears its kubelet, nobody can say that it did. */
  end(actor: Actor, cause: EndCause): void {
    if (actor.gone || actor.ending !== null) return;
    actor.ending = { at: this.now, cause };
    this.#leave(actor);
  }

  /** Its containers stop, as far as anybody hears of it. */
  #leave(actor: Actor): void {
    const place = this.placeOf(actor);
    const deletionAt = new Date(this.startMs + this.now * 1_000).toISOString();
    this.#change(actor, { terminating: true, deletionAt, state: 'terminating', status: 'Terminating' });
    this.touch(this.workloads.get(actor.workload));
    this.wake(['PodTopologySpread']);
    if (place === undefined || hasEnded(actor.record)) this.#remove(actor);
    else if (place.plugged) this.finish(actor);
  }

  /** A pod on its way out whose kubelet is heard. */
  finish(actor: Actor): void {
    this.timeline.add(this.now + this.chance.stopSeconds(), () => {
      if (!actor.gone && this.placeOf(actor)?.plugged === true) this.#remove(actor);
    });
  }

  #remove(actor: Actor): void {
    const place = this.placeOf(actor);
    actor.gone = true;
    actor.waiting = null;
    this.waiting.delete(actor);
    this.#byWorkload.get(actor.workload)?.delete(actor);
    place?.actors.delete(actor);
    if (place !== undefined) place.info = null;
    this.touch(this.workloads.get(actor.workload));
    this.wake(ON_ROOM);
  }

  /** The node as it is from now on. */
  replaceNode(place: Place, record: NodeRecord): void {
    place.record = record;
    place.scheduling = schedulingNodeOf(record);
    place.info = null;
    for (const workload of this.workloads.values()) if (workload.controller === 'DaemonSet') this.touch(workload);
    this.wake(ON_NODE);
  }

  /** Pods that one of these plugins had kept out are worth another attempt, after their back-off. */
  wake(plugins: readonly string[]): void {
    for (const { waiting } of this.waiting) {
      if (waiting === null || waiting.due || waiting.rejecters === null) continue;
      if (!plugins.some((plugin) => waiting.rejecters?.has(plugin))) continue;
      waiting.due = true;
      if (waiting.notBefore > this.now) this.timeline.add(waiting.notBefore, () => undefined);
    }
  }

  /** The attempt came to nothing. */
  refuse(waiting: Waiting, message: string, rejecters: ReadonlySet<string>): void {
    // A first look at one that was refused before is no attempt: that was some time ago.
    const isFirstLook = waiting.rejecters === null && waiting.attempts > 0;
    const restSeconds = Math.min(BACKOFF_SECONDS * 2 ** waiting.attempts, BACKOFF_SECONDS_MAX);
    waiting.due = false;
    waiting.message = message;
    waiting.rejecters = rejecters;
    waiting.notBefore = this.now + (isFirstLook ? this.chance.restSeconds(restSeconds) : restSeconds);
    if (!isFirstLook) waiting.attempts++;
  }

  #change(actor: Actor, fields: Partial<PodRecord>): void {
    actor.record = { ...actor.record, ...fields };
    const place = this.placeOf(actor);
    if (place !== undefined) place.info = null;
  }

  #adopt(record: PodRecord, key: string, set: number): void {
    const place = record.nodeName === null ? undefined : this.places.get(record.nodeName);
    const isReady = record.readySince !== null && place !== undefined && nodeAnswers(place.record);
    const madeAt = (Date.parse(record.createdAt) - this.startMs) / 1_000;
    const waiting = record.nodeName === null && !hasEnded(record) ? waitingFor(record, ATTEMPTS_BEFORE) : null;
    const actor = this.#add({ record, original: record, workload: key, set, madeAt, waiting });
    const originals = this.#originals.get(key) ?? [];
    originals.push(actor);
    this.#originals.set(key, originals);
    actor.nominated = record.nominatedNode;
    if (isReady) actor.readyAt = (Date.parse(record.readySince ?? '') - this.startMs) / 1_000;
    place?.actors.add(actor);
    if (record.deletionAt !== null) {
      actor.ending = { at: 0, cause: 'leaving' };
      this.#leave(actor);
    } else if (record.state === 'starting' && place?.plugged === true) {
      this.start(actor);
    }
  }

  #add(parts: Pick<Actor, 'record' | 'original' | 'workload' | 'set' | 'madeAt' | 'waiting'>): Actor {
    const rest = { readyAt: Number.POSITIVE_INFINITY, ending: null, gone: false, evictAt: null, boundAt: null };
    const actor: Actor = { id: this.actors.length, ...parts, ...rest, nominated: null, ties: [] };
    this.actors.push(actor);
    const group = this.#byWorkload.get(actor.workload) ?? new Set();
    this.#byWorkload.set(actor.workload, group.add(actor));
    if (actor.waiting !== null) this.waiting.add(actor);
    return actor;
  }
}

function placeOf(record: NodeRecord): Place {
  const plugged = nodeAnswers(record);
  const platform = platformOfBoard(record.hardware);
  return { record, scheduling: schedulingNodeOf(record), platform, actors: new Set(), info: null, plugged };
}

function running(record: PodRecord, nowMs: number): Partial<PodRecord> {
  const readySince = new Date(nowMs).toISOString();
  const main = record.containers.filter(({ isInit }) => !isInit).length;
  const shown = { status: 'Running', phase: 'Running', state: 'running', ready: `${main}/${main}` } as const;
  return { ...shown, readySince };
}
