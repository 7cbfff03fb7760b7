// Which scheduler plugins may judge otherwise after a change: only pods that these rejected are worth another attempt.
// Mirrors EventsToRegister of the plugins (kubernetes pkg/scheduler/framework/plugins) and eventhandlers.go.
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { occupiesNode } from '#lib/rules/scheduling/scheduling-input.ts';
import { sameMeaning } from '../controllers/canonical.ts';
import type { Change } from '../store/store.ts';

/** What stands in for a plugin where there was no node to ask about. */
export const NO_NODES = 'no nodes';

const ON_NODE_ADDED = [
  NO_NODES,
  'NodeName',
  'NodeUnschedulable',
  'TaintToleration',
  'NodeAffinity',
  'NodePorts',
  'NodeResourcesFit',
  'VolumeRestrictions',
  'VolumeBinding',
  'VolumeZone',
  'PodTopologySpread',
  'InterPodAffinity',
];
const ON_LABELS = ['NodeAffinity', 'VolumeBinding', 'PodTopologySpread', 'InterPodAffinity'];
const ON_TAINTS = ['NodeUnschedulable', 'TaintToleration', 'PodTopologySpread'];
const ON_ROOM = ['NodeResourcesFit', 'NodePorts', 'PodTopologySpread', 'InterPodAffinity'];
const ON_NEIGHBOUR = ['PodTopologySpread', 'InterPodAffinity'];
const ON_STORAGE = ['VolumeRestrictions', 'VolumeBinding', 'VolumeZone'];
const NONE: readonly string[] = [];

const STORAGE: ReadonlySet<string> = new Set([
  'persistentvolumeclaims',
  'persistentvolumes',
  'storageclasses.storage.k8s.io',
]);

export function pluginsConcerned(change: Change): readonly string[] {
  const { resource, type } = change;
  if (resource === 'nodes') return ofNode(change);
  if (resource === 'pods') return ofPod(change);
  return STORAGE.has(resource) && type !== 'DELETED' ? ON_STORAGE : NONE;
}

/** A heartbeat is none of the scheduler's business. */
function ofNode({ type, object, previous }: Change): readonly string[] {
  if (type === 'ADDED') return ON_NODE_ADDED;
  if (type === 'DELETED') return ['PodTopologySpread'];
  const before = previous as Node | undefined;
  const node = object as Node;
  const plugins: string[] = [];
  if (!sameMeaning(before?.metadata?.labels, node.metadata?.labels)) plugins.push(...ON_LABELS);
  if (before?.spec !== node.spec && !sameMeaning(before?.spec, node.spec)) plugins.push(...ON_TAINTS);
  if (!sameMeaning(before?.status?.allocatable, node.status?.allocatable)) plugins.push('NodeResourcesFit');
  return plugins;
}

function ofPod({ type, object, previous }: Change): readonly string[] {
  const pod = object as Pod;
  const before = previous as Pod | undefined;
  if (!pod.spec?.nodeName) return NONE;
  if (type === 'DELETED') return ON_ROOM;
  if (!occupiesNode(pod)) return before !== undefined && occupiesNode(before) ? ON_ROOM : NONE;
  if (!before?.spec?.nodeName) return ON_NEIGHBOUR;
  if (before.metadata?.deletionTimestamp !== pod.metadata?.deletionTimestamp) return ['PodTopologySpread'];
  return sameMeaning(before.metadata?.labels ?? {}, pod.metadata?.labels ?? {}) ? NONE : ON_NEIGHBOUR;
}
