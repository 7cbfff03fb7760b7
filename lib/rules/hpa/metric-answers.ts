// What the metrics APIs answer, read as an autoscaler's controller reads it.
// Mirrors kubernetes pkg/controller/podautoscaler/metrics/client.go and k8s.io/metrics/pkg/client.
import { cpuMillicores } from '../quantity.ts';
import { MetricError, type PodReading, type PodReadings } from './metric-source.ts';

/** metricServerDefaultMetricWindow. */
const WINDOW_DEFAULT_SECONDS = 60;

/** An item of a PodMetricsList of metrics.k8s.io. */
export interface PodMetricsItem {
  metadata?: { name?: string };
  timestamp: string;
  window: string;
  containers: readonly { name: string; usage: Readonly<Record<string, string>> }[];
}

/** An item of a MetricValueList of custom.metrics.k8s.io, or an ExternalMetricValueList. */
export interface MetricValueItem {
  describedObject?: { name?: string };
  timestamp: string;
  windowSeconds?: number;
  value: string;
}

/** `container` is '' for the sum of a pod's containers. @throws {QuantityError} */
export function resourceReadings(items: readonly PodMetricsItem[], resource: string, container: string): PodReadings {
  const readings = new Map<string, PodReading>();
  for (const { metadata, timestamp, window, containers } of items) {
    const counted = containers.filter(({ name }) => container === '' || name === container);
    const usages = counted.map(({ usage }) => usage[resource]);
    // A pod whose figures are not all there has none.
    if (usages.length === 0 || usages.includes(undefined)) continue;
    const valueMilli = usages.reduce((total, usage) => total + cpuMillicores(usage ?? '0'), 0);
    const windowMs = Number.parseFloat(window) * 1_000;
    readings.set(metadata?.name ?? '', { valueMilli, timestampMs: Date.parse(timestamp), windowMs });
  }
  return readings;
}

/** @throws {QuantityError} */
export function podReadings(items: readonly MetricValueItem[]): PodReadings {
  return new Map(
    items.map(({ describedObject, timestamp, windowSeconds = WINDOW_DEFAULT_SECONDS, value }) => [
      describedObject?.name ?? '',
      { valueMilli: cpuMillicores(value), timestampMs: Date.parse(timestamp), windowMs: windowSeconds * 1_000 },
    ]),
  );
}

/** @throws {MetricError} */
export function singleItem(items: readonly MetricValueItem[]): MetricValueItem {
  const [item] = items;
  if (item === undefined || items.length > 1) {
    throw new MetricError(
      `unable to fetch metrics from custom metrics API: the custom metrics API server returned ${items.length} results when we asked for exactly one`,
    );
  }
  return item;
}

/** Thousandths, one for each series. @throws {QuantityError} */
export function externalValues(items: readonly MetricValueItem[]): number[] {
  return items.map(({ value }) => cpuMillicores(value));
}
