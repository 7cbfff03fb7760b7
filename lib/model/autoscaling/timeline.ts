// The timeline of an autoscaler: what was seen of it, with what its controller did marked on the axis.
import type { MetricSpec, MetricStatus } from 'kubernetes-types/autoscaling/v2';
import { formatCount } from '#lib/format/count.ts';
import { metricSides } from '#lib/rules/hpa/targets-text.ts';
import { parseQuantity, QuantityError } from '#lib/rules/quantity.ts';
import type { AutoscalerRecord, EventRecord } from '../records/records.ts';
import type { TimelineView } from './autoscaling-view.ts';
import { failureWords } from './failure-words.ts';
import { metricTarget, metricUnit } from './metric-view.ts';
import type { TimelineRing } from './timeline-ring.ts';

/** Marks so many at most, the newest: they share one axis. */
const MARKS_MAX = 50;
const TEXT_LENGTH_MAX = 120;

/** Null where nothing is remembered. */
export function timelineView(
  autoscaler: AutoscalerRecord,
  ring: TimelineRing,
  events: readonly EventRecord[],
): TimelineView | null {
  const seen = ring.view();
  const [spec] = autoscaler.spec?.metrics ?? [];
  if (seen === null) return null;
  const isShared = spec !== undefined && metricTarget(spec)?.averageValue !== undefined;
  const unit = spec === undefined ? '' : metricUnit(spec);
  return {
    ...seen,
    target: spec === undefined ? null : targetNumber(spec),
    unit: isShared ? `${unit} for each replica`.trim() : unit,
    marks: events.flatMap(marksOf).slice(0, MARKS_MAX),
  };
}

/** What the autoscaler compares with its target: of its first metric. Null where it has none. */
export function currentNumber({ spec, status }: AutoscalerRecord): number | null {
  const [metric] = spec?.metrics ?? [];
  return metric === undefined ? null : sideNumber(metric, status?.currentMetrics?.[0], 'current');
}

function targetNumber(spec: MetricSpec): number | null {
  return sideNumber(spec, undefined, 'target');
}

function sideNumber(spec: MetricSpec, status: MetricStatus | undefined, side: 'current' | 'target'): number | null {
  const text = metricSides(spec, status)?.[side].replace(/ \(avg\)$/, '');
  if (text === undefined || text.startsWith('<')) return null;
  try {
    return text.endsWith('%') ? Number(text.slice(0, -1)) : parseQuantity(text);
  } catch (error) {
    if (error instanceof QuantityError) return null;
    throw error;
  }
}

function marksOf({ uid, reason, message, type, lastAt }: EventRecord): TimelineView['marks'] {
  const atMs = Date.parse(lastAt ?? '');
  if (Number.isNaN(atMs)) return [];
  const isWarning = type === 'Warning';
  return [{ key: uid, atMs, text: markText(reason, message).slice(0, TEXT_LENGTH_MAX), isWarning }];
}

/** Mirrors the messages of kubernetes pkg/controller/podautoscaler/horizontal.go. */
function markText(reason: string, message: string): string {
  const rescaled = /^New size: (\d+); reason: /.exec(message);
  if (reason === 'SuccessfulRescale' && rescaled !== null) {
    return `to ${formatCount(Number(rescaled[1]), 'replica')}`;
  }
  return failureWords(message)?.words ?? `${reason}: ${message}`;
}
