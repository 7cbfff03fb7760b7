// The letter of a refusal: one for what a person would do about it.
import { isSystemTaint, untoleratedTaints } from '#lib/rules/nodes/taints.ts';
import type { FilterFailure } from '#lib/rules/scheduling/filter-failure.ts';
import type { SchedulingNode, SchedulingPod } from '#lib/rules/scheduling/scheduling-input.ts';
import type { CellVerdict, ReasonLetter } from './placement-view.ts';

const BY_PLUGIN: Readonly<Record<string, ReasonLetter>> = {
  NodeName: 'A',
  NodeUnschedulable: 'R',
  NodeAffinity: 'A',
  NodePorts: 'S',
  VolumeRestrictions: 'S',
  VolumeBinding: 'S',
  VolumeZone: 'S',
  PodTopologySpread: 'S',
  InterPodAffinity: 'S',
};

const BY_RESOURCE: Readonly<Record<string, ReasonLetter>> = { 'Insufficient cpu': 'C', 'Insufficient memory': 'M' };

/** '?' for a check that has no letter. A taint that Kubernetes itself puts on a node in trouble is R, whatever else is there. */
export function letterOf(failure: FilterFailure, pod: SchedulingPod, node: SchedulingNode): CellVerdict {
  if (failure.plugin === 'TaintToleration') {
    const taints = untoleratedTaints(node.taints, pod.tolerations);
    return taints.some(({ key }) => isSystemTaint(key)) ? 'R' : 'T';
  }
  if (failure.plugin === 'NodeResourcesFit') return BY_RESOURCE[failure.reasons[0] ?? ''] ?? 'P';
  return BY_PLUGIN[failure.plugin] ?? '?';
}
