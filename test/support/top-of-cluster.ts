// What `kubectl top` would print of a cluster, by the project's own rules, and what the usage page shows of it.
import type { NodeList } from 'kubernetes-types/core/v1';
import type { Rows, SnapshotFrame } from '#lib/model/stream.ts';
import { resourceAmounts } from '#lib/rules/resources.ts';
import { type Named, readNodeMetrics, readPodMetrics } from '#lib/rules/top/resource-metrics.ts';
import { type TopSorting, topContainerRows, topNodeRows, topPodRows } from '#lib/rules/top/top-rows.ts';
import { type Kubectl, must } from './kubectl.ts';
import {
  containerCells,
  nodeCells,
  podCells,
  printedCells,
  shownContainerCells,
  shownNodeCells,
  shownPodCells,
} from './top-cells.ts';

export interface TopCells {
  nodes: string[][];
  pods: string[][];
  containers: string[][];
}

export async function printedTop(kubectl: Kubectl, sorting: TopSorting = null): Promise<TopCells> {
  const sorted = sorting === null ? [] : [`--sort-by=${sorting}`];
  const top = async (...args: string[]) => printedCells(await must(kubectl(['top', ...args, ...sorted])));
  return {
    nodes: await top('node'),
    pods: await top('pod', '-A'),
    containers: await top('pod', '-A', '--containers'),
  };
}

export async function shownTop(dashboardUrl: string): Promise<TopCells> {
  const pods = await topicRows(dashboardUrl, 'usage-pods');
  return {
    nodes: shownNodeCells(await topicRows(dashboardUrl, 'usage')),
    pods: shownPodCells(pods),
    containers: shownContainerCells(pods),
  };
}

export async function computedTop(kubectl: Kubectl, sorting: TopSorting = null): Promise<TopCells> {
  const nodes = await measures(kubectl, 'nodes', readNodeMetrics);
  const pods = await measures(kubectl, 'pods', readPodMetrics);
  return {
    nodes: nodeCells(topNodeRows(nodes, await allocatable(kubectl), sorting)),
    pods: podCells(topPodRows(pods, sorting)),
    containers: containerCells(topContainerRows(pods, sorting)),
  };
}

export async function topicRows(dashboardUrl: string, topic: string): Promise<Rows> {
  const answer = await fetch(`${dashboardUrl}/api/topics/${topic}`);
  if (!answer.ok) throw new Error(`${topic}: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as SnapshotFrame).rows;
}

async function measures<T>(kubectl: Kubectl, resource: string, read: (item: unknown) => Named<T> | null) {
  const { items } = (await raw(kubectl, `/apis/metrics.k8s.io/v1beta1/${resource}`)) as { items: unknown[] };
  return new Map(items.map(read).flatMap((named) => (named === null ? [] : [[named.key, named.usage] as const])));
}

async function allocatable(kubectl: Kubectl) {
  const { items } = (await raw(kubectl, '/api/v1/nodes')) as NodeList;
  return new Map(
    items.map(({ metadata, status }) => {
      const { cpu = null, memory = null } = resourceAmounts(status?.allocatable);
      return [metadata?.name ?? '', { cpuMillicores: cpu, memoryBytes: memory }];
    }),
  );
}

async function raw(kubectl: Kubectl, path: string): Promise<unknown> {
  return JSON.parse(await must(kubectl(['get', '--raw', path])));
}
