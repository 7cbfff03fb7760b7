// Answers queries at an instant and over a range, with Prometheus' checks of their parameters in its order and words
// (prometheus web/api/v1/api.go query, queryRange, parseTime, parseDuration).
import { askedKinds } from './asked-jobs.ts';
import { badParameter, matrixResult, PrometheusError, point, vectorResult } from './prometheus-answers.ts';
import type { PrometheusHistory } from './prometheus-history.ts';
import { evaluation, reachMs } from './promql/evaluate.ts';
import { type Evaluation, signatureOf, typeName } from './promql/evaluation.ts';
import { parseExpression } from './promql/parser.ts';
import { ExecutionError, type Labels, ParseError } from './promql/syntax-tree.ts';
import { durationMs } from './promql/tokens.ts';
import type { Sample } from './sample-store.ts';

const POINTS_MAX = 11_000;
const TOO_MANY_POINTS =
  'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)';
/** Longer ones are refused before they are read. */
const TEXT_LENGTH_MAX = 10_000;

/** @throws {PrometheusError} */
export function queryInstant(parameters: URLSearchParams, history: PrometheusHistory, nowMs: number): object {
  const given = parameters.get('time') ?? '';
  const atMs = given === '' ? nowMs : timeIn('time', given);
  const found = evaluated(parameters.get('query') ?? '', history, atMs);
  return inWords(() => {
    switch (found.type) {
      case 'string':
        return { resultType: 'string', result: [atMs / 1_000, found.value] };
      case 'scalar':
        return { resultType: 'scalar', result: point({ atMs, value: found.at(atMs) }) };
      case 'vector':
        return vectorResult(found.at(atMs), atMs);
      case 'matrix':
        return matrixResult(found.at(atMs));
    }
  });
}

/** @throws {PrometheusError} */
export function queryRange(parameters: URLSearchParams, history: PrometheusHistory): object {
  const startMs = timeIn('start', parameters.get('start') ?? '');
  const endMs = timeIn('end', parameters.get('end') ?? '');
  if (endMs < startMs) throw badParameter('end', 'end timestamp must not be before start time');
  const stepMs = stepIn(parameters.get('step') ?? '');
  if (stepMs <= 0) {
    throw badParameter(
      'step',
      'zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  }
  if ((endMs - startMs) / stepMs > POINTS_MAX) throw new PrometheusError('bad_data', TOO_MANY_POINTS);
  const found = evaluated(parameters.get('query') ?? '', history, startMs);
  if (found.type === 'matrix' || found.type === 'string') {
    const why = `invalid expression type "${typeName(found)}" for range query, must be Scalar or instant Vector`;
    throw badParameter('query', why);
  }
  return inWords(() => matrixResult(overSteps(found, startMs, endMs, stepMs)));
}

function overSteps(
  found: Extract<Evaluation, { type: 'scalar' | 'vector' }>,
  startMs: number,
  endMs: number,
  stepMs: number,
): { labels: Labels; samples: Sample[] }[] {
  const series = new Map<string, { labels: Labels; samples: Sample[] }>();
  for (let atMs = startMs; atMs <= endMs; atMs += stepMs) {
    const elements = found.type === 'scalar' ? [{ labels: {}, value: found.at(atMs) }] : found.at(atMs);
    for (const { labels, value } of elements) {
      const signature = signatureOf(labels);
      const known = series.get(signature);
      if (known === undefined) series.set(signature, { labels, samples: [{ atMs, value }] });
      else known.samples.push({ atMs, value });
    }
  }
  return [...series].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** For instants from `fromMs` on. */
function evaluated(text: string, history: PrometheusHistory, fromMs: number): Evaluation {
  if (text.length > TEXT_LENGTH_MAX) throw badParameter('query', `it is longer than ${TEXT_LENGTH_MAX} characters`);
  return inWords(() => {
    const expression = parseExpression(text);
    history.completePast(fromMs - reachMs(expression), askedKinds(expression));
    return evaluation(expression, history.store);
  });
}

function inWords<T>(task: () => T): T {
  try {
    return task();
  } catch (error) {
    if (error instanceof ParseError) throw badParameter('query', error.message);
    if (error instanceof ExecutionError) throw new PrometheusError('execution', error.message);
    throw error;
  }
}

/** Seconds since the epoch, or RFC 3339; milliseconds out. */
function timeIn(name: string, text: string): number {
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  const atMs = Number.isFinite(seconds) ? Math.round(seconds * 1_000) : rfc3339(text);
  if (Number.isNaN(atMs)) throw badParameter(name, `cannot parse ${JSON.stringify(text)} to a valid timestamp`);
  return atMs;
}

function rfc3339(text: string): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
}

/** Seconds, or a duration as `1m`; milliseconds out. */
function stepIn(text: string): number {
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  const stepMs = Number.isFinite(seconds) ? Math.round(seconds * 1_000) : durationMs(text);
  if (stepMs === null) throw badParameter('step', `cannot parse ${JSON.stringify(text)} to a valid duration`);
  return stepMs;
}
