// What the cluster itself says, asked past every fault, and where a page and the dashboard's memory differ from it.
import { isDeepStrictEqual } from 'node:util';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { projectNode } from '#lib/model/records/project-node.ts';
import { projectPod } from '#lib/model/records/project-pod.ts';
import type { Hub } from '#lib/server/live/hub.ts';
import type { View } from './view.ts';

export interface Truth {
  nodes: ReadonlyMap<string, Node>;
  /** By `namespace/name`. */
  pods: ReadonlyMap<string, Pod>;
}

interface Listed {
  kind: string;
  metadata: { name: string; namespace?: string };
}

/** From the items of a list that may hold both, as `kubectl get nodes,pods -A -o json` prints it. */
export function truthOf(items: readonly unknown[]): Truth {
  const nodes = new Map<string, Node>();
  const pods = new Map<string, Pod>();
  for (const item of items) {
    const { kind, metadata } = item as Listed;
    if (kind === 'Node') nodes.set(metadata.name, item as Node);
    else pods.set(`${metadata.namespace ?? ''}/${metadata.name}`, item as Pod);
  }
  return { nodes, pods };
}

/** In words; empty where all is the same. `node` and `pod` of API and memory are compared whole, rows by what they show. */
export function differences(truth: Truth, hub: Hub, view: View): string[] {
  const { nodes, pods } = hub.cache;
  return [
    ...compared('node in memory', truth.nodes, nodes, (node, kept) => isDeepStrictEqual(projectNode(node), kept)),
    ...compared('pod in memory', truth.pods, pods, (pod, kept) => isDeepStrictEqual(projectPod(pod), kept)),
    ...compared('board', truth.nodes, view.boards(), (node, { cordoned, taints, podCount }) => {
      const expected = (node.spec?.taints ?? []).length;
      const mine = [...truth.pods.values()].filter(({ spec }) => spec?.nodeName === node.metadata?.name).length;
      return cordoned === (node.spec?.unschedulable === true) && taints.length === expected && podCount === mine;
    }),
    ...[...truth.nodes.keys()].flatMap((name) => {
      const mine = new Map([...truth.pods].filter(([, { spec }]) => spec?.nodeName === name));
      return compared(`pod row of ${name}`, mine, view.pods(name), (pod, row) => {
        const { status, ready, restarts } = projectPod(pod);
        return row.status === status && row.ready === ready && row.restarts === restarts;
      });
    }),
  ];
}

function compared<A, B>(
  what: string,
  expected: ReadonlyMap<string, A>,
  shown: ReadonlyMap<string, B>,
  same: (expected: A, shown: B) => boolean,
): string[] {
  const found: string[] = [];
  for (const [key, value] of expected) {
    const other = shown.get(key);
    if (other === undefined) found.push(`${what} ${key} is missing`);
    else if (!same(value, other)) found.push(`${what} ${key} is not as it is in the cluster`);
  }
  for (const key of shown.keys()) if (!expected.has(key)) found.push(`${what} ${key} is shown and gone`);
  return found;
}
