// The HTTP API of a Prometheus: expressions asked now or over a time, answers checked.
// Shapes: https://prometheus.io/docs/prometheus/latest/querying/api/
import { isStatusError, StatusError } from '../status-error.ts';
import type { AskService } from './ask-service.ts';
import { objectOf } from './json-object.ts';
import { shownWords } from './shown-words.ts';

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  labels: Labels;
  value: number;
}

export interface Points {
  labels: Labels;
  /** Milliseconds since the epoch, in their order; null where the value is no number that can be counted with. */
  points: readonly { atMs: number; value: number | null }[];
}

export interface TimeRange {
  /** Both inclusive. */
  fromMs: number;
  toMs: number;
  stepMs: number;
}

/** More than so many a series and Prometheus refuses (web/api/v1/api.go). */
export const RANGE_POINTS_MAX = 11_000;
const NOW_TIMEOUT_MS = 10_000;
const RANGE_TIMEOUT_MS = 20_000;
/** 200 bytes a series: 160,000 of them. */
const NOW_BYTES_MAX = 32 * 1024 * 1024;
/** 30 bytes a point: 300 points of 3,700 series. */
const RANGE_BYTES_MAX = 32 * 1024 * 1024;
/** No machine has so many cores or bytes. */
const VALUE_MOST = 1e18;
/** ECMAScript's last moment: https://tc39.es/ecma262/#sec-time-values-and-time-range */
const TIME_MOST_MS = 8.64e15;

export class PrometheusClient {
  readonly #ask: AskService;
  readonly title: string;

  constructor(ask: AskService, title: string) {
    this.#ask = ask;
    this.title = title;
  }

  /** A value for each series; those that are no number are left out. */
  async now(query: string, signal: AbortSignal): Promise<readonly Sample[]> {
    const result = await this.#result('/api/v1/query', { query }, 'vector', signal);
    return result.flatMap(({ metric, value }) => {
      const point = this.#point(value);
      return point.value === null ? [] : [{ labels: this.#labels(metric), value: point.value }];
    });
  }

  /** Raw samples: the expression ends with a range. */
  async samples(query: string, signal: AbortSignal): Promise<readonly Points[]> {
    return this.#series(await this.#result('/api/v1/query', { query }, 'matrix', signal));
  }

  /** As many requests as it takes, one after the other. */
  async range(query: string, { fromMs, toMs, stepMs }: TimeRange, signal: AbortSignal): Promise<readonly Points[]> {
    let found: readonly Points[] = [];
    for (let startMs = fromMs; startMs <= toMs; startMs += stepMs * RANGE_POINTS_MAX) {
      const endMs = Math.min(toMs, startMs + stepMs * (RANGE_POINTS_MAX - 1));
      const parameters = { query, start: `${startMs / 1_000}`, end: `${endMs / 1_000}`, step: `${stepMs / 1_000}` };
      found = found.concat(this.#series(await this.#result('/api/v1/query_range', parameters, 'matrix', signal)));
    }
    return found;
  }

  async #result(path: string, parameters: Record<string, string>, type: string, signal: AbortSignal) {
    const isRange = path.endsWith('_range');
    const timeoutMs = isRange ? RANGE_TIMEOUT_MS : NOW_TIMEOUT_MS;
    const limitBytes = isRange ? RANGE_BYTES_MAX : NOW_BYTES_MAX;
    // What nobody waits for any more, it need not work on.
    const query = new URLSearchParams({ ...parameters, timeout: `${timeoutMs / 1_000}s` });
    const body = await this.#answer({ path: `${path}?${query}`, timeoutMs, limitBytes }, signal);
    const { status, data } = objectOf(body);
    const { resultType, result } = objectOf(data);
    if (status !== 'success' || resultType !== type || !Array.isArray(result)) throw this.#unreadable();
    return result.map(objectOf);
  }

  async #answer(request: Parameters<AskService>[0], signal: AbortSignal): Promise<unknown> {
    try {
      return await this.#ask(request, signal);
    } catch (error) {
      if (!isStatusError(error)) throw error;
      const { status, error: words } = objectOf(error.answer);
      if (status !== 'error' || typeof words !== 'string') throw error;
      const shown = shownWords(`${this.title} answered: ${words}`, `${this.title} answered ${error.code}`);
      throw new StatusError(error.code, error.reason, shown);
    }
  }

  #series(result: readonly Record<string, unknown>[]): Points[] {
    return result.map(({ metric, values }) => {
      if (!Array.isArray(values)) throw this.#unreadable();
      return { labels: this.#labels(metric), points: values.map((value) => this.#point(value)) };
    });
  }

  #point(pair: unknown): { atMs: number; value: number | null } {
    const [at, text] = Array.isArray(pair) ? (pair as unknown[]) : [];
    if (typeof at !== 'number' || typeof text !== 'string' || text === '') throw this.#unreadable();
    const value = Number(text);
    return { atMs: Math.round(at * 1_000), value: Math.abs(value) <= VALUE_MOST ? value : null };
  }

  #labels(metric: unknown): Labels {
    const labels = objectOf(metric);
    if (Object.values(labels).some((value) => typeof value !== 'string')) throw this.#unreadable();
    return labels as Labels;
  }

  #unreadable(): StatusError {
    return new StatusError(502, 'InternalError', `${this.title} answered something that no Prometheus answers`);
  }
}

/** Of what an expression tells in seconds since the epoch, ISO 8601; null for what is no moment. */
export function momentOf(seconds: number | undefined): string | null {
  const ms = (seconds ?? Number.NaN) * 1_000;
  return Math.abs(ms) <= TIME_MOST_MS ? new Date(ms).toISOString() : null;
}
