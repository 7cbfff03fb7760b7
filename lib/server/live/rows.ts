import 'server-only';
// The rows of each topic, out of what is known of the cluster, through the pure view functions of lib/model.
import type { ClusterConfig, ProbeView, Transport } from '#lib/kube/index.ts';
import type { PlatformsOf } from '#lib/model/images/platform-knowledge.ts';
import { eventView, nodeView, podRowView } from '#lib/model/node/node.ts';
import { type BoardMeasures, boardView } from '#lib/model/overview/board.ts';
import { clusterView } from '#lib/model/overview/cluster.ts';
import type { BoardView, ClusterView } from '#lib/model/overview/overview-view.ts';
import type { EventRecord, PodRecord } from '#lib/model/records/records.ts';
import type { UsageService } from '../usage/usage-service.ts';
import type { ClusterCache } from './cluster-cache.ts';
import type { RowSource } from './topic-registry.ts';

/** A crashing pod repeats itself for an hour; a page shows the newest. */
const NODE_EVENTS_MAX = 200;

export interface RowParts {
  config: () => ClusterConfig;
  transport: Transport;
  cache: ClusterCache;
  probe: () => ProbeView;
  usage: UsageService;
  /** Whether this dashboard's user may control the simulation behind a simulated cluster. */
  controllable: () => boolean;
  /** What is known of images now; asking makes it known, and then rows are made anew. */
  platformsOf: PlatformsOf;
  /** Tells that something was read beside the watches that rows are made of. */
  changed: () => void;
}

export class ClusterRows implements RowSource {
  readonly #parts: RowParts;
  readonly #cache: ClusterCache;

  constructor(parts: RowParts) {
    this.#parts = parts;
    this.#cache = parts.cache;
  }

  nodeNames(): Iterable<string> {
    return this.#cache.nodes.keys();
  }

  *overview(nodes: Iterable<string>): Iterable<readonly [key: string, value: unknown]> {
    for (const name of nodes) yield [`board/${name}`, this.#board(name)];
    yield [
      'cluster',
      clusterView({
        name: this.#parts.config().name,
        simulated: this.#simulated(),
        version: this.#parts.probe().version,
        sources: this.#cache.sources(),
        nodes: [...this.#cache.nodes.values()],
        pods: this.#cache.podsKnown ? [...this.#cache.pods.values()] : null,
      }),
    ];
  }

  node(name: string): ReadonlyMap<string, unknown> {
    const rows = new Map<string, unknown>([['sources', this.#cache.sources()]]);
    const node = this.#cache.nodes.get(name) ?? null;
    if (node !== null) rows.set('node', nodeView(node, this.#podsOn(name), this.#measures(name)));
    const spark = this.#parts.usage.nodeSpark(name);
    if (spark !== null) rows.set('spark', spark);
    for (const pod of this.#cache.podsOn(name).values()) {
      rows.set(`pod/${pod.namespace}/${pod.name}`, podRowView(pod, node));
    }
    for (const event of this.#eventsOf(name)) rows.set(`event/${event.uid}`, eventView(event));
    return rows;
  }

  /** The kubeconfig names the scenario it was written for; another may have taken its place. */
  #simulated(): ClusterView['simulated'] {
    const { simulated } = this.#parts.config();
    if (simulated === null) return null;
    const scenario = this.#parts.probe().scenario ?? simulated.scenario;
    return { scenario, controllable: this.#parts.controllable() };
  }

  #board(name: string): BoardView | undefined {
    const node = this.#cache.nodes.get(name);
    return node === undefined ? undefined : boardView(node, this.#podsOn(name), this.#measures(name));
  }

  #podsOn(name: string): PodRecord[] | null {
    return this.#cache.podsKnown ? [...this.#cache.podsOn(name).values()] : null;
  }

  #measures(name: string): BoardMeasures {
    return { ...this.#cache.measures, health: this.#parts.usage.boardHealth(name) };
  }

  /** The newest events about the node and the pods on it. */
  #eventsOf(name: string): EventRecord[] {
    const pods = this.#cache.podsOn(name);
    const found: EventRecord[] = [];
    for (const event of this.#cache.events.values()) {
      const { kind, namespace, name: about } = event.about;
      const ours = kind === 'Node' ? about === name : kind === 'Pod' && pods.has(`${namespace}/${about}`);
      if (ours) found.push(event);
    }
    if (found.length <= NODE_EVENTS_MAX) return found;
    return found.sort((a, b) => ((a.lastAt ?? '') < (b.lastAt ?? '') ? 1 : -1)).slice(0, NODE_EVENTS_MAX);
  }
}
