// A topic's rows without what two clusters, or a recording and its original, may differ in.
import type { Rows } from '#lib/model/stream.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const IDENTITY = new Set(['uid', 'resourceVersion', 'machineId']);
/** A recording holds none. */
const ADDRESSES = new Set(['address', 'podIP']);
/** How the test's own metrics-server reaches the boards: a recording leaves it out. */
const SCRAPED_AT = 'metrics.k8s.io/resource-metrics-path';
/** Measured anew every few seconds. */
const MEASURED = new Set(['used', 'percent']);
/** How that went: as many points as were measured since the dashboard began, and a simulated clock may run faster. */
const HISTORY = 'spark';

/** The same with placeholders; events in an order that goes by what they say, as their keys are random. */
export function shownRows(rows: Rows): { rows: Rows; events: readonly string[] } {
  const entries = Object.entries(rows).map(([key, row]) => [key, walk(row, '')] as const);
  const isEvent = ([key]: readonly [string, unknown]) => key.startsWith('event/');
  return {
    rows: Object.fromEntries(
      entries
        .filter((entry) => !isEvent(entry))
        .map(([key, row]) => [key, key === HISTORY ? '<measured>' : ofCluster(key, row)]),
    ),
    events: entries
      .filter(isEvent)
      .map(([, row]) => JSON.stringify(row))
      .sort(),
  };
}

/** Its context's name and whether it is simulated is what tells the two apart. */
function ofCluster(key: string, row: unknown): unknown {
  return key === 'cluster' && typeof row === 'object' ? { ...row, name: '<name>', simulated: '<simulated>' } : row;
}

function walk(value: unknown, key: string): unknown {
  if (IDENTITY.has(key)) return `<${key}>`;
  if (typeof value === 'string') {
    if (ADDRESSES.has(key) && value !== '') return '<address>';
    return TIME.test(value) ? '<time>' : value;
  }
  if (typeof value === 'number') return MEASURED.has(key) ? '<measured>' : value;
  if (Array.isArray(value)) return value.map((item) => walk(item, ''));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== SCRAPED_AT);
  return Object.fromEntries(entries.map(([name, inner]) => [name, walk(inner, name)]));
}
