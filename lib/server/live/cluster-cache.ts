import 'server-only';
// What is known of the cluster right now: one watch per resource, indexed by node, and which nodes a change touches.
import type { Event, Node, Pod } from 'kubernetes-types/core/v1';
import { Reflector, type Transport } from '#lib/kube/index.ts';
import type { MeasuresInput } from '#lib/model/overview/measures.ts';
import type { SourceName, SourceView } from '#lib/model/overview/overview-view.ts';
import { projectEvent } from '#lib/model/records/project-event.ts';
import { projectNode } from '#lib/model/records/project-node.ts';
import { projectPod } from '#lib/model/records/project-pod.ts';
import type { EventRecord, NodeRecord, PodRecord } from '#lib/model/records/records.ts';
import { SideSources } from './side-sources.ts';

/** Events are kept by the API server for an hour; a storm of them must not fill our memory. */
const EVENTS_MAX = 5_000;
const NONE: ReadonlyMap<string, PodRecord> = new Map();

export interface CacheListener {
  /** Something about this node changed: itself, its pods, its measures, its events. Null: about no node. */
  touched(node: string | null): void;
  /** Something about no node: a workload, a claim, a budget. */
  sideChanged(): void;
  sourceChanged(): void;
}

export class ClusterCache {
  readonly #listener: CacheListener;
  readonly #podsByNode = new Map<string | null, Map<string, PodRecord>>();
  readonly #nodes: Reflector<NodeRecord>;
  readonly #pods: Reflector<PodRecord>;
  readonly #events: Reflector<EventRecord>;
  /** What only some pages need. */
  readonly side: SideSources;
  #measures: MeasuresInput = { source: { state: 'loading' }, byNode: new Map() };

  constructor(transport: Transport, listener: CacheListener) {
    this.#listener = listener;
    const state = () => listener.sourceChanged();
    this.#nodes = new Reflector<NodeRecord>({
      transport,
      path: '/api/v1/nodes',
      resource: 'nodes',
      project: (object) => projectNode(object as Node),
      listener: { changed: (name) => listener.touched(name), state },
    });
    this.#pods = new Reflector<PodRecord>({
      transport,
      path: '/api/v1/pods',
      resource: 'pods',
      project: (object) => projectPod(object as Pod),
      listener: { changed: (key, next, previous) => this.#podChanged(key, next, previous), state },
    });
    this.#events = new Reflector<EventRecord>({
      transport,
      path: '/api/v1/events',
      resource: 'events',
      project: (object) => projectEvent(object as Event),
      listener: { changed: (_, next, previous) => this.#eventChanged(next ?? previous), state },
      itemsMax: EVENTS_MAX,
    });
    this.side = new SideSources(transport, { changed: () => listener.sideChanged(), stateChanged: state });
  }

  get nodes(): ReadonlyMap<string, NodeRecord> {
    return this.#nodes.items;
  }

  /** By `namespace/name`. */
  get pods(): ReadonlyMap<string, PodRecord> {
    return this.#pods.items;
  }

  /** False where pods may not be read, or were not yet: then none is not zero. */
  get podsKnown(): boolean {
    return this.#pods.known;
  }

  /** What nodes use, as whoever asks for it says (`measured`). */
  get measures(): MeasuresInput {
    return this.#measures;
  }

  get events(): ReadonlyMap<string, EventRecord> {
    return this.#events.items;
  }

  podsOn(node: string): ReadonlyMap<string, PodRecord> {
    return this.#podsByNode.get(node) ?? NONE;
  }

  sources(): Record<SourceName, SourceView> {
    return {
      nodes: this.#nodes.state,
      pods: this.#pods.state,
      events: this.#events.state,
      metrics: this.#measures.source,
    };
  }

  /** What the watches make of the API server: null while they know no better than anyone. */
  get reachable(): boolean | null {
    const states = [this.#nodes.state, this.#pods.state, this.#events.state].map(({ state }) => state);
    if (states.includes('live')) return true;
    return states.includes('stale') ? false : null;
  }

  /** Whether each source has been read, or been found unreadable, at least once. */
  get settled(): boolean {
    return Object.values(this.sources()).every((source) => source.state !== 'loading');
  }

  /** There are other measures of nodes now, or other words about them. */
  measured(measures: MeasuresInput): void {
    const before = this.#measures;
    this.#measures = measures;
    for (const name of new Set([...before.byNode.keys(), ...measures.byNode.keys()])) {
      if (before.byNode.get(name)?.at !== measures.byNode.get(name)?.at) this.#listener.touched(name);
    }
    // Every row shows how far its measures can be trusted: all are made anew, but not at each poll.
    if (measures.source !== before.source) this.#listener.sourceChanged();
  }

  start(): void {
    for (const source of [this.#nodes, this.#pods, this.#events]) source.start();
  }

  /** The API server is back: nobody need wait for its back-off. */
  poke(): void {
    for (const source of [this.#nodes, this.#pods, this.#events, this.side]) source.poke();
  }

  /** Another cluster may answer from now on. */
  restart(): void {
    for (const source of [this.#nodes, this.#pods, this.#events]) source.relist();
    this.side.restart();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#nodes.stop(), this.#pods.stop(), this.#events.stop(), this.side.stop()]);
  }

  #podChanged(key: string, next: PodRecord | undefined, previous: PodRecord | undefined): void {
    const before = previous?.nodeName ?? null;
    const after = next?.nodeName ?? null;
    if (previous !== undefined && (next === undefined || before !== after)) {
      const pods = this.#podsByNode.get(before);
      pods?.delete(key);
      if (pods?.size === 0) this.#podsByNode.delete(before);
      this.#listener.touched(before);
    }
    if (next === undefined) return;
    const pods = this.#podsByNode.get(after) ?? new Map<string, PodRecord>();
    pods.set(key, next);
    this.#podsByNode.set(after, pods);
    this.#listener.touched(after);
  }

  #eventChanged(event: EventRecord | undefined): void {
    if (event === undefined) return;
    const { kind, namespace, name } = event.about;
    if (kind === 'Node') this.#listener.touched(name);
    if (kind === 'Pod') this.#listener.touched(this.pods.get(`${namespace}/${name}`)?.nodeName ?? null);
  }
}
