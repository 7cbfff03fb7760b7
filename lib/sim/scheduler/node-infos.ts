// The scheduler's picture of the nodes: each with the pods that take up its room.
import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { LabelRequirements } from '#lib/rules/labels/label-selector.ts';
import { selectorRequirements } from '#lib/rules/labels/label-selector.ts';
import {
  type NodeInfo,
  nodeInfo,
  occupiesNode,
  type SchedulingNode,
  type SchedulingPod,
  schedulingNode,
  schedulingPod,
} from '#lib/rules/scheduling/scheduling-input.ts';
import type { View } from '../controllers/controller.ts';
import { controllerOf } from '../controllers/owner.ts';
import type { Stored } from '../store/object.ts';

// Stored objects never change in place, so what was read out of one holds for as long as the object lives.
const NODES = new WeakMap<Node, SchedulingNode>();
const PODS = new WeakMap<Pod, SchedulingPod>();
/** By the list of a node's pods, which is another one as soon as one of them changes. */
const INFOS = new WeakMap<readonly Pod[], { node: Node; info: NodeInfo }>();

const CONTROLLERS: Readonly<Record<string, 'replicasets.apps' | 'replicationcontrollers' | 'statefulsets.apps'>> = {
  ReplicaSet: 'replicasets.apps',
  ReplicationController: 'replicationcontrollers',
  StatefulSet: 'statefulsets.apps',
};

export function podInput(pod: Pod): SchedulingPod {
  return remembered(PODS, pod, schedulingPod);
}

export function nodeInfos(view: View): NodeInfo[] {
  return view.list('nodes').map((node) => nodeInfoOf(view, node));
}

export function nodeInfoOf(view: View, node: Stored<Node>): NodeInfo {
  const pods = view.podsOn(node.metadata.name);
  const known = INFOS.get(pods);
  if (known?.node === node) return known.info;
  const info = nodeInfo(remembered(NODES, node, schedulingNode), pods.filter(occupiesNode).map(podInput));
  INFOS.set(pods, { node, info });
  return info;
}

/** Its Services' and its controller's selectors together (scheduler framework/plugins/helper/spread.go DefaultSelector). */
export function defaultSelector(view: View, pod: Pod): LabelRequirements | null {
  const { namespace = '', labels = {} } = pod.metadata ?? {};
  const merged: Record<string, string> = {};
  for (const service of view.list('services', namespace)) {
    const selector = Object.entries(service.spec?.selector ?? {});
    if (selector.length === 0 || !selector.every(([key, value]) => labels[key] === value)) continue;
    for (const [key, value] of selector) merged[key] = value;
  }
  const owner = controllerOf(pod);
  const resource = owner === undefined ? undefined : CONTROLLERS[owner.kind];
  const controller = owner && resource && view.get(resource, namespace, owner.name);
  const own = controller?.spec?.selector;
  if (Object.keys(merged).length === 0 && own === undefined) return null;
  // A ReplicationController's selector is the labels themselves.
  if (own !== undefined && resource === 'replicationcontrollers') Object.assign(merged, own);
  const rest = own !== undefined && resource !== 'replicationcontrollers' ? (own as LabelSelector) : {};
  const matchLabels = { ...merged, ...rest.matchLabels };
  return selectorRequirements({
    matchLabels,
    ...(rest.matchExpressions === undefined ? {} : { matchExpressions: rest.matchExpressions }),
  });
}

function remembered<K extends object, V>(known: WeakMap<K, V>, key: K, make: (key: K) => V): V {
  const held = known.get(key);
  if (held !== undefined) return held;
  const made = make(key);
  known.set(key, made);
  return made;
}
