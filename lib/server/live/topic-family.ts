import 'server-only';
// Topics of one kind that are made of the cluster as a whole: whatever changes concerns them, so each kind has a pace of
// its own and a slow one holds up nobody else.
import { randomBytes } from 'node:crypto';
import { StatusError } from '#lib/kube/index.ts';
import type { TopicName } from '#lib/model/stream.ts';
import type { SideName } from './side-sources.ts';
import { Topic } from './topic.ts';

export interface TopicFamily {
  /** Whether it has a topic of this name. */
  has(name: TopicName): boolean;
  /** What its rows are made of besides nodes, pods, events and measures; watched while they are. */
  needs: readonly SideName[];
  rows(name: TopicName): ReadonlyMap<string, unknown>;
  /** Key of what a topic is about: where it is not among the rows there is no such page. Null for a topic that always is. */
  subject: string | null;
  /** How many of them at most; 500 where it does not say. */
  topicsMax?: number;
  /** What each topic reads for itself. */
  life?: TopicLife;
  /** Called every few seconds, also while nobody watches: for what has to be remembered. */
  tick?(): void;
}

/** For topics that read something of their own from the API server, for as long as they are kept. */
export interface TopicLife {
  /** `changed` says that its rows are others now. */
  begin(name: TopicName, changed: () => void): void;
  end(name: TopicName): void;
  /** The first viewer came, or the last one went. */
  watched(name: TopicName, isWatched: boolean): void;
  /** Resolves once its own has been read or found unreadable, at the latest after `mostMs`. */
  whenRead(name: TopicName, mostMs: number): Promise<void>;
  /** Whether what it is about is known not to be there. */
  isMissing(name: TopicName): boolean;
  /** The API server is back: nobody need wait for a back-off. */
  poke(): void;
  /** Another cluster may answer from now on. */
  restart(): void;
  stop(): Promise<void>;
}

/** Changes wait this long for company. */
const COALESCE_MS = 100;
/** Bringing the topics up to date takes at most a tenth of the time. */
const DUTY_FACTOR = 10;
const COALESCE_MOST_MS = 5_000;
const TOPICS_MAX = 500;
const UNUSED_MS = 60_000;

export class FamilyTopics {
  readonly family: TopicFamily;
  readonly #topics = new Map<TopicName, Topic>();
  readonly #use: (names: readonly SideName[]) => void;
  readonly #epoch = randomBytes(6).toString('hex');
  #made = 0;
  #dirty = false;
  #timer: NodeJS.Timeout | null = null;
  #costMs = 0;

  /** `use` keeps the named sources watched for a while longer. */
  constructor(family: TopicFamily, use: (names: readonly SideName[]) => void) {
    this.family = family;
    this.#use = use;
  }

  /** Up to date. Throws StatusError 503 where too many are in use. */
  topic(name: TopicName): Topic {
    this.#use(this.family.needs);
    this.flush();
    let topic = this.#topics.get(name);
    if (topic === undefined) {
      const topicsMax = this.family.topicsMax ?? TOPICS_MAX;
      if (this.#topics.size >= topicsMax && !this.#makeRoom()) throw full(name);
      this.family.life?.begin(name, () => this.touch());
      const watched = (isWatched: boolean) => this.family.life?.watched(name, isWatched);
      topic = new Topic(name, `${this.#epoch}${this.#made++}`, watched);
      topic.replace(this.family.rows(name));
      this.#topics.set(name, topic);
    }
    topic.usedMs = Date.now();
    return topic;
  }

  /** Something in the cluster changed. */
  touch(): void {
    this.#dirty = true;
    // Without viewers nothing need be sent: whoever asks next gets it fresh.
    if (this.#timer !== null || !this.#isWatched()) return;
    const delayMs = Math.min(COALESCE_MOST_MS, Math.max(COALESCE_MS, this.#costMs * DUTY_FACTOR));
    this.#timer = setTimeout(() => this.flush(), delayMs);
  }

  /** Brings all its topics up to date now. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#dirty) return;
    this.#dirty = false;
    const startMs = performance.now();
    for (const [name, topic] of this.#topics) topic.replace(this.family.rows(name));
    this.#costMs = performance.now() - startMs;
  }

  /** Disposes of topics that nobody has used for a while, and keeps the sources of the others. */
  sweep(nowMs: number): void {
    if (this.#isWatched()) this.#use(this.family.needs);
    this.family.tick?.();
    for (const [name, topic] of this.#topics) {
      if (topic.viewerCount === 0 && nowMs - topic.usedMs > UNUSED_MS) this.#dispose(name);
    }
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #makeRoom(): boolean {
    let oldest: Topic | undefined;
    for (const topic of this.#topics.values()) {
      if (topic.viewerCount === 0 && topic.usedMs < (oldest?.usedMs ?? Number.POSITIVE_INFINITY)) oldest = topic;
    }
    if (oldest !== undefined) this.#dispose(oldest.name);
    return oldest !== undefined;
  }

  #dispose(name: TopicName): void {
    this.#topics.delete(name);
    this.family.life?.end(name);
  }

  #isWatched(): boolean {
    for (const topic of this.#topics.values()) if (topic.viewerCount > 0) return true;
    return false;
  }
}

function full(name: TopicName): StatusError {
  const kind = name.split('/')[0] ?? name;
  const message = `too many pages of the kind ${kind} are open: try again in a moment`;
  return new StatusError(503, 'ServiceUnavailable', message, { retryAfterSeconds: 10 });
}
