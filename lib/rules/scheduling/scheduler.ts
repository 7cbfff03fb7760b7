// Which nodes can take a pod, and the scheduler's own words for why the others cannot.
// Mirrors the filter plugins of kubernetes pkg/scheduler in their default order, and framework/types.go FitError.
// Not modelled: dynamic resources, declared node features.
import { isTolerated, TAINT_UNSCHEDULABLE, untoleratedTaints } from '../nodes/taints.ts';
import { insufficientFor } from '../resources.ts';
import type { VolumeRefusal } from '../volumes/pod-volumes.ts';
import { type FilterFailure, unresolvable } from './filter-failure.ts';
import { takenPorts } from './host-ports.ts';
import { matchesNodeAffinity } from './node-affinity.ts';
import { AFFINITY_REASON, type NamespaceLabels, podAffinityFilter } from './pod-affinity.ts';
import { preFilter } from './pre-filter.ts';
import { type DisruptionBudget, findPreemption, NEVER, NOT_HELPFUL, type Preemption } from './preemption.ts';
import type { NodeInfo, SchedulingPod } from './scheduling-input.ts';
import { MISSING_LABEL, spreadFilter } from './topology-spread.ts';

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

/** VolumeBinding, PodTopologySpread, InterPodAffinity: they depend on the cluster, so they are made once for all nodes. */
export function crowdFilters(
  pod: SchedulingPod,
  nodes: readonly NodeInfo[],
  { volumes, labelsOfNamespace }: Pick<SchedulingContext, 'volumes' | 'labelsOfNamespace'> = {},
): readonly CrowdFilter[] {
  const spread = spreadFilter(pod, nodes);
  const affinity = podAffinityFilter(pod, nodes, labelsOfNamespace);
  const volume = (info: NodeInfo): FilterFailure | null => {
    const reasons = volumes?.on(info) ?? [];
    return reasons.length === 0 ? null : { plugin: 'VolumeBinding', reasons, code: 'UnschedulableAndUnresolvable' };
  };
  return [
    ...(volumes === undefined ? [] : [volume]),
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
  /** What keeps it from every node before any is looked at; null when they were looked at. */
  preFilter: FilterFailure | null;
  /** By node name, those included that may not be looked at. */
  failures: ReadonlyMap<string, FilterFailure>;
  /** Names of the plugins that kept it off some node, or off all: what has to change before another attempt is worth it. */
  rejecters: ReadonlySet<string>;
  /** Whose end would make room; null where that would not help, or nothing has to make room. */
  preemption: Preemption | null;
  /** The FailedScheduling message; null when some node is feasible. */
  message: string | null;
}

export interface SchedulingContext {
  /** What its claims allow; absent for a pod without claims. */
  volumes?: { refusal: VolumeRefusal | null; on: (info: NodeInfo) => readonly string[] };
  /** Why no preemption is to be tried now. */
  noPreemption?: string;
  /** Asked for only where somebody might have to go. */
  budgets?: () => readonly DisruptionBudget[];
  labelsOfNamespace?: NamespaceLabels;
  /** In a large cluster a part of the nodes is enough: from which one on to look, and how many feasible ones to find. */
  sample?: { from: number; wanted: number };
}

/** What a scheduler says where preemption finds no single node to judge by: it speaks of its own lookup (seen in 1.37). */
const NO_NODE_JUDGED = 'not found';

/** One scheduling attempt without the choice among feasible nodes: filters, and the message when none is left. */
export function findFeasible(
  pod: SchedulingPod,
  nodes: readonly NodeInfo[],
  context: SchedulingContext = {},
): Feasibility {
  if (nodes.length === 0) return refused('no nodes available to schedule pods', []);
  const before = preFilter(pod, context.volumes?.refusal ?? null);
  if (before.refusal !== null) return prefiltered(nodes, before.refusal, before.plugins);
  const crowd = crowdFilters(pod, nodes, context);
  const feasible: NodeInfo[] = [];
  const failures = new Map<string, FilterFailure>();
  const { from, wanted } = context.sample ?? { from: 0, wanted: nodes.length };
  for (let index = 0; index < nodes.length && feasible.length < wanted; index++) {
    const info = nodes[(from + index) % nodes.length];
    if (info === undefined) continue;
    const isLeftOut = before.names !== null && !before.names.has(info.node.name);
    const failure = isLeftOut ? before.leftOut : filterNode(pod, info, crowd);
    if (failure === null) feasible.push(info);
    else failures.set(info.node.name, failure);
  }
  const rejecters = new Set([...before.plugins, ...[...failures.values()].map(({ plugin }) => plugin)]);
  const looked = { feasible, preFilter: null, failures, rejecters };
  if (feasible.length > 0) return { ...looked, preemption: null, message: null };
  const { text, preemption } = preempt(pod, nodes, failures, context);
  const message = failedSchedulingMessage([...failures.values()], nodes.length, text);
  return { ...looked, preemption, message };
}

function refused(message: string, rejecters: readonly string[]): Feasibility {
  const refusal = { feasible: [], preFilter: null, failures: new Map(), preemption: null };
  return { ...refusal, rejecters: new Set(rejecters), message };
}

function prefiltered(nodes: readonly NodeInfo[], refusal: FilterFailure, rejecters: readonly string[]): Feasibility {
  const failures = new Map(nodes.map(({ node }) => [node.name, refusal]));
  const message = `${available(nodes.length)} ${refusal.reasons.join(', ')}. ${NO_NODE_JUDGED}`;
  return { ...refused(message, rejecters), preFilter: refusal, failures };
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

/** Whom to end for it, and what is said of that (preemption.go). */
function preempt(
  pod: SchedulingPod,
  nodes: readonly NodeInfo[],
  failures: ReadonlyMap<string, FilterFailure>,
  context: SchedulingContext,
): { text: string; preemption: Preemption | null } {
  const why = pod.preempts ? context.noPreemption : NEVER;
  if (why !== undefined) return { text: `preemption: ${why}`, preemption: null };
  const able = nodes.filter(({ node }) => failures.get(node.name)?.code === 'Unschedulable');
  const reasonsOn = (info: NodeInfo) => {
    const others = nodes.map((other) => (other.node === info.node ? info : other));
    return filterNode(pod, info, crowdFilters(pod, others, context))?.reasons ?? [];
  };
  const { chosen, reasons } = findPreemption({ pod, nodes: able, reasonsOn, budgets: context.budgets?.() ?? [] });
  if (chosen !== null) {
    const { node, victims } = chosen;
    const text = `found a potential placement for pod on node ${node}, preempting ${victims.length} victims`;
    return { text: `preemption: ${text}`, preemption: chosen };
  }
  const unhelpful = Array.from({ length: nodes.length - able.length }, () => NOT_HELPFUL);
  return { text: `preemption: ${histogram(nodes.length, [...reasons.flat(), ...unhelpful])}`, preemption: null };
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
