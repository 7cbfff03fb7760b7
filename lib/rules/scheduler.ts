// Which nodes can take a pod, and the scheduler's own words for why the others cannot.
// Mirrors the filter plugins of kubernetes pkg/scheduler in their default order, and framework/types.go FitError.
// Not modelled: volumes, dynamic resources, declared node features, scheduling gates; nobody is evicted for a priority.
import { takenPorts } from './host-ports.ts';
import { matchesNodeAffinity, namedNodes } from './node-affinity.ts';
import { AFFINITY_REASON, podAffinityFilter } from './pod-affinity.ts';
import { insufficientFor } from './resources.ts';
import { type NodeInfo, nodeInfo, type SchedulingPod } from './scheduling-input.ts';
import { isTolerated, TAINT_UNSCHEDULABLE, untoleratedTaints } from './taints.ts';
import { MISSING_LABEL, spreadFilter } from './topology-spread.ts';

export type FilterCode =
  /** Evicting other pods could help. */
  | 'Unschedulable'
  /** Nothing on this node can be moved to make room. */
  | 'UnschedulableAndUnresolvable';

export interface FilterFailure {
  plugin: string;
  /** One or more of this plugin, in its own order. */
  reasons: readonly string[];
  code: FilterCode;
}

type Filter = (pod: SchedulingPod, info: NodeInfo) => FilterFailure | null;

/** Default order (apis/config/v1/default_plugins.go): the first failing plugin of a node is the one that counts. */
const FILTERS: readonly Filter[] = [
  filterNodeName,
  filterUnschedulable,
  filterTaints,
  filterAffinity,
  filterPorts,
  filterResources,
];

/** Null when the node can take the pod; `crowd` looks at where other pods are (crowdFilters). */
export function filterNode(
  pod: SchedulingPod,
  info: NodeInfo,
  crowd: readonly CrowdFilter[] = [],
): FilterFailure | null {
  for (const filter of FILTERS) {
    const failure = filter(pod, info);
    if (failure !== null) return failure;
  }
  for (const filter of crowd) {
    const failure = filter(info);
    if (failure !== null) return failure;
  }
  return null;
}

/** Every failing plugin of a node, not only the first: what a person has to change. */
export function filterNodeFully(
  pod: SchedulingPod,
  info: NodeInfo,
  crowd: readonly CrowdFilter[] = [],
): readonly FilterFailure[] {
  return [...FILTERS.map((filter) => filter(pod, info)), ...crowd.map((filter) => filter(info))].filter(
    (failure) => failure !== null,
  );
}

export type CrowdFilter = (info: NodeInfo) => FilterFailure | null;

/** PodTopologySpread and InterPodAffinity: they depend on the whole cluster, so they are made once for all its nodes. */
export function crowdFilters(pod: SchedulingPod, nodes: readonly NodeInfo[]): readonly CrowdFilter[] {
  const spread = spreadFilter(pod, nodes);
  const affinity = podAffinityFilter(pod, nodes);
  return [
    (info) => crowdFailure('PodTopologySpread', spread(info), MISSING_LABEL),
    (info) => crowdFailure('InterPodAffinity', affinity(info), AFFINITY_REASON),
  ];
}

function crowdFailure(plugin: string, reason: string | null, unresolvableReason: string): FilterFailure | null {
  if (reason === null) return null;
  const code = reason === unresolvableReason ? 'UnschedulableAndUnresolvable' : 'Unschedulable';
  return { plugin, reasons: [reason], code };
}

export interface Feasibility {
  feasible: readonly NodeInfo[];
  /** By node name; nodes that matchFields leaves out have the plugin `NodeAffinity` and the prefilter's reason. */
  failures: ReadonlyMap<string, FilterFailure>;
  /** The FailedScheduling message; null when some node is feasible. */
  message: string | null;
}

const PREFILTER_CONFLICT = 'pod affinity terms conflict';
const PREFILTER_LEFT_OUT = "node(s) didn't satisfy plugin(s) [NodeAffinity]";

/** One scheduling attempt without the choice among feasible nodes: filters, and the message when none is left. */
export function findFeasible(pod: SchedulingPod, nodes: readonly NodeInfo[]): Feasibility {
  if (nodes.length === 0) {
    return { feasible: [], failures: new Map(), message: 'no nodes available to schedule pods' };
  }
  const named = namedNodes(pod);
  const crowd = crowdFilters(pod, nodes);
  const feasible: NodeInfo[] = [];
  const failures = new Map<string, FilterFailure>();
  const conflict = named !== null && named.size === 0;
  for (const info of nodes) {
    const leftOut = named !== null && !named.has(info.node.name);
    const failure = leftOut
      ? unresolvable('NodeAffinity', conflict ? PREFILTER_CONFLICT : PREFILTER_LEFT_OUT)
      : filterNode(pod, info, crowd);
    if (failure === null) feasible.push(info);
    else failures.set(info.node.name, failure);
  }
  if (feasible.length > 0) return { feasible, failures, message: null };
  const preemption = preemptionMessage(pod, nodes, failures);
  const message = conflict
    ? `${available(nodes.length)} ${PREFILTER_CONFLICT}. ${preemption}`
    : failedSchedulingMessage([...failures.values()], nodes.length, preemption);
  return { feasible, failures, message };
}

