// Nodes that refuse for the same reason, told once where there are many.
import type { NodeVerdictView } from '#lib/model/placement/why/why-view.ts';

export interface NodeGroup {
  reason: string;
  nodes: readonly NodeVerdictView[];
}

/** Up to so many nodes are told one by one. */
const TOLD_ONE_BY_ONE = 12;

/** In the order of `nodes`; the node `asked` about stands alone, and first. */
export function nodeGroups(nodes: readonly NodeVerdictView[], asked: string | null): readonly NodeGroup[] {
  const first = nodes.filter(({ node }) => node === asked);
  const others = nodes.filter(({ node }) => node !== asked);
  const alone = (node: NodeVerdictView): NodeGroup => ({ reason: node.reason, nodes: [node] });
  if (nodes.length <= TOLD_ONE_BY_ONE) return nodes.map(alone);
  const groups = new Map<string, NodeVerdictView[]>();
  for (const node of others) {
    const key =
      node.verdict === 'here' ? `here/${node.node}` : `${node.arch}/${node.verdict}/${node.letter}/${node.reason}`;
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [node]);
    else same.push(node);
  }
  const told = [...groups.values()].map((same): NodeGroup => ({ reason: same[0]?.reason ?? '', nodes: same }));
  const here = told.filter(({ nodes: [node] }) => node?.verdict === 'here');
  return [...first.map(alone), ...here, ...told.filter((group) => !here.includes(group))];
}
