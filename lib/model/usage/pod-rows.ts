// Rows of the topic `usage-pods`: what each pod and its containers use, beside what they asked for.
import type { PodUsage } from '#lib/rules/top/resource-metrics.ts';
import { topOwner } from '../records/pod-owner.ts';
import type { ContainerRecord, NodeRecord, PodRecord } from '../records/records.ts';
import { type PodUsageInput, podAmounts } from './pod-amounts.ts';
import { stated } from './stated.ts';
import type { ContainerUsageRow, PodUsageRow, Sparkline } from './usage-view.ts';

/** `node` is the pod's own; null while it has none, or where that is not there. */
export function podUsageRow(
  pod: PodRecord,
  node: NodeRecord | null,
  input: PodUsageInput,
  spark: Sparkline | null,
): PodUsageRow {
  const key = `${pod.namespace}/${pod.name}`;
  return {
    namespace: pod.namespace,
    name: pod.name,
    node: pod.nodeName ?? null,
    arch: node?.hardware.architecture ?? null,
    owner: topOwner(pod),
    usage: podAmounts(pod, node, input),
    containers: containerRows(pod.containers, input.byPod?.get(key)),
    requests: stated(pod.requests),
    limits: stated(pod.limits),
    spark,
  };
}

/** In the order of the measures, as `kubectl top pod --containers` prints them; those that were not measured after them. */
function containerRows(containers: readonly ContainerRecord[], measured: PodUsage | undefined): ContainerUsageRow[] {
  const known = new Map(containers.map((container) => [container.name, container]));
  const names = new Set(measured?.containers.keys());
  for (const { name, isInit } of containers) if (!isInit) names.add(name);
  return [...names].map((name) => {
    const amounts = measured?.containers.get(name);
    const container = known.get(name);
    return {
      name,
      cpuMillicores: amounts?.cpuMillicores ?? null,
      memoryBytes: amounts?.memoryBytes ?? null,
      requests: stated(container?.requests ?? {}),
      limits: stated(container?.limits ?? {}),
    };
  });
}
