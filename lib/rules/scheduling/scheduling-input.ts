// What the scheduler's rules look at, taken once from API objects: quantities parsed, absent parts filled in.
import type { Affinity, Node, Pod, Taint, Toleration, TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import type { Labels } from '../labels/label-selector.ts';
import { podRequests, type ResourceAmounts, resourceAmounts, scoringRequests } from '../resources.ts';
import { type HostPort, hostPorts } from './host-ports.ts';

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
  /** When the kubelet took it on, milliseconds since the epoch; null before that. */
  startedMs: number | null;
}

/** A node with the pods on it. */
export interface NodeInfo {
  node: SchedulingNode;
  pods: readonly SchedulingPod[];
  /** Those of the pods that say beside which others they want to be, or do not. */
  choosy: readonly SchedulingPod[];
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
  const { metadata, spec, status } = pod;
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    labels: metadata?.labels ?? {},
    nodeName: spec?.nodeName || null,
    nodeSelector: spec?.nodeSelector ?? {},
    affinity: spec?.affinity ?? null,
    tolerations: spec?.tolerations ?? [],
    topologySpreadConstraints: spec?.topologySpreadConstraints ?? [],
    requests: shared(podRequests(pod)),
    scoringRequests: shared(scoringRequests(pod)),
    hostPorts: shared(hostPorts(pod)),
    images: shared([...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ image = '' }) => image)),
    priority: spec?.priority ?? 0,
    preempts: spec?.preemptionPolicy !== 'Never',
    terminating: metadata?.deletionTimestamp !== undefined,
    startedMs: status?.startTime === undefined ? null : Date.parse(status.startTime),
  };
}

/** Pods of one template ask for the same: held once, they take a tenth of the room in a cluster of 150,000 pods. */
const SHARED_MAX = 5_000;
const SHARED = new Map<string, unknown>();

/** The value as it is held already, where there is an equal one. */
export function shared<T>(value: T): T {
  const text = JSON.stringify(value);
  const held = SHARED.get(text);
  // The same text is the same value, whatever asked for it first.
  if (held !== undefined) return held as T;
  if (SHARED.size >= SHARED_MAX) SHARED.clear();
  SHARED.set(text, value);
  return value;
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
  const choosy = pods.filter(
    ({ affinity }) => affinity?.podAffinity !== undefined || affinity?.podAntiAffinity !== undefined,
  );
  return { node, pods, choosy, requested, scoringRequested };
}

function add(total: Record<string, number>, amounts: ResourceAmounts): void {
  for (const [name, amount] of Object.entries(amounts)) total[name] = (total[name] ?? 0) + amount;
}
