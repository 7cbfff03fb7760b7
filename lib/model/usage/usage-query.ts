// What the usage page's address says: which table, in which order, filtered how, and of what the graphs are.
import type { GraphBy, UsageHeadView } from './usage-view.ts';

export const TABLES = ['nodes', 'pods', 'advice'] as const;
export type UsageTable = (typeof TABLES)[number];

export const GRAPH_RANGES = ['5m', '1h', '6h', '24h'] as const;
export type GraphRange = (typeof GRAPH_RANGES)[number];

export const GRAPH_STACKS = ['arch', 'node', 'namespace'] as const satisfies readonly GraphBy[];
export type GraphStack = (typeof GRAPH_STACKS)[number];

/** What the graphs show, as GET /api/usage/graph is asked. */
export interface GraphChoice {
  by: GraphStack;
  /** A range up to now, or between two moments (ISO 8601). */
  span: { range: GraphRange } | { from: string; to: string };
  /** Kind of the source; empty for the one that the server prefers. */
  source: string;
}

/** What the page's address says of them; without a span it is left to the page (firstRange). */
export interface GraphAddress extends Omit<GraphChoice, 'span'> {
  span: GraphChoice['span'] | null;
}

/** A history that is shorter hardly fills a corner of an hour. */
const SHORT_HISTORY_MS = 15 * 60_000;

/** Of which time graphs are at first: the hour, unless all that is known is the last few minutes. */
export function firstRange({ live, history }: Pick<UsageHeadView, 'live' | 'history'>): GraphRange {
  if (history.kind !== 'memory') return '1h';
  const knownMs = Date.parse(live?.at ?? '') - Date.parse(history.since ?? '');
  return knownMs >= SHORT_HISTORY_MS ? '1h' : '5m';
}

export const NODE_COLUMNS = [
  'name',
  'cpu',
  'cpu-share',
  'memory',
  'memory-share',
  'requests',
  'limits',
  'allocatable',
] as const;
export type NodeColumn = (typeof NODE_COLUMNS)[number];

export const POD_COLUMNS = ['namespace', 'name', 'cpu', 'memory', 'requests', 'limits', 'node'] as const;
export type PodColumn = (typeof POD_COLUMNS)[number];

export interface Sorting<Column extends string> {
  column: Column;
  descending: boolean;
}

/** Empty strings do not filter. */
export interface UsageFilter {
  text: string;
  /** Of nodes, or of the nodes that pods run on. */
  arch: string;
  /** Of pods alone. */
  namespace: string;
}

export interface UsageQuery {
  table: UsageTable;
  filter: UsageFilter;
  nodeSorting: Sorting<NodeColumn>;
  podSorting: Sorting<PodColumn>;
  /** Pods in one table, as kubectl prints them, instead of one for each architecture. */
  flat: boolean;
  /** Every pod's containers are unfolded, as by `kubectl top pod --containers`. */
  containers: boolean;
  graph: GraphAddress;
}

/** Longer than any name there is: what else is in the address is not ours. */
const TEXT_MAX = 300;

export function usageQueryOf(query: { get(name: string): string | null }): UsageQuery {
  const part = (name: string): string => (query.get(name) ?? '').slice(0, TEXT_MAX);
  return {
    table: oneOf(TABLES, part('table')) ?? 'nodes',
    filter: { text: part('text'), arch: part('arch'), namespace: part('namespace') },
    nodeSorting: sortingOf(NODE_COLUMNS, part('sort')) ?? { column: 'name', descending: false },
    podSorting: sortingOf(POD_COLUMNS, part('sort')) ?? { column: 'namespace', descending: false },
    flat: part('group') === 'none',
    containers: part('containers') === 'all',
    graph: {
      by: oneOf(GRAPH_STACKS, part('by')) ?? 'arch',
      span: spanOf(part('range'), part('from'), part('to')),
      source: part('source'),
    },
  };
}

function spanOf(range: string, from: string, to: string): GraphAddress['span'] {
  const named = oneOf(GRAPH_RANGES, range);
  if (named !== undefined) return { range: named };
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  if (Number.isNaN(fromMs) || Number.isNaN(toMs) || fromMs >= toMs) return null;
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}

/** `-cpu` is by CPU, the largest first. */
function sortingOf<Column extends string>(columns: readonly Column[], text: string): Sorting<Column> | null {
  const descending = text.startsWith('-');
  const column = oneOf(columns, descending ? text.slice(1) : text);
  return column === undefined ? null : { column, descending };
}

export function sortingText({ column, descending }: Sorting<string>): string {
  return descending ? `-${column}` : column;
}

/** Names begin with the first, amounts with the largest; what is sorted by already is turned round. */
export function nextSorting<Column extends string>(now: Sorting<Column>, column: Column): Sorting<Column> {
  if (now.column === column) return { column, descending: !now.descending };
  return { column, descending: !NAMES.has(column) };
}

const NAMES: ReadonlySet<string> = new Set(['name', 'namespace', 'node']);

function oneOf<Value extends string>(values: readonly Value[], text: string): Value | undefined {
  return values.find((value) => value === text);
}
