// A board's use of CPU and memory: measured, or missing with the reason. Missing is never zero.

import type { NodeUsage } from '#lib/rules/top/resource-metrics.ts';
import type { NodeRecord } from '../records/records.ts';
import type { MeasureView, ReadyView, SourceView } from './overview-view.ts';

/** What the source of use gave, and how far that can be trusted. */
export interface MeasuresInput {
  source: SourceView;
  /** Only those whose measurements advance. */
  byNode: ReadonlyMap<string, NodeUsage>;
  /** When a node was last measured, ISO 8601; null where it never was. */
  lastAt?: (node: string) => string | null;
}

type MissingMeasure = Extract<MeasureView, { state: 'missing' }>;

export function measuresOf(
  node: NodeRecord,
  ready: ReadyView,
  measures: MeasuresInput,
): { cpu: MeasureView; memory: MeasureView } {
  const record = measures.byNode.get(node.name);
  if (record === undefined) {
    const missing = missingMeasure(measures.source, ready, measures.lastAt?.(node.name) ?? null);
    return { cpu: missing, memory: missing };
  }
  return {
    cpu: measured(record.cpuMillicores, node.allocatable['cpu'], record.at),
    memory: measured(record.memoryBytes, node.allocatable['memory'], record.at),
  };
}

/** The nearest reason first: the board's own outage explains a gap better than the source's state. */
export function missingMeasure(source: SourceView, ready: ReadyView, lastAt: string | null = null): MissingMeasure {
  if (source.state === 'absent') return missing(source.message);
  if (source.state === 'forbidden') return missing(`not allowed to ${source.verb} ${source.resource}`);
  if (ready.status !== 'True') return missing(ready.status === 'missing' ? 'not Ready yet' : 'NotReady', ready.since);
  if (source.state === 'stale') return missing(source.message, source.since);
  if (lastAt !== null) return missing('no newer measurement', lastAt);
  return missing('the metrics API does not report it');
}

function measured(used: number, allocatable: number | undefined, at: string): MeasureView {
  if (allocatable === undefined || allocatable === 0) return missing('the node does not say how much it has');
  // In kubectl's order (metricsutil/metrics_printer.go), so that both cut off the same fraction.
  return { state: 'measured', used, allocatable, percent: (used / allocatable) * 100, at };
}

function missing(reason: string, since: string | null = null): MissingMeasure {
  return { state: 'missing', reason, since };
}