/** `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) ... . preemption: ...` (FitError.Error). */
export function failedSchedulingMessage(
  failures: readonly FilterFailure[],
  nodeCount: number,
  preemption: string,
): string {
  const reasons = failures.flatMap((failure) => failure.reasons);
  return [histogram(nodeCount, reasons), preemption].filter((part) => part !== '').join(' ');
}

/** What is said of evicting others (preemption.go); pods with a lower priority are never evicted here, only counted. */
function preemptionMessage(
  pod: SchedulingPod,
  nodes: readonly NodeInfo[],
  failures: ReadonlyMap<string, FilterFailure>,
): string {
  if (!pod.preempts) return 'preemption: not eligible due to preemptionPolicy=Never.';
  const reasons: string[] = [];
  for (const info of nodes) {
    const failure = failures.get(info.node.name);
    if (failure?.code !== 'Unschedulable') {
      reasons.push('Preemption is not helpful for scheduling');
      continue;
    }
    const kept = info.pods.filter((other) => other.priority >= pod.priority);
    if (kept.length === info.pods.length) {
      reasons.push('No preemption victims found for incoming pod');
      continue;
    }
    const spared = nodeInfo(info.node, kept);
    const crowd = crowdFilters(
      pod,
      nodes.map((other) => (other === info ? spared : other)),
    );
    const stillFails = filterNode(pod, spared, crowd);
    if (stillFails === null) return '';
    reasons.push(...stillFails.reasons);
  }
  return `preemption: ${histogram(nodes.length, reasons)}`;
}

function histogram(nodeCount: number, reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const texts = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return texts.length === 0 ? available(nodeCount) : `${available(nodeCount)} ${texts.join(', ')}.`;
}

function available(nodeCount: number): string {
  return `0/${nodeCount} nodes are available:`;
}

function filterNodeName(pod: SchedulingPod, { node }: NodeInfo): FilterFailure | null {
  if (pod.nodeName === null || pod.nodeName === node.name) return null;
  return unresolvable('NodeName', "node(s) didn't match the requested node name");
}

function filterUnschedulable(pod: SchedulingPod, { node }: NodeInfo): FilterFailure | null {
  if (!node.unschedulable) return null;
  if (isTolerated({ key: TAINT_UNSCHEDULABLE, effect: 'NoSchedule' }, pod.tolerations)) return null;
  return unresolvable('NodeUnschedulable', 'node(s) were unschedulable');
}

function filterTaints(pod: SchedulingPod, { node }: NodeInfo): FilterFailure | null {
  if (untoleratedTaints(node.taints, pod.tolerations).length === 0) return null;
  return unresolvable('TaintToleration', 'node(s) had untolerated taint(s)');
}

function filterAffinity(pod: SchedulingPod, { node }: NodeInfo): FilterFailure | null {
  if (matchesNodeAffinity(pod, node)) return null;
  return unresolvable('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
}

function filterPorts(pod: SchedulingPod, info: NodeInfo): FilterFailure | null {
  if (pod.hostPorts.length === 0) return null;
  const used = info.pods.flatMap((other) => other.hostPorts);
  if (takenPorts(pod.hostPorts, used).length === 0) return null;
  const reasons = ["node(s) didn't have free ports for the requested pod ports"];
  return { plugin: 'NodePorts', reasons, code: 'Unschedulable' };
}

function filterResources(pod: SchedulingPod, info: NodeInfo): FilterFailure | null {
  const room = { allocatable: info.node.allocatable, requested: info.requested, podCount: info.pods.length };
  const lacking = insufficientFor(pod.requests, room);
  if (lacking.length === 0) return null;
  const code = lacking.some(({ unresolvable }) => unresolvable) ? 'UnschedulableAndUnresolvable' : 'Unschedulable';
  return { plugin: 'NodeResourcesFit', reasons: lacking.map(({ reason }) => reason), code };
}

function unresolvable(plugin: string, reason: string): FilterFailure {
  return { plugin, reasons: [reason], code: 'UnschedulableAndUnresolvable' };
}
