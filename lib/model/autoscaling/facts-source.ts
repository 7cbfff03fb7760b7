// The answers of one look along the chain, as the autoscaler's arithmetic reads them.
import type { MetricSpec } from 'kubernetes-types/autoscaling/v2';
import { externalValues, podReadings, resourceReadings, singleItem } from '#lib/rules/hpa/metric-answers.ts';
import { MetricError, type MetricSource } from '#lib/rules/hpa/metric-source.ts';
import { cpuMillicores, QuantityError } from '#lib/rules/quantity.ts';
import type { MetricFacts, MetricItems } from './chain-facts.ts';

/** Each metric of the spec has an answer of its own; the arithmetic asks for them by what they are of. */
export function sourceOfFacts(metrics: readonly MetricFacts[]): MetricSource {
  const itemsOf = (matches: (spec: MetricSpec) => boolean): MetricItems => {
    const { values = null } = metrics.find(({ spec }) => matches(spec)) ?? {};
    if (values === null) throw new MetricError('it could not be asked for');
    if (!values.ok) throw new MetricError(values.failure.message);
    if (values.value.items.length === 0) throw new MetricError('no metrics returned');
    return values.value;
  };
  return {
    resource: (resource, container) => {
      const found = itemsOf(({ resource: whole, containerResource: part }) =>
        container === '' ? whole?.name === resource : part?.name === resource && part.container === container,
      );
      return readable(() => (found.kind === 'values' ? new Map() : resourceReadings(found.items, resource, container)));
    },
    pods: (metric) => readable(() => podReadings(valuesOf(itemsOf(({ pods }) => isSame(pods?.metric, metric))))),
    object: (metric, about) => {
      const found = itemsOf(({ object }) => isSame(object?.metric, metric) && isSame(object?.describedObject, about));
      return readable(() => cpuMillicores(singleItem(valuesOf(found)).value));
    },
    external: (metric) =>
      readable(() => externalValues(valuesOf(itemsOf(({ external }) => isSame(external?.metric, metric))))),
  };
}

/** They come from two readings of one object. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function valuesOf(found: MetricItems) {
  return found.kind === 'values' ? found.items : [];
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof QuantityError ? new MetricError(error.message) : error;
  }
}
