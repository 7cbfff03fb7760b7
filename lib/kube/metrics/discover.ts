// Finds the sources of use that a cluster has: metrics.k8s.io by discovery, Heapster and Prometheus among its services,
// and the Prometheus that the operator named. What became of each is said in words.
import { isStatusError, timedOut } from '../status-error.ts';
import type { Transport } from '../transport.ts';
import { type AskService, askThroughProxy, type ServiceRef, serviceTitle } from './ask-service.ts';
import { askAtUrl } from './ask-url.ts';
import { type CandidateServices, candidateServices } from './candidate-services.ts';
import { HeapsterSource } from './heapster.ts';
import { objectOf } from './json-object.ts';
import { METRICS_VERSIONS, MetricsApiSource } from './metrics-api.ts';
import type { KnownNode } from './node-names.ts';
import { type PrometheusKnowledge, PrometheusSource } from './prometheus.ts';
import { PrometheusBoards } from './prometheus-boards.ts';
import { PrometheusClient } from './prometheus-client.ts';
import type { BoardHealthSource, LiveUsageSource, UsageHistorySource, UsageSourceKind } from './usage-source.ts';

export interface FoundUsageSource {
  kind: UsageSourceKind;
  title: string;
  /** What became of it, for people. */
  outcome: string;
  /** False where another look may soon find more: it did not answer, or knows nothing yet. */
  settled: boolean;
  /** Each null where it has none. The same source is the same object each time. */
  live: LiveUsageSource | null;
  history: UsageHistorySource | null;
  boards: BoardHealthSource | null;
  /** Takes any expression; of a Prometheus that does not answer as well. */
  expressions: PrometheusClient | null;
}

export interface FoundUsageSources {
  sources: readonly FoundUsageSource[];
  /** Why some may have been overlooked. */
  trouble: string | null;
}

export interface SourceFinderOptions {
  transport: Transport;
  /** Those of the cluster, as far as they are known. */
  nodes: () => readonly KnownNode[];
  /** Of a Prometheus outside; null for none. */
  prometheusUrl: string | null;
  /** Milliseconds that each may take; for tests. */
  tryMs?: number;
}

const TIMEOUT_MS = 5_000;
/** One that hangs must not keep the others from being found. */
const TRY_MS = 12_000;
const BYTES_MAX = 256 * 1024;
/** Codes of what is there and does not answer now; any other is an answer. */
const AWAY: ReadonlySet<number> = new Set([500, 503, 504]);
const NAMED_TITLE = 'Prometheus named in the settings';

export class SourceFinder {
  readonly #options: SourceFinderOptions;
  readonly #tryMs: number;
  readonly #metricsApi: MetricsApiSource[];
  readonly #heapsters = new Map<string, HeapsterSource>();
  readonly #prometheuses = new Map<
    string,
    { title: string; source: PrometheusSource; boards: PrometheusBoards; client: PrometheusClient }
  >();
  readonly #outside: ReturnType<typeof askAtUrl> | null;

  constructor(options: SourceFinderOptions) {
    this.#options = options;
    this.#tryMs = options.tryMs ?? TRY_MS;
    this.#metricsApi = METRICS_VERSIONS.map((version) => new MetricsApiSource(options.transport, version));
    this.#outside = options.prometheusUrl === null ? null : askAtUrl(options.prometheusUrl, NAMED_TITLE);
  }

