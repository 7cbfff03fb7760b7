// Keeps one resource of the cluster in memory, projected: list in pages, then watch, for as long as it lives.
// Mirrors client-go tools/cache/reflector.go where a rule of the protocol is concerned.
import { Backoff, pause } from './backoff.ts';
import { ItemStore } from './item-store.ts';
import { linesOf } from './ndjson.ts';
import { REFLECTOR_TIMING, type ReflectorTiming } from './reflector-timing.ts';
import { isEarlier } from './resource-version.ts';
import { type SourceState, sameState, verdictOf } from './source-state.ts';
import { isStatusError, StatusError, statusErrorOf, timedOut, unreachable } from './status-error.ts';
import type { Transport } from './transport.ts';
import { eventOf, type ListPage, type WatchEvent } from './watch-event.ts';

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
  /** Only objects that match: `metadata.name=web-0`. */
  fieldSelector?: string;
  /** Picks what is needed; called once per object as it arrives, which then can be forgotten. Null leaves it out. */
  project(object: unknown): T | null;
  listener: ReflectorListener<T>;
  /** Beyond it the longest unchanged go: only for what may be lost, such as events. */
  itemsMax?: number;
  timing?: Partial<ReflectorTiming>;
}

const PAGE_ITEMS = 500;
/** A watch that ends sooner than this without an event counts as failed, or ending would become a busy loop. */
const WATCH_LEAST_MS = 1_000;
/** A watch may end so much sooner than asked and still have ended as agreed. */
const WATCH_EARLY_MS = 1_500;

export class Reflector<T> {
  readonly #options: ReflectorOptions<T>;
  readonly #timing: ReflectorTiming;
  readonly #backoff: Backoff;
  readonly #store: ItemStore<T>;
  #state: SourceState = { state: 'loading' };
  #version: string | null = null;
  #known = false;
  /** In a row, without a sign of life between them. */
  #failures = 0;
  /** The last watch ended otherwise than agreed: another cluster may answer now. */
  #suspect = false;
  #contactMs = 0;
  #pageTimeoutMs: number;
  /** Null while none is asked for. */
  #pageBeganMs: number | null = null;
  #attempt = new AbortController();
  #running: Promise<void> | null = null;
  #stopped = false;
  #staleTimer: NodeJS.Timeout | null = null;

  constructor(options: ReflectorOptions<T>) {
    const { resource, listener, itemsMax } = options;
    const project = (object: unknown) => options.project(object);
    this.#options = options;
    this.#timing = { ...REFLECTOR_TIMING, ...options.timing };
    this.#pageTimeoutMs = this.#timing.pageTimeoutMs;
    this.#backoff = new Backoff({ firstMs: this.#timing.retryFirstMs, mostMs: this.#timing.retryMostMs });
    const changed: typeof listener.changed = (key, next, previous) => listener.changed(key, next, previous);
    this.#store = new ItemStore({ resource, project, changed, ...(itemsMax === undefined ? {} : { itemsMax }) });
  }

