// Nodes with the pods that take up their room, kept from one look to the next: a node that is as before is the same object,
// so that whatever was made of it holds.
import { type NodeInfo, nodeInfo } from '#lib/rules/scheduling/scheduling-input.ts';
import type { NodeRecord, PodRecord } from '../records/records.ts';
import { looksTheSame, sameEntries, schedulingNodeOf } from '../records/scheduling-node.ts';

interface Kept {
  node: NodeRecord;
  pods: readonly PodRecord[];
  info: NodeInfo;
}

export class NodeInfos {
  #kept = new Map<string, Kept>();

  /** In the order of `nodes`. */
  of(nodes: readonly NodeRecord[], podsOn: (node: string) => Iterable<PodRecord>): NodeInfo[] {
    const kept = new Map<string, Kept>();
    for (const node of nodes) kept.set(node.name, this.#one(node, [...podsOn(node.name)].filter(takesRoom)));
    this.#kept = kept;
    return Array.from(kept.values(), ({ info }) => info);
  }

  #one(node: NodeRecord, pods: PodRecord[]): Kept {
    const before = this.#kept.get(node.name);
    if (before === undefined) return { node, pods, info: nodeInfo(schedulingNodeOf(node), pods) };
    const isSameNode = looksTheSame(before.node, node);
    if (
      isSameNode &&
      before.pods.length === pods.length &&
      before.pods.every((pod, at) => weighsTheSame(pod, pods[at]))
    ) {
      return { node, pods: before.pods, info: before.info };
    }
    return { node, pods, info: nodeInfo(isSameNode ? before.info.node : schedulingNodeOf(node), pods) };
  }
}

/** Those that ended take none (podutil.IsPodTerminal). */
export function takesRoom({ phase }: PodRecord): boolean {
  return phase !== 'Succeeded' && phase !== 'Failed';
}

/** The node as it would be without the pod: what it takes itself is no reason against it. */
export function without({ namespace, name, nodeName }: PodRecord, info: NodeInfo): NodeInfo {
  if (info.node.name !== nodeName) return info;
  const others = info.pods.filter((other) => other.namespace !== namespace || other.name !== name);
  return nodeInfo(info.node, others);
}

/** Kubelets report much of their pods that says nothing about room; of a placed pod only these can change. */
function weighsTheSame(a: PodRecord, b: PodRecord | undefined): boolean {
  if (a === b) return true;
  return (
    b !== undefined &&
    a.uid === b.uid &&
    a.terminating === b.terminating &&
    a.requests === b.requests &&
    sameEntries(a.labels, b.labels)
  );
}
