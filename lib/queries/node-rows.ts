// Rows of a topic `node/<name>`, read back as what they are: lib/model/node/node-view.ts is the contract.
import { compareText } from '#lib/model/compare-text.ts';
import type { EventView, NodeView, PodRowView } from '#lib/model/node/node-view.ts';
import type { SourceName, SourceView } from '#lib/model/overview/overview-view.ts';
import type { Rows, TopicName } from '#lib/model/stream.ts';
import type { Sparkline } from '#lib/model/usage/usage-view.ts';

export interface NodeRows {
  /** Null when there is no such node, or not any more. */
  node: NodeView | null;
  /** By namespace and name. */
  pods: readonly PodRowView[];
  /** Latest first. */
  events: readonly (EventView & { uid: string })[];
  /** Null while nothing is remembered. */
  spark: Sparkline | null;
  sources: Readonly<Partial<Record<SourceName, SourceView>>>;
}

export function nodeTopic(name: string): TopicName {
  return `node/${name}`;
}

export function nodeRowsOf(rows: Rows): NodeRows {
  const pods: PodRowView[] = [];
  const events: (EventView & { uid: string })[] = [];
  for (const [key, row] of Object.entries(rows)) {
    if (key.startsWith('pod/')) pods.push(row as PodRowView);
    else if (key.startsWith('event/')) events.push({ ...(row as EventView), uid: key });
  }
  pods.sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));
  events.sort((a, b) => compareText(b.lastAt ?? '', a.lastAt ?? '') || compareText(a.uid, b.uid));
  return {
    node: (rows['node'] as NodeView | undefined) ?? null,
    pods,
    events,
    spark: (rows['spark'] as Sparkline | undefined) ?? null,
    sources: (rows['sources'] as NodeRows['sources'] | undefined) ?? {},
  };
}
