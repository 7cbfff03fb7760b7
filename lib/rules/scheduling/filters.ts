// What each of the scheduler's filter plugins says about one node, in their default order.
// Mirrors the Filter of kubernetes pkg/scheduler/framework/plugins and apis/config/v1/default_plugins.go.
import { isTolerated, TAINT_UNSCHEDULABLE, untoleratedTaints } from '../nodes/taints.ts';
import { insufficientFor, type Room } from '../resources.ts';
import type { VolumeRefusal } from '../volumes/pod-volumes.ts';
import { type FilterFailure, REFUSES_NONE, unresolvable } from './filter-failure.ts';
import { takenPorts } from './host-ports.ts';
import { matchesNodeAffinity } from './node-affinity.ts';
import { AFFINITY_REASON, type NamespaceLabels, podAffinityFilter } from './pod-affinity.ts';
import type { NodeInfo, SchedulingPod } from './scheduling-input.ts';
import { MISSING_LABEL, spreadFilter } from './topology-spread.ts';

/** What filters need to know besides nodes and their pods. */
export interface FilterContext {
  /** What its claims allow; absent for a pod without claims. */
  volumes?: { refusal: VolumeRefusal | null; on: (info: NodeInfo) => readonly string[] };
  labelsOfNamespace?: NamespaceLabels;
}

type Filter = (pod: SchedulingPod, info: NodeInfo) => FilterFailure | null;

/** The first failing plugin of a node is the one that counts. */
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

/** VolumeBinding, PodTopologySpread, InterPodAffinity, as far as the pod has to do with them: they depend on the cluster, so they are made once for all nodes. */
export function crowdFilters(
  pod: SchedulingPod,
  nodes: readonly NodeInfo[],
  { volumes, labelsOfNamespace }: FilterContext = {},
): readonly CrowdFilter[] {
  const spread = spreadFilter(pod, nodes);
  const affinity = podAffinityFilter(pod, nodes, labelsOfNamespace);
  const volume = (info: NodeInfo): FilterFailure | null => {
    const reasons = volumes?.on(info) ?? [];
    return reasons.length === 0 ? null : { plugin: 'VolumeBinding', reasons, code: 'UnschedulableAndUnresolvable' };
  };
  return [
    ...(volumes === undefined ? [] : [volume]),
    ...crowdFilter('PodTopologySpread', spread, MISSING_LABEL),
    ...crowdFilter('InterPodAffinity', affinity, AFFINITY_REASON),
  ];
}

function crowdFilter(
  plugin: string,
  reasonOn: (info: NodeInfo) => string | null,
  unresolvableReason: string,
): CrowdFilter[] {
  if (reasonOn === REFUSES_NONE) return [];
  const filter: CrowdFilter = (info) => {
    const reason = reasonOn(info);
    if (reason === null) return null;
    const code = reason === unresolvableReason ? 'UnschedulableAndUnresolvable' : 'Unschedulable';
    return { plugin, reasons: [reason], code };
  };
  return [filter];
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
  const lacking = insufficientFor(pod.requests, roomOn(info));
  if (lacking.length === 0) return null;
  const code = lacking.some(({ unresolvable }) => unresolvable) ? 'UnschedulableAndUnresolvable' : 'Unschedulable';
  return { plugin: 'NodeResourcesFit', reasons: lacking.map(({ reason }) => reason), code };
}

export function roomOn({ node, requested, pods }: NodeInfo): Room {
  return { allocatable: node.allocatable, requested, podCount: pods.length };
}
