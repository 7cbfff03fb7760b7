// What a change of a workload's template makes of one of its pods.
import {
  addAmounts,
  type ResourceAmounts,
  resourceAmounts,
  SCORING_CPU_MILLICORES,
  SCORING_MEMORY_BYTES,
  sumAmounts,
} from '#lib/rules/resources.ts';
import type { PlacementFields } from '../actions/cluster-action.ts';
import type { ContainerRecord, PodRecord } from '../records/records.ts';

const ASSUMED: ResourceAmounts = { cpu: SCORING_CPU_MILLICORES, memory: SCORING_MEMORY_BYTES };

export function withPlacement(pod: PodRecord, { nodeSelector, affinity, tolerations }: PlacementFields): PodRecord {
  return { ...pod, nodeSelector: nodeSelector ?? {}, affinity, tolerations: tolerations ?? [] };
}

export function withImage(pod: PodRecord, container: string, image: string): PodRecord {
  const containers = pod.containers.map((one) => (one.name === container ? { ...one, image } : one));
  return { ...pod, containers, images: containers.map((one) => one.image) };
}

/**
 * The pod's sums follow from its containers; what does not (overhead, sidecars, amounts of the pod as a whole) is kept as
 * the difference it makes now.
 */
export function withRequests(
  pod: PodRecord,
  container: string,
  requests: Readonly<Record<string, string | null>>,
): PodRecord {
  const containers = pod.containers.map((one) =>
    one.name === container ? { ...one, requests: changed(one.requests, requests) } : one,
  );
  const follow = (total: ResourceAmounts, assumed: ResourceAmounts) =>
    addAmounts(total, difference(sumOf(containers, assumed), sumOf(pod.containers, assumed)));
  return {
    ...pod,
    containers,
    requests: follow(pod.requests, {}),
    scoringRequests: follow(pod.scoringRequests, ASSUMED),
  };
}

function changed(before: ResourceAmounts, requests: Readonly<Record<string, string | null>>): ResourceAmounts {
  const kept = Object.entries(before).filter(([name]) => !Object.hasOwn(requests, name));
  const given = Object.entries(requests).flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]));
  return { ...Object.fromEntries(kept), ...resourceAmounts(Object.fromEntries(given)) };
}

/** Containers summed, init containers by maximum (rules/resources.ts podRequests). */
function sumOf(containers: readonly ContainerRecord[], assumed: ResourceAmounts): ResourceAmounts {
  const of = (isInit: boolean) =>
    containers.filter((one) => one.isInit === isInit).map(({ requests }) => ({ ...assumed, ...requests }));
  const total: Record<string, number> = { ...sumAmounts(of(false)) };
  for (const amounts of of(true)) {
    for (const [name, amount] of Object.entries(amounts)) total[name] = Math.max(total[name] ?? 0, amount);
  }
  return total;
}

function difference(after: ResourceAmounts, before: ResourceAmounts): ResourceAmounts {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return Object.fromEntries([...names].map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]));
}
