// One metric of an autoscaler in words: what it is of, what its figures mean, and what to beware of.
import type { MetricSpec, MetricStatus, MetricTarget } from 'kubernetes-types/autoscaling/v2';
import { metricSides } from '#lib/rules/hpa/targets-text.ts';
import { parseQuantity } from '#lib/rules/quantity.ts';
import type { MetricView } from './autoscaling-view.ts';

const TYPES: ReadonlySet<string> = new Set(['Resource', 'ContainerResource', 'Pods', 'Object', 'External']);

export function metricView(spec: MetricSpec, status: MetricStatus | undefined, maxReplicas: number): MetricView {
  const sides = metricSides(spec, status);
  const current = sides === null || sides.current === '<unknown>' ? null : sides.current;
  return {
    // Another is refused by the API server.
    type: (TYPES.has(spec.type) ? spec.type : 'External') as MetricView['type'],
    title: metricTitle(spec),
    current,
    target: sides?.target ?? '<unknown type>',
    meaning: current === null ? null : meaningOf(spec, current),
    caution: cautionOf(spec, maxReplicas),
  };
}

export function metricTitle(spec: MetricSpec): string {
  const { resource, containerResource, pods, object, external } = spec;
  if (containerResource !== undefined) return `${containerResource.name} of container ${containerResource.container}`;
  if (resource !== undefined) return `${resource.name} of its pods`;
  if (pods !== undefined) return `${pods.metric.name} of its pods`;
  if (object !== undefined) {
    return `${object.metric.name} of ${object.describedObject.kind} ${object.describedObject.name}`;
  }
  return external === undefined ? spec.type : `${external.metric.name} from outside the cluster`;
}

/** `http_requests`, `cpu`. */
export function metricName({ resource, containerResource, pods, object, external }: MetricSpec): string {
  return (
    resource?.name ?? containerResource?.name ?? pods?.metric.name ?? object?.metric.name ?? external?.metric.name ?? ''
  );
}

const SOURCES = ['resource', 'containerResource', 'pods', 'object', 'external'] as const;

/** Which of its fields says what a metric is of; undefined for a type that nobody knows. */
export function metricSource(metric: MetricSpec): (typeof SOURCES)[number] | undefined {
  return SOURCES.find((one) => metric[one] !== undefined);
}

export function metricTarget({ resource, containerResource, pods, object, external }: MetricSpec): MetricTarget | null {
  return (resource ?? containerResource ?? pods ?? object ?? external)?.target ?? null;
}

/** Adapters give counters of requests as rates: `http_requests` are requests per second. '' where nothing is known. */
export function metricUnit(spec: MetricSpec): string {
  if (metricTarget(spec)?.averageUtilization !== undefined) return '%';
  if (spec.resource !== undefined || spec.containerResource !== undefined) {
    return metricName(spec) === 'cpu' ? 'cores' : metricName(spec) === 'memory' ? 'bytes' : '';
  }
  return /request/.test(metricName(spec)) ? 'requests per second' : '';
}

const FRACTIONS: readonly (readonly [value: number, words: string])[] = [
  [1 / 10, 'a tenth'],
  [1 / 5, 'a fifth'],
  [1 / 4, 'a quarter'],
  [1 / 3, 'a third'],
  [1 / 2, 'half'],
  [2 / 3, 'two thirds'],
  [3 / 4, 'three quarters'],
];
/** So near it is called by the fraction's name. */
const FRACTION_SLACK = 0.01;

function meaningOf(spec: MetricSpec, current: string): string | null {
  const target = metricTarget(spec);
  if (target?.averageUtilization !== undefined) {
    return `${current} of what the pods request: their use by the sum of their requests, in whole percent`;
  }
  if (!current.endsWith('m')) return null;
  const share = target?.averageValue === undefined ? '' : ' for each replica';
  const value = parseQuantity(current);
  const unit = metricUnit(spec);
  const fraction = FRACTIONS.find(([part]) => Math.abs(value - part) < FRACTION_SLACK);
  if (unit !== 'requests per second') return `${current} is ${value}: m stands for thousandths`;
  if (fraction === undefined) return `${current} is ${value} requests per second${share}: m stands for thousandths`;
  const half = fraction[1] === 'half' ? 'half a request' : `${fraction[1]} of a request`;
  return `${current} is ${half} per second${share}: m stands for thousandths`;
}

function cautionOf({ object, external }: MetricSpec, maxReplicas: number): string | null {
  const target = (object ?? external)?.target;
  if (target?.type !== 'Value') return null;
  return (
    `a Value target compares the total with ${target.value ?? 'it'}, and more replicas do not make the total smaller: ` +
    `while it stays above, every look multiplies again, up to the maximum of ${maxReplicas}. ` +
    'AverageValue shares the total among the replicas, and settles'
  );
}