  /** By `namespace/name`, or `name`. */
  get items(): ReadonlyMap<string, T> {
    return this.#store.items;
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
    if (this.#staleTimer !== null) clearTimeout(this.#staleTimer);
  }

  /** Tries anew at once, from the last known version: for when the server is known to be back. */
  poke(): void {
    this.#backoff.reset();
    this.#suspect = true;
    // A slow server that is there now and then would never get to the end of a list that is begun anew each time.
    const isListing = this.#pageBeganMs !== null && Date.now() - this.#pageBeganMs < this.#timing.pageTimeoutMs;
    if (!isListing) this.#attempt.abort();
  }

  /** Lists anew at once: for when it may be another cluster that answers. */
  relist(): void {
    this.#version = null;
    this.#backoff.reset();
    this.#attempt.abort();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#attempt = new AbortController();
      const { signal } = this.#attempt;
      try {
        if (this.#version !== null && this.#suspect) await this.#recognize(signal);
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
    this.#suspect = true;
    // Expired, or a version from another life of the cluster ("Too large resource version"): only a list helps.
    if (error.answered && (error.code === 410 || error.code === 504)) this.#version = null;
    if (error.code === 410 && this.#failures++ === 0) return this.#backoff.nextMs();
    const { resource } = this.#options;
    const verdict = verdictOf(error, listing ? 'list' : 'watch', resource, `the API server does not serve ${resource}`);
    if (verdict !== null) {
      this.#version = null;
      this.#known = false;
      this.#store.replace(this.#store.empty());
      this.#enter(verdict);
      return this.#timing.verdictRetryMs;
    }
    // One dropped connection is no news: it is when coming back fails too, or when nothing was there yet.
    // Who was away for longer may have missed more than a watch tells.
    if (++this.#failures > 1 || this.#contactMs === 0) {
      this.#version = null;
      this.#enterStale(error.message);
    }
    if (listing && error.code === 504) {
      this.#pageTimeoutMs = Math.min(this.#timing.pageTimeoutMostMs, this.#pageTimeoutMs * 2);
    }
    const askedMs = Math.min((error.retryAfterSeconds ?? 0) * 1_000, this.#timing.verdictRetryMs);
    return Math.max(askedMs, this.#backoff.nextMs());
  }

  #pathOf(query: URLSearchParams): string {
    const { path, fieldSelector } = this.#options;
    if (fieldSelector !== undefined && !query.has('fieldSelector')) query.set('fieldSelector', fieldSelector);
    return `${path}?${query}`;
  }

  async #page(query: URLSearchParams, signal: AbortSignal): Promise<ListPage> {
    const { transport } = this.#options;
    this.#pageBeganMs = Date.now();
    try {
      const { body } = await transport.json({ path: this.#pathOf(query), timeoutMs: this.#pageTimeoutMs, signal });
      // It may have come just before it was asked to list anew, of what may be another cluster.
      signal.throwIfAborted();
      return body as ListPage;
    } finally {
      this.#pageBeganMs = null;
    }
  }

  /**
   * A watch would go on silently in a store that was emptied or restored: versions of another history mean nothing there.
   * What changed last before our version either is as it was, or has changed after it.
   */
  async #recognize(signal: AbortSignal): Promise<void> {
    const key = this.#store.newest;
    const [name, namespace] = (key ?? '').split('/').reverse();
    const fields = [`metadata.name=${name}`, ...(namespace === undefined ? [] : [`metadata.namespace=${namespace}`])];
    const query = new URLSearchParams({ limit: '1', ...(key === null ? {} : { fieldSelector: fields.join(',') }) });
    const { metadata, items } = await this.#page(query, signal);
    const [found] = items ?? [];
    const version = this.#version ?? '';
    const isSame = found !== undefined && this.#store.isOurs(found, version);
    if (isEarlier(metadata?.resourceVersion, version) === true || !isSame) this.#version = null;
    this.#suspect = false;
  }

  async #list(signal: AbortSignal): Promise<void> {
    const found = this.#store.empty();
    let token = '';
    let version = '';
    do {
      const query = new URLSearchParams({ limit: String(PAGE_ITEMS), ...(token === '' ? {} : { continue: token }) });
      const page = await this.#page(query, signal);
      for (const item of page.items ?? []) this.#store.collect(found, item);
      version = page.metadata?.resourceVersion ?? '';
      token = page.metadata?.continue ?? '';
    } while (token !== '');
    this.#known = true;
    this.#store.replace(found);
    this.#version = version;
    this.#suspect = false;
    this.#pageTimeoutMs = this.#timing.pageTimeoutMs;
    this.#contact();
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { transport } = this.#options;
    const startMs = Date.now();
    const { watchSeconds, openTimeoutMs, silentMs } = this.#timing;
    const query = new URLSearchParams({
      watch: 'true',
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(watchSeconds),
      resourceVersion: this.#version ?? '',
    });
    const answer = await transport.open({ path: this.#pathOf(query), timeoutMs: openTimeoutMs, signal });
    let events = 0;
    const silence = setTimeout(() => answer.body.destroy(timedOut(silentMs)), silentMs);
    try {
      for await (const line of linesOf(answer.body)) {
        signal.throwIfAborted();
        silence.refresh();
        this.#apply(eventOf(line));
        if (events++ === 0) this.#backoff.reset();
      }
    } finally {
      clearTimeout(silence);
      answer.body.destroy();
    }
    const lastedMs = Date.now() - startMs;
    if (events === 0 && lastedMs < WATCH_LEAST_MS) {
      throw new StatusError(503, 'ServiceUnavailable', 'the API server ends watches at once');
    }
    // It ended as agreed: all that happened until then has come.
    if (lastedMs >= watchSeconds * 1_000 - WATCH_EARLY_MS) this.#contact();
    else this.#suspect = true;
  }

  #apply({ type, object }: WatchEvent): void {
    if (type === 'ERROR') throw statusErrorOf(500, object);
    const version = object.metadata?.resourceVersion;
    const earlier = isEarlier(version, this.#version) === true;
    if (type === 'BOOKMARK' && earlier) {
      throw new StatusError(410, 'Expired', 'the cluster went back to an earlier state');
    }
    this.#contact();
    // Said twice: an earlier state must not take a later one's place.
    if (earlier || version === this.#version) return;
    if (type === 'DELETED') this.#store.delete(object);
    else if (type !== 'BOOKMARK') this.#store.put(object);
    if (version !== undefined) this.#version = version;
  }

  #contact(): void {
    this.#contactMs = Date.now();
    this.#failures = 0;
    this.#enter({ state: 'live' });
    this.#staleTimer ??= setTimeout(() => this.#doubt(), this.#timing.staleMs);
    this.#staleTimer.refresh();
  }

  /** Whatever the running attempt still waits for: nothing was heard for too long. */
  #doubt(): void {
    if (this.#state.state !== 'live' || this.#stopped) return;
    this.#enterStale(timedOut(this.#timing.staleMs).message);
  }

  #enterStale(message: string): void {
    this.#enter({ state: 'stale', since: new Date(this.#contactMs || Date.now()).toISOString(), message });
  }

  #enter(state: SourceState): void {
    if (sameState(this.#state, state)) return;
    this.#state = state;
    this.#options.listener.state(state);
  }
}
