// The rows of `kubectl top node`, `top pod` and `top pod --containers`, in numbers and in kubectl's order.
// Mirrors kubectl pkg/metricsutil/{metrics_printer,metrics_sorter}.go. The texts are those of lib/format.
import type { UsageAmounts } from './amounts.ts';
import type { PodUsage } from './resource-metrics.ts';

/** As kubectl's --sort-by; null sorts by name. */
export type TopSorting = 'cpu' | 'memory' | null;

/** Null where kubectl prints `<unknown>`. */
export interface TopNodeRow {
  name: string;
  used: (UsageAmounts & { cpuPercent: number | null; memoryPercent: number | null }) | null;
}

export interface TopPodRow extends UsageAmounts {
  namespace: string;
  pod: string;
}

export interface TopContainerRow extends TopPodRow {
  container: string;
}

/** What a node has to give; null where it does not say, which leaves kubectl's percentage out. */
export interface NodeAllocatable {
  cpuMillicores: number | null;
  memoryBytes: number | null;
}

/** kubectl prints the nodes without figures last, in no order of its own: here by name. */
export function topNodeRows(
  measured: ReadonlyMap<string, UsageAmounts>,
  allocatable: ReadonlyMap<string, NodeAllocatable>,
  sorting: TopSorting = null,
): TopNodeRow[] {
  const rows = [...measured]
    .map(([name, used]) => ({ name, ...used }))
    .sort((a, b) => byAmount(a, b, sorting) || compare(a.name, b.name));
  const missing = [...allocatable.keys()].filter((name) => !measured.has(name)).sort();
  return [
    ...rows.map(({ name, cpuMillicores, memoryBytes }) => {
      const has = allocatable.get(name);
      const cpuPercent = wholePercent(cpuMillicores, has?.cpuMillicores ?? null);
      const memoryPercent = wholePercent(memoryBytes, has?.memoryBytes ?? null);
      return { name, used: { cpuMillicores, memoryBytes, cpuPercent, memoryPercent } };
    }),
    ...missing.map((name) => ({ name, used: null })),
  ];
}

/** Of all namespaces; by `namespace/name`. */
export function topPodRows(pods: ReadonlyMap<string, PodUsage>, sorting: TopSorting = null): TopPodRow[] {
  return sortedPods(pods, sorting).map(({ namespace, pod, usage }) => ({ namespace, pod, ...usage.total }));
}

/** The pods in their order, in each the containers in theirs. */
export function topContainerRows(pods: ReadonlyMap<string, PodUsage>, sorting: TopSorting = null): TopContainerRow[] {
  return sortedPods(pods, sorting).flatMap(({ namespace, pod, usage }) =>
    [...usage.containers]
      .map(([name, amounts]) => ({ name, ...amounts }))
      .sort((a, b) => byAmount(a, b, sorting) || compare(a.name, b.name))
      .map(({ name, ...amounts }) => ({ namespace, pod, container: name, ...amounts })),
  );
}

/** A whole number, its fraction cut off: of nothing to give it is 0. */
function wholePercent(used: number, allocatable: number | null): number | null {
  if (allocatable === null) return null;
  return allocatable === 0 ? 0 : Math.trunc((used / allocatable) * 100);
}

function sortedPods(pods: ReadonlyMap<string, PodUsage>, sorting: TopSorting) {
  return [...pods]
    .map(([key, usage]) => {
      const slash = key.indexOf('/');
      return { namespace: key.slice(0, slash), pod: key.slice(slash + 1), usage, ...usage.total };
    })
    .sort((a, b) => byAmount(a, b, sorting) || compare(a.namespace, b.namespace) || compare(a.pod, b.pod));
}

/** The largest first. Of two alike kubectl's order is chance: here it is that of the names. */
function byAmount(a: UsageAmounts, b: UsageAmounts, sorting: TopSorting): number {
  if (sorting === 'cpu') return b.cpuMillicores - a.cpuMillicores;
  return sorting === 'memory' ? b.memoryBytes - a.memoryBytes : 0;
}

/** Byte by byte as Go compares: no language's order. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
