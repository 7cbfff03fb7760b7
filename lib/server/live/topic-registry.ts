import 'server-only';
// All topics there are: made on demand, brought up to date from what changed, disposed of when nobody looks.
import { randomBytes } from 'node:crypto';
import type { TopicName } from '#lib/model/stream.ts';
import { isNodeName } from '../actions/node-name.ts';
import { Topic } from './topic.ts';

/** Turns the cluster into a topic's rows. */
export interface RowSource {
  /** Rows of the overview that these nodes touch; undefined removes one. */
  overview(nodes: Iterable<string>): Iterable<readonly [key: string, value: unknown]>;
  /** Names of all nodes there are. */
  nodeNames(): Iterable<string>;
  node(name: string): ReadonlyMap<string, unknown>;
}

/** Changes wait this long for company. */
const COALESCE_MS = 100;
/** Bringing topics up to date takes at most this share of the time: on a slow board updates get rarer, not the rest slower. */
const DUTY_FACTOR = 10;
const COALESCE_MOST_MS = 2_000;
const NODE_TOPICS_MAX = 500;
/** A node's page is left and come back to; after so long its rows are not kept. */
const UNUSED_MS = 60_000;
const NODE_PREFIX = 'node/';

export class TopicRegistry {
  readonly #rows: RowSource;
  readonly #apart: (name: TopicName) => Topic | null;
  /** A topic made again starts its history again, so each has an epoch of its own. */
  readonly #epoch = randomBytes(6).toString('hex');
  #made = 0;
  readonly #overview: Topic;
  readonly #byNode = new Map<string, Topic>();
  readonly #dirty = new Set<string>();
  #dirtyAll = true;
  #dirtyCluster = false;
  #timer: NodeJS.Timeout | null = null;
  #costMs = 0;

  /** `apart` knows the topics that are not made of the cluster's rows. */
  constructor(rows: RowSource, apart: (name: TopicName) => Topic | null = () => null) {
    this.#rows = rows;
    this.#apart = apart;
    this.#overview = this.#make('overview');
  }

  /** Up to date; null for a name that no topic can have, or where too many are in use. */
  topic(name: TopicName): Topic | null {
    this.flush();
    if (name === 'overview') return this.#overview;
    const node = name.startsWith(NODE_PREFIX) ? name.slice(NODE_PREFIX.length) : '';
    if (!isNodeName(node)) return this.#apart(name);
    let topic = this.#byNode.get(node);
    if (topic === undefined) {
      if (this.#byNode.size >= NODE_TOPICS_MAX && !this.#makeRoom()) return null;
      topic = this.#make(name);
      topic.replace(this.#rows.node(node));
      this.#byNode.set(node, topic);
    }
    topic.usedMs = Date.now();
    return topic;
  }

  touch(node: string | null): void {
    if (node === null) this.#dirtyCluster = true;
    else this.#dirty.add(node);
    this.#arm();
  }

  touchAll(): void {
    this.#dirtyAll = true;
    this.#arm();
  }

  /** Brings all topics up to date now. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#dirtyAll && !this.#dirtyCluster && this.#dirty.size === 0) return;
    const startMs = performance.now();
    const nodes = new Set(this.#dirty);
    // Besides all that are there, those that just went: their rows must go too.
    if (this.#dirtyAll) for (const name of this.#rows.nodeNames()) nodes.add(name);
    const all = this.#dirtyAll;
    this.#dirty.clear();
    this.#dirtyAll = false;
    this.#dirtyCluster = false;
    this.#overview.update(this.#rows.overview(nodes));
    for (const [node, topic] of this.#byNode) if (all || nodes.has(node)) topic.replace(this.#rows.node(node));
    this.#costMs = performance.now() - startMs;
  }

  /** Disposes of node topics that nobody has used for a while. */
  sweep(nowMs: number): void {
    for (const [node, topic] of this.#byNode) {
      if (topic.viewerCount === 0 && nowMs - topic.usedMs > UNUSED_MS) this.#byNode.delete(node);
    }
  }

  /** Disposes of the topic that nobody watches for longest. One only: others may be about to be watched. */
  #makeRoom(): boolean {
    let oldest: [node: string, topic: Topic] | undefined;
    for (const entry of this.#byNode) {
      if (entry[1].viewerCount === 0 && entry[1].usedMs < (oldest?.[1].usedMs ?? Number.POSITIVE_INFINITY))
        oldest = entry;
    }
    return oldest !== undefined && this.#byNode.delete(oldest[0]);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #make(name: TopicName): Topic {
    return new Topic(name, `${this.#epoch}${this.#made++}`);
  }

  #arm(): void {
    // Without viewers nothing need be sent: whoever asks next gets it fresh.
    if (this.#timer !== null || !this.#isWatched()) return;
    const delayMs = Math.min(COALESCE_MOST_MS, Math.max(COALESCE_MS, this.#costMs * DUTY_FACTOR));
    this.#timer = setTimeout(() => this.flush(), delayMs);
  }

  #isWatched(): boolean {
    if (this.#overview.viewerCount > 0) return true;
    for (const topic of this.#byNode.values()) if (topic.viewerCount > 0) return true;
    return false;
  }
}
