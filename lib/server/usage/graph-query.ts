import 'server-only';
// What GET /api/usage/graph is asked for: nothing but what is named here is taken.
import { StatusError } from '#lib/kube/index.ts';
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import { GRAPH_RANGES, type GraphRange } from '#lib/model/usage/usage-query.ts';
import type { GraphBy } from '#lib/model/usage/usage-view.ts';
import { isNodeName } from '../actions/node-name.ts';
import { podRefOf } from '../pods/pod-name.ts';

const BYS: readonly GraphBy[] = ['arch', 'node', 'namespace', 'pod'];
const PARAMETERS: ReadonlySet<string> = new Set([
  'by',
  'range',
  'from',
  'to',
  'source',
  'node',
  'each',
  'namespace',
  'name',
]);
const RANGE_MS: Readonly<Record<GraphRange, number>> = {
  '5m': 300_000,
  '1h': 3_600_000,
  '6h': 21_600_000,
  '24h': 86_400_000,
};
/** From and to are given freely: a week is as far as graphs of some hundred points tell anything. */
const SPAN_MOST_MS = 7 * 86_400_000;
const SPAN_LEAST_MS = 60_000;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?Z$/;
const SOURCE = /^[a-z0-9.]{1,40}$/;

export interface GraphQuery {
  by: GraphBy;
  /** Up to now, so long. */
  span: { lastMs: number } | { fromMs: number; toMs: number };
  /** Kind of the source; null for the best. */
  source: string | null;
  /** One node alone. */
  node: string | null;
  each: boolean;
  pod: PodRef | null;
}

/** @throws {StatusError} 400 for what no graph can be asked with. */
export function graphQuery(query: URLSearchParams): GraphQuery {
  const given = new Map<string, string>();
  for (const [key, value] of query) {
    if (!PARAMETERS.has(key)) throw bad(`a graph has no parameter ${JSON.stringify(key.slice(0, 100))}`);
    if (given.has(key)) throw bad(`the parameter ${key} is given twice`);
    if (value !== '') given.set(key, value);
  }
  const by = BYS.find((name) => name === (given.get('by') ?? 'arch'));
  if (by === undefined) throw bad(`by is one of ${BYS.join(', ')}`);
  const source = given.get('source') ?? null;
  if (source !== null && !SOURCE.test(source)) throw bad('source is the kind of a source that was found');
  return { by, span: spanOf(given), source, ...nodesOf(by, given), pod: podOf(by, given) };
}

function spanOf(given: ReadonlyMap<string, string>): GraphQuery['span'] {
  const [range, from, to] = [given.get('range'), given.get('from'), given.get('to')];
  if (from === undefined && to === undefined) {
    const known = GRAPH_RANGES.find((name) => name === (range ?? '1h'));
    if (known === undefined) throw bad(`range is one of ${GRAPH_RANGES.join(', ')}`);
    return { lastMs: RANGE_MS[known] };
  }
  if (range !== undefined) throw bad('give a range, or from and to, not both');
  if (from === undefined || to === undefined) throw bad('from and to are given together');
  const [fromMs, toMs] = [timeOf('from', from), timeOf('to', to)];
  if (toMs - fromMs < SPAN_LEAST_MS) throw bad('to is at least a minute after from');
  if (toMs - fromMs > SPAN_MOST_MS) throw bad('from and to are at most 7 days apart');
  return { fromMs, toMs };
}

function nodesOf(by: GraphBy, given: ReadonlyMap<string, string>): Pick<GraphQuery, 'node' | 'each'> {
  const [node, each] = [given.get('node') ?? null, given.get('each') ?? null];
  if (by !== 'node' && (node !== null || each !== null)) throw bad('node and each go with by=node');
  if (node !== null && each !== null) throw bad('give node or each, not both');
  if (node !== null && !isNodeName(node)) throw bad('no node can have this name');
  if (each !== null && each !== '1') throw bad('each is 1');
  return { node, each: each !== null };
}

function podOf(by: GraphBy, given: ReadonlyMap<string, string>): PodRef | null {
  const [namespace, name] = [given.get('namespace'), given.get('name')];
  if (by !== 'pod') {
    if (namespace !== undefined || name !== undefined) throw bad('namespace and name go with by=pod');
    return null;
  }
  const pod = podRefOf(namespace ?? '', name ?? '');
  if (pod === null) throw bad('by=pod is given the namespace and the name of a pod');
  return pod;
}

function timeOf(name: string, text: string): number {
  const ms = TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw bad(`${name} is a time as 2026-01-02T03:04:05Z`);
  return ms;
}

function bad(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}
