// The numbers in a metrics API's answer, whichever kind of metric was asked for.
import { type MetricValueItem, type PodMetricsItem, resourceReadings } from '#lib/rules/hpa/metric-answers.ts';
import { cpuMillicores, QuantityError } from '#lib/rules/quantity.ts';
import type { MetricFacts } from './chain-facts.ts';

export interface MetricReading {
  /** Thousandths: of an object its value, of several series and pods their sum. */
  totalMilli: number;
  /** Of how many pods or series. */
  count: number;
  /** When the oldest of them was measured, ISO 8601; null where it does not say. */
  oldestAt: string | null;
  windowMs: number;
}

/** Null where there is no answer, or one without a value that can be read. */
export function metricReading({ spec, values }: Pick<MetricFacts, 'spec' | 'values'>): MetricReading | null {
  if (values?.ok !== true) return null;
  try {
    const { value } = values;
    const items =
      value.kind === 'values'
        ? value.items.map(readValue)
        : readPods(value.items, spec.resource?.name ?? spec.containerResource?.name ?? '', spec.containerResource);
    if (items.length === 0) return null;
    const times = items.map(({ atMs }) => atMs).filter((atMs) => Number.isFinite(atMs));
    return {
      totalMilli: items.reduce((total, { milli }) => total + milli, 0),
      count: items.length,
      oldestAt: times.length === 0 ? null : new Date(Math.min(...times)).toISOString(),
      windowMs: Math.max(0, ...items.map(({ windowMs }) => windowMs)),
    };
  } catch (error) {
    // An adapter may answer what is no quantity: the autoscaler's controller cannot read it either.
    if (error instanceof QuantityError) return null;
    throw error;
  }
}

interface Item {
  milli: number;
  atMs: number;
  windowMs: number;
}

function readValue({ value, timestamp, windowSeconds = 0 }: MetricValueItem): Item {
  return { milli: cpuMillicores(value), atMs: Date.parse(timestamp), windowMs: windowSeconds * 1_000 };
}

function readPods(
  items: readonly PodMetricsItem[],
  resource: string,
  container: { container: string } | undefined,
): Item[] {
  return Array.from(
    resourceReadings(items, resource, container?.container ?? '').values(),
    ({ valueMilli, timestampMs, windowMs }) => ({ milli: valueMilli, atMs: timestampMs, windowMs }),
  );
}
