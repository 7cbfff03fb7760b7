// The scheduler's picture of the nodes: each with the pods that take up its room.
import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { LabelRequirements, Labels } from '#lib/rules/labels/label-selector.ts';
import { defaultSelector } from '#lib/rules/scheduling/default-selector.ts';
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

/** Of its Services and its controller. */
export function defaultSelectorOf(view: View, pod: Pod): LabelRequirements | null {
  const { namespace = '', labels = {} } = pod.metadata ?? {};
  const services = view.list('services', namespace).map(({ spec }) => spec?.selector ?? {});
  const owner = controllerOf(pod);
  const resource = owner === undefined ? undefined : CONTROLLERS[owner.kind];
  const own = owner && resource && view.get(resource, namespace, owner.name)?.spec?.selector;
  if (own === undefined) return defaultSelector(labels, services, null);
  // A ReplicationController's selector is the labels themselves.
  const isPlain = resource === 'replicationcontrollers';
  return defaultSelector(labels, services, isPlain ? { matchLabels: own as Labels } : own);
}

function remembered<K extends object, V>(known: WeakMap<K, V>, key: K, make: (key: K) => V): V {
  const held = known.get(key);
  if (held !== undefined) return held;
  const made = make(key);
  known.set(key, made);
  return made;
}
