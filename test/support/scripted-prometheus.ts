// A Prometheus that answers the expressions it was told answers for: over HTTP, where a service's proxy would lead.
import type { ServerResponse } from 'node:http';
import { type ScriptedRequest, sendJson } from './scripted-api.ts';

export interface ScriptedSeries {
  metric: Record<string, string>;
  /** Of an instant; or of a range, seconds and value. */
  value?: number | string;
  values?: readonly (readonly [seconds: number, value: number | string])[];
}

/** By expression, as it is sent; one that is not there has no series. */
export type ScriptedAnswers = Readonly<Record<string, readonly ScriptedSeries[]>>;

export function answerAsPrometheus(request: ScriptedRequest, response: ServerResponse, answers: ScriptedAnswers): void {
  const expression = request.query.get('query') ?? '';
  const series = answers[expression] ?? [];
  const isMatrix = request.path.endsWith('/query_range') || expression.endsWith(']');
  const result = series.map(({ metric, value, values = [] }) =>
    isMatrix
      ? { metric, values: values.map(([at, text]) => [at, String(text)]) }
      : { metric, value: [NOW, String(value)] },
  );
  sendJson(response, { status: 'success', data: { resultType: isMatrix ? 'matrix' : 'vector', result } });
}

const NOW = 1_767_225_600;
