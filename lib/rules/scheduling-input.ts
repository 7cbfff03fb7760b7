// What the scheduler's rules look at, taken once from API objects: quantities parsed, absent parts filled in.
import type { Affinity, Node, Pod, Taint, Toleration, TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import { type HostPort, hostPorts } from './host-ports.ts';
import type { Labels } from './label-selector.ts';
import { podRequests, type ResourceAmounts, resourceAmounts, scoringRequests } from './resources.ts';

export interface SchedulingNode {
  name: string;
  labels: Labels;
  unschedulable: boolean;
  taints: readonly Taint[];
  allocatable: ResourceAmounts;
  /** Names of the images the node holds, with their sizes: ImageLocality. */
  images: ReadonlyMap<string, number>;
}

export interface SchedulingPod {
  namespace: string;
  name: string;
  labels: Labels;
  /** Null while unscheduled. */
  nodeName: string | null;
  nodeSelector: Labels;
  affinity: Affinity | null;
  tolerations: readonly Toleration[];
  topologySpreadConstraints: readonly TopologySpreadConstraint[];
  requests: ResourceAmounts;
  /** As requests, with assumed amounts for containers that ask for nothing; only scores count with them. */
  scoringRequests: ResourceAmounts;
  hostPorts: readonly HostPort[];
  images: readonly string[];
  priority: number;
  preempts: boolean;
  terminating: boolean;
}

/** A node with the pods on it. */
export interface NodeInfo {
  node: SchedulingNode;
  pods: readonly SchedulingPod[];
  requested: ResourceAmounts;
  scoringRequested: ResourceAmounts;
}

/** @throws {QuantityError} */
export function schedulingNode(node: Node): SchedulingNode {
  const images = new Map<string, number>();
  for (const { names = [], sizeBytes = 0 } of node.status?.images ?? []) {
    for (const name of names) images.set(name, sizeBytes);
  }
  return {
    name: node.metadata?.name ?? '',
    labels: node.metadata?.labels ?? {},
    unschedulable: node.spec?.unschedulable === true,
    taints: node.spec?.taints ?? [],
    allocatable: resourceAmounts(node.status?.allocatable),
    images,
  };
}

/** @throws {QuantityError} */
export function schedulingPod(pod: Pod): SchedulingPod {
  const { metadata, spec } = pod;
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    labels: metadata?.labels ?? {},
    nodeName: spec?.nodeName || null,
    nodeSelector: spec?.nodeSelector ?? {},
    affinity: spec?.affinity ?? null,
    tolerations: spec?.tolerations ?? [],
    topologySpreadConstraints: spec?.topologySpreadConstraints ?? [],
    requests: podRequests(pod),
    scoringRequests: scoringRequests(pod),
    hostPorts: hostPorts(pod),
    images: [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ image = '' }) => image),
    priority: spec?.priority ?? 0,
    preempts: spec?.preemptionPolicy !== 'Never',
    terminating: metadata?.deletionTimestamp !== undefined,
  };
}

/** Whether the scheduler counts the pod against its node: it drops pods that ended (podutil.IsPodTerminal). */
export function occupiesNode(pod: Pod): boolean {
  return pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed';
}

/** Give only pods that occupy the node. */
export function nodeInfo(node: SchedulingNode, pods: readonly SchedulingPod[]): NodeInfo {
  const requested: Record<string, number> = {};
  const scoringRequested: Record<string, number> = {};
  for (const pod of pods) {
    add(requested, pod.requests);
    add(scoringRequested, pod.scoringRequests);
  }
  return { node, pods, requested, scoringRequested };
}

function add(total: Record<string, number>, amounts: ResourceAmounts): void {
  for (const [name, amount] of Object.entries(amounts)) total[name] = (total[name] ?? 0) + amount;
}
