// Which workloads the placement page shows, and in which order. The filter stands in the page's address.
import { compareText } from '../compare-text.ts';
import type { PinState } from '../overview/overview-view.ts';
import { compareNames } from '../overview/shelves.ts';
import type { PlacementRow } from './placement-view.ts';
import { workloadKey } from './workload-ref.ts';

/** Empty strings do not filter. */
export interface PlacementFilter {
  namespace: string;
  arch: string;
  state: StateFilter | '';
  text: string;
}

/** `unready`: fewer are ready than wanted; the others: at least one pod is in that state. */
export type StateFilter = 'unready' | Exclude<PinState, 'running'>;

export const STATE_FILTERS = [
  'unready',
  'pending',
  'failing',
  'starting',
  'unknown',
  'terminating',
  'completed',
] as const satisfies readonly StateFilter[];

/** Longer than any name there is: what else is in the address is not ours. */
const TEXT_MAX = 300;

export function filterOf(query: { get(name: string): string | null }): PlacementFilter {
  const part = (name: string): string => (query.get(name) ?? '').slice(0, TEXT_MAX);
  return {
    namespace: part('namespace'),
    arch: part('arch'),
    state: STATE_FILTERS.find((state) => state === part('state')) ?? '',
    text: part('text'),
  };
}

/** The parts that filter, in the order of the page: to drop one, or to write the address. */
export function activeFilters(filter: PlacementFilter): (keyof PlacementFilter)[] {
  return (['namespace', 'arch', 'state', 'text'] as const).filter((name) => filter[name].trim() !== '');
}

export function filterRows(rows: readonly PlacementRow[], filter: PlacementFilter): readonly PlacementRow[] {
  if (activeFilters(filter).length === 0) return rows;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (filter.namespace === '' || row.namespace === filter.namespace) &&
      (filter.arch === '' || row.byArch[filter.arch] !== undefined) &&
      (filter.state === '' || isIn(row, filter.state)) &&
      (words.length === 0 || saysAll(row, words)),
  );
}

function isIn(row: PlacementRow, state: StateFilter): boolean {
  if (state === 'unready') return row.desired !== null && row.ready < row.desired;
  return countOf(row, state) > 0;
}

/** A word may stand in what the row is, or in the name of one of its pods. */
function saysAll(row: PlacementRow, words: readonly string[]): boolean {
  const text = `${row.kind} ${row.namespace}/${row.name} ${row.note ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word) || row.pods.some(({ name }) => name.includes(word)));
}

/** Its pods in a state, wherever they are. */
export function countOf(row: PlacementRow, state: PinState): number {
  return Object.values(row.byArch).reduce((sum, counts) => sum + (counts[state] ?? 0), 0);
}

/** Somebody should look: a pod fails, or no node takes it. */
export function isTroubled(row: PlacementRow): boolean {
  return Object.values(row.byArch).some((counts) => (counts.failing ?? 0) > 0 || (counts.pending ?? 0) > 0);
}

/**
 * Those in `first` before the others, then by name. `first` holds keys of workloads: what was in trouble once stays where it is
 * while it recovers, so that nothing moves away from under the reader's eye.
 */
export function sortRows(rows: readonly PlacementRow[], first: ReadonlySet<string>): readonly PlacementRow[] {
  const rank = (row: PlacementRow): number => (first.has(workloadKey(row)) ? 0 : 1);
  return [...rows].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compareNames(a.name, b.name) ||
      compareText(a.namespace, b.namespace) ||
      compareText(a.kind, b.kind),
  );
}
