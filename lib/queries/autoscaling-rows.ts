// Rows of the topics `autoscaling` and `autoscaler/<namespace>/<name>`, read back as what they are:
// lib/model/autoscaling/autoscaling-view.ts is the contract.
import type {
  AutoscalerEvent,
  AutoscalerRow,
  AutoscalerView,
  HopName,
  HopView,
  TimelineView,
} from '#lib/model/autoscaling/autoscaling-view.ts';
import { compareText } from '#lib/model/compare-text.ts';
import type { SourceView } from '#lib/model/overview/overview-view.ts';
import type { Rows, TopicName } from '#lib/model/stream.ts';
import { rowsUnder } from './rows-under.ts';

export const AUTOSCALING_TOPIC: TopicName = 'autoscaling';
/** The source without which nothing can be said. */
export const AUTOSCALERS_SOURCE = 'horizontalpodautoscalers.autoscaling';

export type AutoscalingSources = Readonly<Partial<Record<string, SourceView>>>;

export interface AutoscalingRows {
  /** By namespace and name. */
  autoscalers: readonly AutoscalerRow[];
  sources: AutoscalingSources;
}

export function autoscalingOf(rows: Rows): AutoscalingRows {
  const autoscalers = rowsUnder<AutoscalerRow>(rows, 'autoscaler/');
  autoscalers.sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));
  return { autoscalers, sources: sourcesOf(rows) };
}

export interface AutoscalerRows {
  /** Null where there is no such autoscaler, or nobody knows it any more. */
  autoscaler: AutoscalerView | null;
  /** Along the chain, those of the first metric first. */
  hops: readonly HopView[];
  /** Null while nothing is remembered. */
  timeline: TimelineView | null;
  /** Latest first. */
  events: readonly (AutoscalerEvent & { uid: string })[];
  sources: AutoscalingSources;
}

const CHAIN: readonly HopName[] = ['producer', 'collector', 'adapter', 'metric', 'autoscaler', 'target', 'pods'];

export function autoscalerTopic({ namespace, name }: { namespace: string; name: string }): TopicName {
  return `autoscaler/${namespace}/${name}`;
}

export function autoscalerRowsOf(rows: Rows): AutoscalerRows {
  const hops = rowsUnder<HopView>(rows, 'hop/');
  hops.sort((a, b) => a.metric - b.metric || CHAIN.indexOf(a.name) - CHAIN.indexOf(b.name));
  const events: (AutoscalerEvent & { uid: string })[] = [];
  for (const key in rows) if (key.startsWith('event/')) events.push({ ...(rows[key] as AutoscalerEvent), uid: key });
  events.sort((a, b) => compareText(b.lastAt ?? '', a.lastAt ?? '') || compareText(a.uid, b.uid));
  return {
    autoscaler: (rows['autoscaler'] as AutoscalerView | undefined) ?? null,
    hops,
    timeline: (rows['timeline'] as TimelineView | undefined) ?? null,
    events,
    sources: sourcesOf(rows),
  };
}

function sourcesOf(rows: Rows): AutoscalingSources {
  return (rows['sources'] as AutoscalingSources | undefined) ?? {};
}