  /** @throws {StatusError} where the API server itself does not answer. */
  async find(signal: AbortSignal): Promise<FoundUsageSources> {
    const [metricsApi, services] = await Promise.all([
      this.#findMetricsApi(signal),
      candidateServices(this.#options.transport, signal),
    ]);
    const isGuess = services.trouble !== null;
    const found = await Promise.all([
      ...(services.heapster === null ? [] : [this.#tryHeapster(services.heapster, signal)]),
      ...(this.#outside === null ? [] : [this.#tryPrometheus(NAMED_TITLE, NAMED_TITLE, this.#outside.ask, signal)]),
      ...this.#tryServices(services, signal),
    ]);
    // Services come and go: nothing is kept of those that have gone.
    const there = new Set(found.map(({ title }) => title));
    for (const known of [this.#heapsters, this.#prometheuses]) {
      for (const [key, { title }] of known) if (!there.has(title)) known.delete(key);
    }
    // Of names that were only guessed nobody wants to hear that they are not there.
    const sources = found.filter(({ live, history, title }) => !isGuess || title === NAMED_TITLE || live || history);
    return { sources: [metricsApi, ...sources], trouble: services.trouble };
  }

  async close(): Promise<void> {
    await this.#outside?.close();
  }

  async #findMetricsApi(signal: AbortSignal): Promise<FoundUsageSource> {
    const none = { kind: 'metrics.k8s.io', settled: true, history: null, boards: null, expressions: null } as const;
    const known = this.#metricsApi.at(-1);
    try {
      const request = { path: '/apis/metrics.k8s.io', timeoutMs: TIMEOUT_MS, limitBytes: BYTES_MAX, signal };
      const { body } = await this.#options.transport.json(request);
      const { versions } = objectOf(body);
      const served = (Array.isArray(versions) ? versions : []).map((version) => objectOf(version)['groupVersion']);
      const live = this.#metricsApi.find(({ title }) => served.includes(title)) ?? null;
      if (live !== null) return { ...none, title: live.title, outcome: 'registered', live };
      return { ...none, title: 'metrics.k8s.io', outcome: 'registered in versions that are not read', live };
    } catch (error) {
      if (!isStatusError(error) || !error.answered) throw error;
      const title = 'metrics.k8s.io';
      if (error.code === 404) return { ...none, title, outcome: 'not registered', live: null };
      // Reading it says more than this does.
      return { ...none, title, outcome: 'registered but does not answer', live: known ?? null };
    }
  }

  async #tryHeapster(ref: ServiceRef, signal: AbortSignal): Promise<FoundUsageSource> {
    const title = serviceTitle('Heapster', ref);
    const source = kept(this.#heapsters, keyOf(ref), () => {
      return new HeapsterSource(askThroughProxy(this.#options.transport, ref, title), title);
    });
    return this.#tried({ kind: 'heapster', title, expressions: null }, signal, async (limit) => {
      const { nodes } = await source.read({ pods: false }, limit);
      const outcome = `answers for ${nodes.size} nodes`;
      const others = { boards: null, expressions: null };
      return { kind: 'heapster', title, outcome, settled: true, live: source, history: source, ...others };
    });
  }

  #tryServices({ prometheus }: CandidateServices, signal: AbortSignal): Promise<FoundUsageSource>[] {
    const namespaces = prometheus.map(({ namespace }) => namespace);
    return prometheus.map((ref) => {
      const isAlone = namespaces.filter((namespace) => namespace === ref.namespace).length === 1;
      const title = serviceTitle(isAlone ? 'Prometheus' : ref.name, ref);
      return this.#tryPrometheus(keyOf(ref), title, askThroughProxy(this.#options.transport, ref, title), signal);
    });
  }

  async #tryPrometheus(key: string, title: string, ask: AskService, signal: AbortSignal): Promise<FoundUsageSource> {
    const { nodes } = this.#options;
    const { source, boards, client } = kept(this.#prometheuses, `${key} ${title}`, () => ({
      title,
      source: new PrometheusSource({ ask, title, nodes }),
      boards: new PrometheusBoards({ ask, title, nodes }),
      client: new PrometheusClient(ask, title),
    }));
    return this.#tried({ kind: 'prometheus', title, expressions: client }, signal, async (limit) => {
      const knowledge = await source.learn(limit);
      const health = await boards.boardHealth(limit);
      const isSilent = knowledge.nodes === null && knowledge.containers === null;
      return {
        kind: 'prometheus',
        title,
        outcome: outcomeOf(knowledge, health.size),
        settled: knowledge.nodes === null ? !isSilent || health.size > 0 : knowledge.intervalMs !== null,
        live: knowledge.nodes === null ? null : source,
        history: isSilent ? null : source,
        boards: health.size === 0 ? null : boards,
        expressions: client,
      };
    });
  }

  /** What it is, or why it does not answer; throws where the whole search was given up. */
  async #tried(
    named: Pick<FoundUsageSource, 'kind' | 'title' | 'expressions'>,
    signal: AbortSignal,
    ask: (signal: AbortSignal) => Promise<FoundUsageSource>,
  ): Promise<FoundUsageSource> {
    const limit = AbortSignal.timeout(this.#tryMs);
    try {
      return await ask(AbortSignal.any([signal, limit]));
    } catch (error) {
      if (!isStatusError(error) || signal.aborted) throw error;
      const { code, message } = limit.aborted ? timedOut(this.#tryMs, named.title) : error;
      return { ...named, outcome: message, settled: !AWAY.has(code), live: null, history: null, boards: null };
    }
  }
}

function outcomeOf({ nodes, containers, intervalMs }: PrometheusKnowledge, boardCount: number): string {
  const often = intervalMs === null ? '' : ` every ${Math.round(intervalMs / 1_000)} s`;
  const parts = [
    ...(nodes === null ? [] : [`${nodes.title}${often}`]),
    ...(nodes === null && containers !== null ? ['containers'] : []),
    ...(boardCount === 0 || nodes?.key === 'exporter' ? [] : ['node_exporter']),
  ];
  if (parts.length === 0) return 'answers, but scrapes no kubelet of this cluster';
  return `answers: scrapes ${parts.join(' and ')}`;
}

function keyOf({ namespace, name, scheme, port }: ServiceRef): string {
  return `${namespace}/${scheme}:${name}:${port}`;
}

function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
