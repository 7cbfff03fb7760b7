// Rows of a topic `pod/<namespace>/<name>`, read back as what they are: lib/model/pod/pod-view.ts is the contract.
import { compareText } from '#lib/model/compare-text.ts';
import type { EventView } from '#lib/model/node/node-view.ts';
import type { PodRef, SourceName, SourceView } from '#lib/model/overview/overview-view.ts';
import type { PodContainerView, PodUsageView, PodView } from '#lib/model/pod/pod-view.ts';
import type { Rows, TopicName } from '#lib/model/stream.ts';
import type { Sparkline } from '#lib/model/usage/usage-view.ts';

export interface PodRows {
  /** Null when there is no such pod, or nobody knows it any more. */
  pod: PodView | null;
  /** In the pod's order. */
  containers: readonly PodContainerView[];
  /** Latest first. */
  events: readonly (EventView & { uid: string })[];
  usage: PodUsageView;
  /** Null while nothing is remembered. */
  spark: Sparkline | null;
  sources: Readonly<Partial<Record<SourceName, SourceView>>>;
}

export function podTopic({ namespace, name }: PodRef): TopicName {
  return `pod/${namespace}/${name}`;
}

export function podRowsOf(rows: Rows): PodRows {
  const containers: PodContainerView[] = [];
  const events: (EventView & { uid: string })[] = [];
  for (const [key, row] of Object.entries(rows)) {
    if (key.startsWith('container/')) containers.push(row as PodContainerView);
    else if (key.startsWith('event/')) events.push({ ...(row as EventView), uid: key });
  }
  containers.sort((a, b) => a.index - b.index);
  events.sort((a, b) => compareText(b.lastAt ?? '', a.lastAt ?? '') || compareText(a.uid, b.uid));
  return {
    pod: (rows['pod'] as PodView | undefined) ?? null,
    containers,
    events,
    usage: (rows['usage'] as PodUsageView | undefined) ?? { state: 'missing', reason: 'not asked for yet' },
    spark: (rows['spark'] as Sparkline | undefined) ?? null,
    sources: (rows['sources'] as PodRows['sources'] | undefined) ?? {},
  };
}
