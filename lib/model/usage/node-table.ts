// The nodes' table of the usage page: filtered, in groups by architecture with their sums, each group sorted.
import { compareArchitectures } from '../overview/architectures.ts';
import type { MeasureView, ShelfUseView } from '../overview/overview-view.ts';
import { compareNames, knownSum, sharedUse } from '../overview/shelves.ts';
import { groupBy } from '../records/grouping.ts';
import type { NodeColumn, Sorting, UsageFilter } from './usage-query.ts';
import type { NodeUsageRow, StatedAmounts } from './usage-view.ts';

export interface NodeGroup {
  arch: string;
  rows: readonly NodeUsageRow[];
  /** Over the measured nodes alone, and of how many. */
  cpu: ShelfUseView;
  memory: ShelfUseView;
  requests: StatedAmounts;
  limits: StatedAmounts;
  allocatable: StatedAmounts;
}

/** In the order of the rack. */
export function nodeGroups(
  rows: readonly NodeUsageRow[],
  filter: UsageFilter,
  sorting: Sorting<NodeColumn>,
): readonly NodeGroup[] {
  const byArch = groupBy(filteredNodes(rows, filter), ({ arch }) => arch);
  return [...byArch]
    .sort(([a], [b]) => compareArchitectures(a, b))
    .map(([arch, members]) => ({
      arch,
      rows: sortedNodes(members, sorting),
      cpu: sharedUse(members, 'cpu'),
      memory: sharedUse(members, 'memory'),
      requests: statedSum(members.map(({ requests }) => requests)),
      limits: statedSum(members.map(({ limits }) => limits)),
      allocatable: statedSum(members.map(({ allocatable }) => allocatable)),
    }));
}

function filteredNodes(rows: readonly NodeUsageRow[], { text, arch }: UsageFilter): readonly NodeUsageRow[] {
  const words = wordsOf(text);
  return rows.filter(
    (row) => (arch === '' || row.arch === arch) && words.every((word) => row.name.toLowerCase().includes(word)),
  );
}

/** Each must be found. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/** What is not known is last, whichever way round. */
function sortedNodes(rows: readonly NodeUsageRow[], { column, descending }: Sorting<NodeColumn>): NodeUsageRow[] {
  const amount = (row: NodeUsageRow) => (column === 'name' ? null : amountIn(row, column));
  return [...rows].sort(
    (a, b) =>
      compareAmounts(amount(a), amount(b), descending) ||
      (column === 'name' && descending ? compareNames(b.name, a.name) : compareNames(a.name, b.name)),
  );
}

function amountIn(row: NodeUsageRow, column: Exclude<NodeColumn, 'name'>): number | null {
  switch (column) {
    case 'cpu':
      return measured(row.cpu)?.used ?? null;
    case 'cpu-share':
      return measured(row.cpu)?.percent ?? null;
    case 'memory':
      return measured(row.memory)?.used ?? null;
    case 'memory-share':
      return measured(row.memory)?.percent ?? null;
    case 'requests':
    case 'limits':
    case 'allocatable':
      return row[column].memoryBytes;
  }
}

function measured(measure: MeasureView): Extract<MeasureView, { state: 'measured' }> | null {
  return measure.state === 'measured' ? measure : null;
}

/** Amounts that nobody knows come last, also where the largest comes first. */
export function compareAmounts(a: number | null, b: number | null, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return descending ? b - a : a - b;
}

/** Over those that state something. */
export function statedSum(amounts: readonly StatedAmounts[]): StatedAmounts {
  return {
    cpuMillicores: knownSum(amounts.map(({ cpuMillicores }) => cpuMillicores)),
    memoryBytes: knownSum(amounts.map(({ memoryBytes }) => memoryBytes)),
  };
}
