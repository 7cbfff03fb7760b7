// Cells as `kubectl top` prints them: of kubectl's own output, of the rules, and of what the usage page shows.
import { formatCpu } from '#lib/format/cpu.ts';
import { formatMemory } from '#lib/format/memory.ts';
import { formatPercent } from '#lib/format/percent.ts';
import type { MeasureView } from '#lib/model/overview/overview-view.ts';
import type { Rows } from '#lib/model/stream.ts';
import type { NodeUsageRow, PodUsageRow } from '#lib/model/usage/usage-view.ts';
import type { UsageAmounts } from '#lib/rules/top/amounts.ts';
import type { TopContainerRow, TopNodeRow, TopPodRow } from '#lib/rules/top/top-rows.ts';

const UNKNOWN = '<unknown>';

/** The header is left out; nodes without figures are in the order of their names. */
export function printedCells(output: string): string[][] {
  const rows = output
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.trimEnd().split(/\s{2,}/));
  const unknown = rows.filter((cells) => cells[1] === UNKNOWN).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return [...rows.filter((cells) => cells[1] !== UNKNOWN), ...unknown];
}

export function nodeCells(rows: readonly TopNodeRow[]): string[][] {
  return rows.map(({ name, used }) => {
    if (used === null) return [name, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN];
    const share = (percent: number | null) => (percent === null ? [] : [formatPercent(percent)]);
    const { cpuMillicores, cpuPercent, memoryBytes, memoryPercent } = used;
    return [name, formatCpu(cpuMillicores), ...share(cpuPercent), formatMemory(memoryBytes), ...share(memoryPercent)];
  });
}

export function podCells(rows: readonly TopPodRow[]): string[][] {
  return rows.map((row) => [row.namespace, row.pod, ...amountCells(row)]);
}

export function containerCells(rows: readonly TopContainerRow[]): string[][] {
  return rows.map((row) => [row.namespace, row.pod, row.container, ...amountCells(row)]);
}

/** Of the topic `usage`. */
export function shownNodeCells(rows: Rows): string[][] {
  const cells = (measure: MeasureView, text: (used: number) => string) =>
    measure.state === 'missing' ? [UNKNOWN, UNKNOWN] : [text(measure.used), formatPercent(measure.percent)];
  const shown = rowsOf<NodeUsageRow>(rows, 'node/')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, cpu, memory }) => [name, ...cells(cpu, formatCpu), ...cells(memory, formatMemory)]);
  return [...shown.filter(([, cpu]) => cpu !== UNKNOWN), ...shown.filter(([, cpu]) => cpu === UNKNOWN)];
}

/** Of the topic `usage-pods`: those with figures. */
export function shownPodCells(rows: Rows): string[][] {
  return measuredPods(rows).map(({ namespace, name, usage }) => [namespace, name, ...amountCells(usage)]);
}

export function shownContainerCells(rows: Rows): string[][] {
  return measuredPods(rows).flatMap(({ namespace, name, containers }) =>
    containers
      .flatMap(({ name: container, cpuMillicores, memoryBytes }) =>
        cpuMillicores === null || memoryBytes === null
          ? []
          : [[namespace, name, container, ...amountCells({ cpuMillicores, memoryBytes })]],
      )
      .sort(([, , a = ''], [, , b = '']) => (a < b ? -1 : 1)),
  );
}

function measuredPods(rows: Rows) {
  return rowsOf<PodUsageRow>(rows, 'pod/')
    .flatMap(({ usage, ...row }) => (usage.state === 'measured' ? [{ ...row, usage }] : []))
    .sort((a, b) => (a.namespace === b.namespace ? (a.name < b.name ? -1 : 1) : a.namespace < b.namespace ? -1 : 1));
}

function rowsOf<T>(rows: Rows, prefix: string): T[] {
  return Object.entries(rows).flatMap(([key, row]) => (key.startsWith(prefix) ? [row as T] : []));
}

function amountCells({ cpuMillicores, memoryBytes }: UsageAmounts): string[] {
  return [formatCpu(cpuMillicores), formatMemory(memoryBytes)];
}
