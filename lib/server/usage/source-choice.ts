import 'server-only';
// Which sources of use the cluster has, looked for now and then, and which of them are used for what.
import {
  type BoardHealthSource,
  type FoundUsageSource,
  isStatusError,
  type LiveUsageSource,
  MetricsApiSource,
  SourceFinder,
  type Transport,
  type UsageHistorySource,
  type UsageSourceKind,
} from '#lib/kube/index.ts';
import { sourceSigns } from '#lib/model/usage/source-signs.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';

/** Metrics-server is what `kubectl top` asks, Heapster what it asked; a Prometheus remembers. */
const LIVE_ORDER: readonly UsageSourceKind[] = ['metrics.k8s.io', 'heapster', 'prometheus'];
/** Heapster's quarter of an hour is no history: it fills the beginning of ours. */
const HISTORY_ORDER: readonly UsageSourceKind[] = ['prometheus'];
/** What was found is looked for again: a Prometheus may have come, or gone. */
const AGAIN_MS = 600_000;
/** While something fails, or nothing was found: at first so soon, then each time twice as late. */
const AGAIN_SOON_MS = 30_000;
const AGAIN_LATE_MS = 300_000;
/** What shows that another has come is followed at once, unless there was a look just now. */
const NEWS_MS = 3_000;
const TIMEOUT_MS = 30_000;

export interface ChoiceParts {
  transport: Transport;
  cache: ClusterCache;
  prometheusUrl: string | null;
  /** Whether anybody needs to know. */
  isNeeded: () => boolean;
  /** Other sources are used from now on, or more is known of them. */
  changed: () => void;
}

export class SourceChoice {
  readonly #parts: ChoiceParts;
  readonly #finder: SourceFinder;
  readonly #first: MetricsApiSource;
  readonly #stop = new AbortController();
  /** Refused or gone since they were found. */
  readonly #failed = new Set<object>();
  /** Titles of those that answered once. */
  readonly #answered = new Set<string>();
  #isDoubted = false;
  #found: readonly FoundUsageSource[] = [];
  #trouble: string | null = null;
  #isFinding = false;
  #foundMs = Number.NEGATIVE_INFINITY;
  #againMs = AGAIN_SOON_MS;
  /** What showed, at the last look, that there may be one. */
  #signs: ReadonlySet<string> = new Set();
  #live: LiveUsageSource;

  constructor(parts: ChoiceParts) {
    this.#parts = parts;
    // Until it is known better: most clusters have it.
    this.#first = new MetricsApiSource(parts.transport);
    this.#live = this.#first;
    this.#finder = new SourceFinder({
      transport: parts.transport,
      prometheusUrl: parts.prometheusUrl,
      nodes: () => [...parts.cache.nodes.values()],
    });
  }

  get found(): readonly FoundUsageSource[] {
    return this.#found;
  }

  /** Why some may have been overlooked. */
  get trouble(): string | null {
    return this.#trouble;
  }

  get live(): LiveUsageSource {
    return this.#live;
  }

  /** The best that remembers; null for none. */
  get history(): UsageHistorySource | null {
    return this.historyOf(HISTORY_ORDER);
  }

  get boards(): BoardHealthSource | null {
    return this.#found.find(({ boards }) => boards !== null)?.boards ?? null;
  }

  /** Of the first of these kinds that has one. */
  historyOf(kinds: readonly string[]): UsageHistorySource | null {
    for (const kind of kinds) {
      const found = this.#found.find((source) => source.kind === kind && source.history !== null);
      if (found?.history != null && !this.#failed.has(found.history)) return found.history;
    }
    return null;
  }

  /** Looks again where that is due. */
  look(): void {
    const againMs = this.#isPoor() ? AGAIN_SOON_MS : this.#againMs;
    const dueMs = this.#foundMs + (this.#isNews() ? NEWS_MS : againMs);
    // Prometheus is told apart by the nodes it knows.
    const nodesKnown = this.#parts.cache.sources().nodes.state !== 'loading';
    if (nodesKnown && this.#parts.isNeeded() && Date.now() >= dueMs) void this.#find();
  }

  /** Another cluster may answer from now on. */
  restart(): void {
    this.#foundMs = Number.NEGATIVE_INFINITY;
    this.#answered.clear();
    this.#signs = new Set();
    this.look();
  }

  /** A source said for good that it is not to be had: the next best is taken until it is found again. */
  failed(source: object): void {
    this.#failed.add(source);
    this.#choose();
    this.look();
  }

  /** A source failed for now: it may be gone. */
  doubt(): void {
    this.#isDoubted = true;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#finder.close();
  }

  async #find(): Promise<void> {
    if (this.#isFinding || this.#stop.signal.aborted) return;
    this.#isFinding = true;
    this.#foundMs = Date.now();
    this.#signs = new Set([...this.#signs, ...this.#signsNow()]);
    try {
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const { sources, trouble } = await this.#finder.find(signal);
      this.#againMs = againMs(this.#againMs, this.#found, sources);
      this.#found = sources;
      this.#trouble = trouble;
      this.#failed.clear();
      this.#isDoubted = false;
      for (const { title, live, history } of sources) if (live !== null || history !== null) this.#answered.add(title);
    } catch (error) {
      // Out of reach: what was found before stands until the next look.
      if (!isStatusError(error) && !this.#stop.signal.aborted) throw error;
      this.#againMs = AGAIN_SOON_MS;
    } finally {
      this.#isFinding = false;
    }
    if (this.#stop.signal.aborted) return;
    this.#choose();
    this.#parts.changed();
  }

  /** Something has come since the last look; what is not watched any more has not gone. */
  #isNews(): boolean {
    return [...this.#signsNow()].some((sign) => !this.#signs.has(sign));
  }

  #signsNow(): Set<string> {
    const { pods, side } = this.#parts.cache;
    return sourceSigns({
      pods: pods.values(),
      services: side.items('services').values(),
      apiServices: side.items('apiservices.apiregistration.k8s.io').values(),
    });
  }

  #isPoor(): boolean {
    const isLost = this.#found.some(
      ({ title, live, history }) => live === null && history === null && this.#answered.has(title),
    );
    return this.#found.length === 0 || this.#failed.size > 0 || this.#isDoubted || isLost;
  }

  #choose(): void {
    const candidates = LIVE_ORDER.flatMap((kind) =>
      this.#found.flatMap(({ kind: found, live }) => (found === kind && live !== null ? [live] : [])),
    );
    const best = candidates.find((live) => !this.#failed.has(live)) ?? this.#first;
    // The same API by another object: what was learned of its pace is kept.
    if (best.title !== this.#live.title) this.#live = best;
  }
}

/** Soon after a change, and later each time that one of them still does not answer. */
function againMs(before: number, known: readonly FoundUsageSource[], found: readonly FoundUsageSource[]): number {
  if (found.every(({ settled }) => settled)) return AGAIN_MS;
  const words = (sources: readonly FoundUsageSource[]) => sources.map(({ title, outcome }) => [title, outcome]).join();
  return words(known) === words(found) ? Math.min(before * 2, AGAIN_LATE_MS) : AGAIN_SOON_MS;
}
