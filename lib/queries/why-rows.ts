// Rows of a topic `why/<namespace>/<pod>`, read back as what they are: lib/model/placement/why/why-view.ts is the contract.
import type { PodRef, SourceView } from '#lib/model/overview/overview-view.ts';
import { compareNames } from '#lib/model/overview/shelves.ts';
import type { NodeVerdictView, WhyView } from '#lib/model/placement/why/why-view.ts';
import type { Rows, TopicName } from '#lib/model/stream.ts';

export interface WhyRows {
  /** Null when there is no such pod, or not any more. */
  why: WhyView | null;
  /** By name of the node. */
  nodes: readonly NodeVerdictView[];
  sources: Readonly<Record<string, SourceView>>;
}

export function whyTopic({ namespace, name }: PodRef): TopicName {
  return `why/${namespace}/${name}`;
}

export function whyOf(rows: Rows): WhyRows {
  const nodes: NodeVerdictView[] = [];
  for (const key in rows) if (key.startsWith('node/')) nodes.push(rows[key] as NodeVerdictView);
  nodes.sort((a, b) => compareNames(a.node, b.node));
  return {
    why: (rows['why'] as WhyView | undefined) ?? null,
    nodes,
    sources: (rows['sources'] as WhyRows['sources'] | undefined) ?? {},
  };
}
