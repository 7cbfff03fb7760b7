// Polls metrics.k8s.io for nodes: it cannot be watched, and may be absent, forbidden or out of order.
import { type SourceState, sameState, verdictOf } from './source-state.ts';
import { isStatusError, type StatusError, unreachable } from './status-error.ts';
import type { Transport } from './transport.ts';

export interface MetricsPollOptions<T> {
  transport: Transport;
  /** Null leaves it out. */
  project: (object: unknown) => T | null;
  /** After each poll, with what is known now. */
  listener: (items: ReadonlyMap<string, T>, state: SourceState) => void;
  periodMs?: number;
}

const PATH = '/apis/metrics.k8s.io/v1beta1/nodes';
/** metrics-server scrapes every 15 s by default (its --metric-resolution), 10 s at best. */
const PERIOD_MS = 10_000;
const TIMEOUT_MS = 8_000;
/** Old measures are dropped after so long without new ones, while the API server itself answers. */
const KEEP_MS = 60_000;

export class MetricsPoll<T> {
  readonly #options: MetricsPollOptions<T>;
  readonly #stop = new AbortController();
  #items: ReadonlyMap<string, T> = new Map();
  #state: SourceState = { state: 'loading' };
  #goodMs = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: MetricsPollOptions<T>) {
    this.#options = options;
  }

  get items(): ReadonlyMap<string, T> {
    return this.#items;
  }

  get state(): SourceState {
    return this.#state;
  }

  start(): void {
    if (this.#timer === null && !this.#stop.signal.aborted) this.#timer = setTimeout(() => void this.#poll(), 0);
  }

  stop(): void {
    this.#stop.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** Asks now: for when the API server is known to be back. */
  poke(): void {
    if (this.#timer === null || this.#stop.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#poll(), 0);
  }

  async #poll(): Promise<void> {
    const { transport, project, listener, periodMs = PERIOD_MS } = this.#options;
    const timer = this.#timer;
    try {
      const { body } = await transport.json({ path: PATH, timeoutMs: TIMEOUT_MS, signal: this.#stop.signal });
      const { items = [] } = body as { items?: readonly { metadata?: { name?: string } }[] };
      const found = new Map<string, T>();
      for (const item of items) {
        const projected = project(item);
        if (projected !== null) found.set(item.metadata?.name ?? '', projected);
      }
      this.#items = found;
      this.#goodMs = Date.now();
      this.#enter({ state: 'live' });
    } catch (error) {
      this.#fail(isStatusError(error) ? error : unreachable(error));
    }
    if (this.#stop.signal.aborted) return;
    listener(this.#items, this.#state);
    // A poke during the request has already planned the next one.
    if (this.#timer === timer) this.#timer = setTimeout(() => void this.#poll(), periodMs);
  }

  #fail(error: StatusError): void {
    const verdict = verdictOf(error, 'list', 'nodes.metrics.k8s.io', 'the metrics API is not registered');
    if (verdict !== null || (error.answered && Date.now() - this.#goodMs > KEEP_MS)) this.#items = new Map();
    const since = new Date(this.#goodMs || Date.now()).toISOString();
    this.#enter(verdict ?? { state: 'stale', since, message: messageOf(error) });
  }

  #enter(state: SourceState): void {
    // A source that has never answered keeps the moment it was first found wanting.
    if (state.state === 'stale' && this.#state.state === 'stale' && state.message === this.#state.message) return;
    if (!sameState(this.#state, state)) this.#state = state;
  }
}

/** 503 comes from the aggregator, whose own text names addresses. */
function messageOf(error: StatusError): string {
  return error.answered && error.code === 503 ? 'the metrics API is registered but does not answer' : error.message;
}
