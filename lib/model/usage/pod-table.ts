// The pods' table of the usage page: filtered, sorted as kubectl does, in groups by architecture or in one piece.
import { compareText } from '../compare-text.ts';
import { compareArchitectures } from '../overview/architectures.ts';
import { compareNames } from '../overview/shelves.ts';
import { groupBy } from '../records/grouping.ts';
import { compareAmounts, statedSum, wordsOf } from './node-table.ts';
import type { PodColumn, Sorting, UsageFilter, UsageQuery } from './usage-query.ts';
import type { ContainerUsageRow, PodUsageRow, StatedAmounts } from './usage-view.ts';

export interface PodGroup {
  /** Null for pods that are on no node, or on one that nobody knows. */
  arch: string | null;
  podCount: number;
  measuredCount: number;
  /** Over the measured pods; null where none is. */
  used: StatedAmounts;
  requests: StatedAmounts;
  limits: StatedAmounts;
}

/** A line of the table. */
export type PodLine =
  | { kind: 'group'; key: string; group: PodGroup }
  | { kind: 'pod'; key: string; pod: PodUsageRow; unfolded: boolean }
  | { kind: 'container'; key: string; pod: PodUsageRow; container: ContainerUsageRow };

export function podKey({ namespace, name }: Pick<PodUsageRow, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** `turned` are keys of pods whose containers are shown otherwise than the query says for all. */
export function podLines(
  rows: readonly PodUsageRow[],
  { filter, podSorting, flat, containers }: UsageQuery,
  turned: ReadonlySet<string>,
): readonly PodLine[] {
  const sorted = sortedPods(filteredPods(rows, filter), podSorting);
  const linesOf = (pods: readonly PodUsageRow[]) =>
    pods.flatMap((pod) => linesOfPod(pod, containers !== turned.has(podKey(pod)), podSorting));
  if (flat) return linesOf(sorted);
  return [...groupBy(sorted, ({ arch }) => arch ?? '')]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || compareArchitectures(a, b))
    .flatMap(([arch, pods]) => [
      { kind: 'group', key: `group ${arch}`, group: groupOf(arch === '' ? null : arch, pods) } as const,
      ...linesOf(pods),
    ]);
}

function linesOfPod(pod: PodUsageRow, unfolded: boolean, sorting: Sorting<PodColumn>): readonly PodLine[] {
  const key = podKey(pod);
  const line = { kind: 'pod', key, pod, unfolded } as const;
  if (!unfolded) return [line];
  const inside = sortedContainers(pod.containers, sorting).map(
    (container) => ({ kind: 'container', key: `${key}/${container.name}`, pod, container }) as const,
  );
  return [line, ...inside];
}

function filteredPods(rows: readonly PodUsageRow[], { text, arch, namespace }: UsageFilter): readonly PodUsageRow[] {
  const words = wordsOf(text);
  return rows.filter(
    (row) =>
      (arch === '' || row.arch === arch) &&
      (namespace === '' || row.namespace === namespace) &&
      words.every((word) => podKey(row).toLowerCase().includes(word)),
  );
}

function sortedPods(rows: readonly PodUsageRow[], sorting: Sorting<PodColumn>): readonly PodUsageRow[] {
  const { column, descending } = sorting;
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (column === 'name') return sign * compareText(a.name, b.name) || compareText(a.namespace, b.namespace);
    if (column === 'namespace') return sign * compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
    const first =
      column === 'node'
        ? compareNodes(a.node, b.node, sign)
        : compareAmounts(amountIn(a, column), amountIn(b, column), descending);
    return first || compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
  });
}

/** On no node is last. */
function compareNodes(a: string | null, b: string | null, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return sign * compareNames(a, b);
}

function amountIn(row: PodUsageRow, column: 'cpu' | 'memory' | 'requests' | 'limits'): number | null {
  if (column === 'requests' || column === 'limits') return row[column].memoryBytes;
  if (row.usage.state === 'missing') return null;
  return column === 'cpu' ? row.usage.cpuMillicores : row.usage.memoryBytes;
}

/** By name unless the pods are sorted by an amount: kubectl does the same within a pod. */
function sortedContainers(
  containers: readonly ContainerUsageRow[],
  { column, descending }: Sorting<PodColumn>,
): readonly ContainerUsageRow[] {
  const amount = ({ cpuMillicores, memoryBytes }: ContainerUsageRow) =>
    column === 'cpu' ? cpuMillicores : column === 'memory' ? memoryBytes : null;
  return [...containers].sort(
    (a, b) => compareAmounts(amount(a), amount(b), descending) || compareText(a.name, b.name),
  );
}

function groupOf(arch: string | null, pods: readonly PodUsageRow[]): PodGroup {
  const measured = pods.flatMap(({ usage }) => (usage.state === 'measured' ? [usage] : []));
  return {
    arch,
    podCount: pods.length,
    measuredCount: measured.length,
    used: statedSum(measured),
    requests: statedSum(pods.map(({ requests }) => requests)),
    limits: statedSum(pods.map(({ limits }) => limits)),
  };
}
