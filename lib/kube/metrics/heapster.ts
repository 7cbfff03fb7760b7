// Use from Heapster, which clusters of before 1.11 have in place of metrics.k8s.io: now, and some minutes back.
// Its APIs: heapster metrics/apis/metrics/handlers.go (now), docs/model.md (before; 15 minutes, memory less).
import { readNodeMetrics, readPodMetrics } from '#lib/rules/top/resource-metrics.ts';
import { isStatusError, StatusError } from '../status-error.ts';
import type { AskService } from './ask-service.ts';
import { eachOf } from './each-of.ts';
import { type HeapsterSample, stepsOf } from './heapster-history.ts';
import { objectOf } from './json-object.ts';
import { readList } from './metrics-list.ts';
import { Resolution } from './resolution.ts';
import type {
  HistoryQuery,
  HistorySeries,
  HistorySubject,
  LiveUsageSource,
  UsageHistorySource,
  UsageReading,
} from './usage-source.ts';

/** Its --metric_resolution is 60 s unless said otherwise, 5 s at best. */
const RESOLUTION = { leastMs: 5_000, mostMs: 300_000, initialMs: 60_000 };
const NOW_PATH = '/apis/metrics/v1alpha1';
const MODEL_PATH = '/api/v1/model';
const TIMEOUT_MS = 10_000;
const NOW_BYTES_MAX = 32 * 1024 * 1024;
const SERIES_BYTES_MAX = 1024 * 1024;
/** Each takes two requests. */
const SUBJECTS_MAX = 100;
const AT_ONCE = 6;

export class HeapsterSource implements LiveUsageSource, UsageHistorySource {
  readonly kind = 'heapster';
  readonly title: string;
  readonly #askService: AskService;
  readonly #resolution = new Resolution(RESOLUTION);

  constructor(ask: AskService, title: string) {
    this.#askService = ask;
    this.title = title;
  }

  get resolutionMs(): number {
    return this.#resolution.ms;
  }

  async read({ pods }: { pods: boolean }, signal: AbortSignal): Promise<UsageReading> {
    const asked = pods ? this.#podsNow(signal) : { pods: null, podsTrouble: null };
    const [body, podReading] = await Promise.all([this.#ask(`${NOW_PATH}/nodes`, NOW_BYTES_MAX, signal), asked]);
    const nodes = readList(body, readNodeMetrics, this.title);
    this.#resolution.saw(nodes);
    return { nodes, ...podReading };
  }

  async history(query: HistoryQuery, signal: AbortSignal): Promise<ReadonlyMap<string, HistorySeries>> {
    const paths = await this.#paths(query.subject, signal);
    const period = new URLSearchParams({ start: instant(query.fromMs - query.stepMs), end: instant(query.toMs) });
    const series = new Map<string, HistorySeries>();
    await eachOf([...paths], AT_ONCE, async ([key, path]) => {
      const [cpu, memory] = await Promise.all(
        ['cpu/usage_rate', 'memory/working_set'].map((metric) =>
          this.#samples(`${path}/metrics/${metric}?${period}`, signal),
        ),
      );
      const steps = (samples: readonly HeapsterSample[] = []) => stepsOf(query, samples, this.resolutionMs);
      series.set(key, { cpuMillicores: steps(cpu), memoryBytes: steps(memory) });
    });
    return series;
  }

  async #podsNow(signal: AbortSignal): Promise<Pick<UsageReading, 'pods' | 'podsTrouble'>> {
    try {
      const body = await this.#ask(`${NOW_PATH}/pods`, NOW_BYTES_MAX, signal);
      return { pods: readList(body, readPodMetrics, this.title), podsTrouble: null };
    } catch (error) {
      if (!isStatusError(error) || signal.aborted) throw error;
      return { pods: null, podsTrouble: error.message };
    }
  }

  /** Where the model keeps each, by the key of its series. */
  async #paths(subject: HistorySubject, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const parent =
      subject.by === 'pod'
        ? `/namespaces/${encodeURIComponent(subject.namespace)}/pods/${encodeURIComponent(subject.name)}/containers`
        : `/${subject.by}s`;
    const names = await this.#ask(`${MODEL_PATH}${parent}/`, SERIES_BYTES_MAX, signal);
    // Go's servers write an empty list of theirs as null.
    if (names !== null && !Array.isArray(names)) throw this.#unreadable();
    const known = (names ?? []).filter((name): name is string => typeof name === 'string');
    if (known.length > SUBJECTS_MAX) {
      const words = `${this.title} is asked for ${SUBJECTS_MAX} ${subject.by}s at most, and knows ${known.length}`;
      throw new StatusError(413, 'RequestEntityTooLarge', words);
    }
    const keyOf = (name: string) => (subject.by === 'pod' ? `${subject.namespace}/${subject.name}/${name}` : name);
    return new Map(known.map((name) => [keyOf(name), `${MODEL_PATH}${parent}/${encodeURIComponent(name)}`]));
  }

  async #samples(path: string, signal: AbortSignal): Promise<readonly HeapsterSample[]> {
    const body = await this.#ask(path, SERIES_BYTES_MAX, signal);
    const { metrics } = objectOf(body);
    if (metrics !== null && !Array.isArray(metrics)) throw this.#unreadable();
    return (metrics ?? []).map(objectOf).map(({ timestamp, value }) => {
      const atMs = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
      if (Number.isNaN(atMs) || typeof value !== 'number') throw this.#unreadable();
      return { atMs, value };
    });
  }

  #ask(path: string, limitBytes: number, signal: AbortSignal): Promise<unknown> {
    return this.#askService({ path, timeoutMs: TIMEOUT_MS, limitBytes }, signal);
  }

  #unreadable(): StatusError {
    return new StatusError(502, 'InternalError', `${this.title} answered something that no Heapster answers`);
  }
}

/** RFC 3339 without a fraction: what its Go of then parses. */
function instant(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
