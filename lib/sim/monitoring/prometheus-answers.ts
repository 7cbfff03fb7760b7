// The shapes in which a Prometheus answers: data, errors and values as text (prometheus web/api/v1/api.go).
import { type HttpResponse, json } from '../proxy/http-message.ts';
import type { Element, RangeElement } from './promql/evaluation.ts';
import type { Labels } from './promql/syntax-tree.ts';
import type { Sample } from './sample-store.ts';

type ErrorType = 'bad_data' | 'execution' | 'not_found' | 'unavailable';

const STATUS: Readonly<Record<ErrorType, number>> = { bad_data: 400, execution: 422, not_found: 404, unavailable: 503 };

/** A request that is refused, as Prometheus words it. */
export class PrometheusError extends Error {
  override name = 'PrometheusError';
  readonly errorType: ErrorType;

  constructor(errorType: ErrorType, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

export function badParameter(name: string, why: string): PrometheusError {
  return new PrometheusError('bad_data', `invalid parameter ${JSON.stringify(name)}: ${why}`);
}

export function success(data: unknown): HttpResponse {
  return json({ status: 'success', data });
}

export function failure({ errorType, message }: PrometheusError): HttpResponse {
  return json({ status: 'error', errorType, error: message }, STATUS[errorType]);
}

export function vectorResult(elements: readonly Element[], atMs: number): object {
  return {
    resultType: 'vector',
    result: elements.map(({ labels, value }) => ({ metric: labels, value: point({ atMs, value }) })),
  };
}

export function matrixResult(elements: readonly RangeElement[]): object {
  return {
    resultType: 'matrix',
    result: elements.map(({ labels, samples }: { labels: Labels; samples: readonly Sample[] }) => ({
      metric: labels,
      values: samples.map(point),
    })),
  };
}

/** Seconds with milliseconds, and the value as text. */
export function point({ atMs, value }: Sample): [number, string] {
  return [atMs / 1_000, Number.isFinite(value) ? String(value) : notFinite(value)];
}

function notFinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}
