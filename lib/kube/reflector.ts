// Keeps one resource of the cluster in memory, projected: list in pages, then watch, for as long as it lives.
// Mirrors client-go tools/cache/reflector.go where a rule of the protocol is concerned.
import { Backoff, pause } from './backoff.ts';
import { linesOf } from './ndjson.ts';
import { type SourceState, sameState, verdictOf } from './source-state.ts';
import { isStatusError, StatusError, statusErrorOf, unreachable } from './status-error.ts';
import type { Transport } from './transport.ts';

export interface ReflectorListener<T> {
  /** After a list: what differs from before; `next` undefined where it went. */
  changed(key: string, next: T | undefined, previous: T | undefined): void;
  state(state: SourceState): void;
}

export interface ReflectorOptions<T> {
  transport: Transport;
  /** Collection: `/api/v1/pods`. */
  path: string;
  /** As RBAC names it: `pods`. */
  resource: string;
  /** Picks what is needed; called once per object as it arrives, which then can be forgotten. Null leaves it out. */
  project(object: unknown): T | null;
  listener: ReflectorListener<T>;
  /** Beyond it the longest unchanged go: only for what may be lost, such as events. */
  itemsMax?: number;
  timing?: Partial<ReflectorTiming>;
}

export interface ReflectorTiming {
  pageTimeoutMs: number;
  /** Asked of the server, up to half more at random. */
  watchSeconds: number;
  /** Servers send a bookmark about once a minute; a watch silent for longer is tried anew. */
  silentMs: number;
  retryFirstMs: number;
  retryMostMs: number;
  /** Forbidden and absent change by a person's hand: asked again only now and then. */
  verdictRetryMs: number;
}

const TIMING: ReflectorTiming = {
  pageTimeoutMs: 30_000,
  watchSeconds: 240,
  silentMs: 130_000,
  retryFirstMs: 500,
  retryMostMs: 15_000,
  verdictRetryMs: 30_000,
};
const PAGE_ITEMS = 500;
/** A watch that ends sooner than this without an event counts as failed, or ending would become a busy loop. */
const WATCH_LEAST_MS = 1_000;
/** So many failed watches in a row that the server did answer mean the version itself is the trouble. */
const FAILURES_BEFORE_LIST = 3;

