// The nodes as the scheduler last saw them: what has not changed since is not looked at again.
// Mirrors kubernetes pkg/scheduler/backend/cache (assumed pods are bound at once here).
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { type NodeInfo, nodeInfo, occupiesNode, type SchedulingPod } from '#lib/rules/scheduling/scheduling-input.ts';
import { sameMeaning } from '../controllers/canonical.ts';
import type { View } from '../controllers/controller.ts';
import { keyOf, type Stored, splitKey } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import { nodeInfoOf, podInput } from './node-infos.ts';

export class NodeCache {
  /** By node name; one that is missing is made when it is asked for. */
  readonly #infos = new Map<string, NodeInfo>();
  #names: string[] | null = null;
  /** Keys of pods that a node is kept for, by node. */
  readonly #nominated = new Map<string, Set<string>>();

  fill(view: View): void {
    for (const pod of view.list('pods')) this.#nominate(pod, true);
  }

  observe({ resource, type, object, previous }: Change): void {
    if (resource === 'nodes') {
      if (type !== 'MODIFIED') this.#names = null;
      if (type === 'MODIFIED' && looksTheSame(previous as Node, object as Node)) return;
      this.#infos.delete(object.metadata.name);
    } else if (resource === 'pods') {
      if (previous !== undefined) this.#nominate(previous as Stored<Pod>, false);
      if (type !== 'DELETED') this.#nominate(object as Stored<Pod>, true);
      if (type === 'MODIFIED' && weighsTheSame(previous as Pod, object as Pod)) return;
      for (const pod of [previous as Pod | undefined, object as Pod]) {
        if (pod?.spec?.nodeName) this.#infos.delete(pod.spec.nodeName);
      }
    }
  }

  /** In the order of their names, with the pods that are on them or that they are kept for before this one. */
  infosFor(view: View, pod: Stored<Pod>): NodeInfo[] {
    this.#names ??= view.list('nodes').map(({ metadata }) => metadata.name);
    return this.#names.flatMap((name) => {
      const info = this.#infoOf(view, name);
      if (info === null) return [];
      const expected = this.#expectedOn(view, name, pod);
      return expected.length === 0 ? [info] : [nodeInfo(info.node, [...info.pods, ...expected])];
    });
  }

  #infoOf(view: View, name: string): NodeInfo | null {
    const held = this.#infos.get(name);
    if (held !== undefined) return held;
    const node: Stored<Node> | undefined = view.get('nodes', undefined, name);
    if (node === undefined) return null;
    const made = nodeInfoOf(view, node);
    this.#infos.set(name, made);
    return made;
  }

  /** runtime/framework.go addGENominatedPods: pods of the same or a higher priority that wait for their place there. */
  #expectedOn(view: View, name: string, pod: Stored<Pod>): SchedulingPod[] {
    const own = keyOf(pod.metadata.namespace, pod.metadata.name);
    const expected: SchedulingPod[] = [];
    for (const key of this.#nominated.get(name) ?? []) {
      const at = splitKey(key);
      const other = key === own ? undefined : view.get('pods', at.namespace, at.name);
      if (other !== undefined && (other.spec?.priority ?? 0) >= (pod.spec?.priority ?? 0))
        expected.push(podInput(other));
    }
    return expected;
  }

  #nominate(pod: Stored<Pod>, isNominated: boolean): void {
    const node = pod.status?.nominatedNodeName;
    if (!node) return;
    const key = keyOf(pod.metadata.namespace, pod.metadata.name);
    const keys = this.#nominated.get(node) ?? new Set();
    const waits =
      isNominated && !pod.spec?.nodeName && pod.metadata.deletionTimestamp === undefined && occupiesNode(pod);
    if (waits) this.#nominated.set(node, keys.add(key));
    else if (keys.delete(key) && keys.size === 0) this.#nominated.delete(node);
  }
}

/** Heartbeats change nothing the scheduler looks at. */
function looksTheSame(previous: Node, node: Node): boolean {
  return (
    previous.spec === node.spec &&
    previous.metadata?.labels === node.metadata?.labels &&
    previous.status?.allocatable === node.status?.allocatable &&
    previous.status?.images === node.status?.images
  );
}

/** Kubelets report much of their pods that says nothing about room. */
function weighsTheSame(previous: Pod, pod: Pod): boolean {
  return (
    occupiesNode(previous) === occupiesNode(pod) &&
    previous.status?.startTime === pod.status?.startTime &&
    previous.metadata?.deletionTimestamp === pod.metadata?.deletionTimestamp &&
    (previous.spec === pod.spec || sameMeaning(previous.spec, pod.spec)) &&
    (previous.metadata?.labels === pod.metadata?.labels ||
      sameMeaning(previous.metadata?.labels ?? {}, pod.metadata?.labels ?? {}))
  );
}