export class Reflector<T> {
  readonly #options: ReflectorOptions<T>;
  readonly #timing: ReflectorTiming;
  readonly #backoff: Backoff;
  readonly #items = new Map<string, T>();
  #state: SourceState = { state: 'loading' };
  #version: string | null = null;
  #known = false;
  #failures = 0;
  #contactMs = 0;
  #attempt = new AbortController();
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
    this.#backoff = new Backoff({ firstMs: this.#timing.retryFirstMs, mostMs: this.#timing.retryMostMs });
  }

  /** By `namespace/name`, or `name`. */
  get items(): ReadonlyMap<string, T> {
    return this.#items;
  }

  get state(): SourceState {
    return this.#state;
  }

  /** Whether the items are what the cluster had at some time; before the first list, and when refused, nothing is known. */
  get known(): boolean {
    return this.#known;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#attempt.abort();
    await this.#running;
  }

  /** Tries anew at once, from the last known version: for when the server is known to be back. */
  poke(): void {
    this.#backoff.reset();
    this.#attempt.abort();
  }

  /** Lists anew at once: for when it may be another cluster that answers. */
  relist(): void {
    this.#version = null;
    this.poke();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#attempt = new AbortController();
      const { signal } = this.#attempt;
      try {
        if (this.#version === null) await this.#list(signal);
        await this.#watch(signal);
      } catch (error) {
        if (!signal.aborted) await pause(this.#judge(isStatusError(error) ? error : unreachable(error)), signal);
      }
    }
  }

  /** Notes what a failure means; returns how long to wait. */
  #judge(error: StatusError): number {
    const listing = this.#version === null;
    // Expired, or a version from another life of the cluster ("Too large resource version"): only a list helps.
    if (error.answered && (error.code === 410 || error.code === 504 || this.#failures >= FAILURES_BEFORE_LIST)) {
      this.#version = null;
    }
    if (error.code === 410 && this.#failures++ === 0) return this.#backoff.nextMs();
    const { resource } = this.#options;
    const verdict = verdictOf(error, listing ? 'list' : 'watch', resource, `the API server does not serve ${resource}`);
    if (verdict !== null) {
      this.#version = null;
      this.#known = false;
      this.#replace(new Map());
      this.#enter(verdict);
      return this.#timing.verdictRetryMs;
    }
    // One dropped connection is no news: it is when coming back fails too, or when nothing was there yet.
    if (++this.#failures > 1 || this.#contactMs === 0) {
      const since = new Date(this.#contactMs || Date.now()).toISOString();
      this.#enter({ state: 'stale', since, message: error.message });
    }
    const askedMs = Math.min((error.retryAfterSeconds ?? 0) * 1_000, this.#timing.verdictRetryMs);
    return Math.max(askedMs, this.#backoff.nextMs());
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { transport, path, itemsMax } = this.#options;
    const found = new Map<string, T>();
    let token = '';
    let version = '';
    do {
      const query = new URLSearchParams({ limit: String(PAGE_ITEMS), ...(token === '' ? {} : { continue: token }) });
      const timeoutMs = this.#timing.pageTimeoutMs;
      const { body } = await transport.json({ path: `${path}?${query}`, timeoutMs, signal });
      const page = body as ListPage;
      for (const item of page.items ?? []) {
        const projected = this.#project(item);
        if (projected !== undefined) found.set(keyOf(item), projected);
        if (itemsMax !== undefined && found.size > itemsMax) dropOldest(found);
      }
      version = page.metadata?.resourceVersion ?? '';
      token = page.metadata?.continue ?? '';
      // The last page may have come just before it was asked to list anew, of what may be another cluster.
      signal.throwIfAborted();
    } while (token !== '');
    this.#known = true;
    this.#replace(found);
    this.#version = version;
    this.#contact();
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { transport, path } = this.#options;
    const startMs = Date.now();
    const seconds = Math.round(this.#timing.watchSeconds * (1 + Math.random() / 2));
    const query = new URLSearchParams({
      watch: 'true',
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(seconds),
      resourceVersion: this.#version ?? '',
    });
    const timeoutMs = this.#timing.pageTimeoutMs;
    const answer = await transport.open({ path: `${path}?${query}`, timeoutMs, signal });
    this.#contact();
    let events = 0;
    const silence = setTimeout(() => answer.body.destroy(), this.#timing.silentMs);
    try {
      for await (const line of linesOf(answer.body)) {
        signal.throwIfAborted();
        silence.refresh();
        this.#apply(JSON.parse(line) as WatchEvent);
        if (events++ === 0) this.#backoff.reset();
      }
    } finally {
      clearTimeout(silence);
      answer.body.destroy();
    }
    if (events === 0 && Date.now() - startMs < WATCH_LEAST_MS) {
      throw new StatusError(503, 'ServiceUnavailable', 'the API server ends watches at once');
    }
  }

  #apply(event: WatchEvent): void {
    if (event.type === 'ERROR') throw statusErrorOf(500, event.object);
    const version = event.object.metadata?.resourceVersion;
    if (event.type !== 'BOOKMARK') {
      const key = keyOf(event.object);
      const previous = this.#items.get(key);
      // Deleted first: an item that changes moves to the end, so the first ones are the longest unchanged.
      this.#items.delete(key);
      const next = event.type === 'DELETED' ? undefined : this.#project(event.object);
      if (next !== undefined) this.#items.set(key, next);
      this.#options.listener.changed(key, next, previous);
      this.#trim();
    }
    if (version !== undefined) this.#version = version;
    this.#contact();
  }

  #project(object: RawObject): T | undefined {
    try {
      return this.#options.project(object) ?? undefined;
    } catch (error) {
      // One object that cannot be read must not hide all others; no API server would have stored it.
      console.error(`${this.#options.resource} ${keyOf(object)} is left out:`, String(error));
      return undefined;
    }
  }

  #trim(): void {
    const { itemsMax, listener } = this.#options;
    if (itemsMax === undefined || this.#items.size <= itemsMax) return;
    const [key, item] = dropOldest(this.#items) ?? [];
    if (key !== undefined) listener.changed(key, undefined, item);
  }

  #replace(found: Map<string, T>): void {
    const before = new Map(this.#items);
    this.#items.clear();
    for (const [key, item] of found) this.#items.set(key, item);
    const { listener } = this.#options;
    for (const [key, item] of before) if (!found.has(key)) listener.changed(key, undefined, item);
    for (const [key, item] of found) listener.changed(key, item, before.get(key));
  }

  #contact(): void {
    this.#contactMs = Date.now();
    this.#failures = 0;
    this.#enter({ state: 'live' });
  }

  #enter(state: SourceState): void {
    if (sameState(this.#state, state)) return;
    this.#state = state;
    this.#options.listener.state(state);
  }
}

interface ListPage {
  metadata?: { resourceVersion?: string; continue?: string };
  items?: readonly RawObject[];
}

interface RawObject {
  metadata?: { namespace?: string; name?: string; resourceVersion?: string };
}

interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: RawObject;
}

function keyOf(object: RawObject): string {
  const { namespace, name = '' } = object.metadata ?? {};
  return namespace ? `${namespace}/${name}` : name;
}

function dropOldest<T>(items: Map<string, T>): [string, T] | undefined {
  for (const [key, item] of items) {
    items.delete(key);
    return [key, item];
  }
  return undefined;
}
