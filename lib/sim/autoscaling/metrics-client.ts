// Reads metrics as the autoscaler's clients do: through the aggregated APIs, failing in the words of those clients.
// Mirrors pkg/controller/podautoscaler/metrics/client.go and k8s.io/metrics/pkg/client.
import type { CrossVersionObjectReference } from 'kubernetes-types/autoscaling/v2';
import { MetricError, type MetricName, type MetricSource, type PodReadings } from '#lib/rules/hpa/metric-source.ts';
import {
  formatRequirements,
  type LabelSelectorObject,
  selectorRequirements,
} from '#lib/rules/labels/label-selector.ts';
import { cpuMillicores } from '#lib/rules/quantity.ts';
import type { AggregatedApi, AggregatedRequest } from '../aggregated/aggregated-api.ts';
import type { Registry } from '../api/registry/registry.ts';
import { StatusError } from '../status-error.ts';
import { fieldsOf, type KubeObject } from '../store/object.ts';
import { groupOf } from './target.ts';

const RESOURCE_METRICS = 'metrics.k8s.io';
const CUSTOM_METRICS = 'custom.metrics.k8s.io';
const EXTERNAL_METRICS = 'external.metrics.k8s.io';
/** Newest first, as the client prefers them. */
const CUSTOM_VERSIONS = ['v1beta2', 'v1beta1'];
/** metricServerDefaultMetricWindow. */
const WINDOW_DEFAULT_SECONDS = 60;

/** Finds the API behind a group-version while it is registered. */
export interface AnsweringApis {
  answering(group: string, version: string): AggregatedApi | undefined;
}

interface PodMetrics extends KubeObject {
  timestamp: string;
  window: string;
  containers: readonly { name: string; usage: Readonly<Record<string, string>> }[];
}

interface MetricValue {
  describedObject: { name: string };
  timestamp: string;
  windowSeconds?: number;
  value: string;
}

export interface MetricsClientParts {
  apis: AnsweringApis;
  registry: Registry;
}

/** The metrics of one autoscaler's namespace, and of the pods its target selects. */
export function metricsClient(parts: MetricsClientParts, namespace: string, podSelector: string): MetricSource {
  const { apis, registry } = parts;
  return {
    resource: (resource, container) => resourceReadings(apis, { namespace, podSelector }, resource, container),
    pods: (metric) => podReadings(apis, { namespace, podSelector }, metric),
    object: (metric, about) => objectValue(apis, registry, namespace, metric, about),
    external: (metric) => externalValues(apis, namespace, metric),
  };
}

interface Pods {
  namespace: string;
  podSelector: string;
}

function resourceReadings(
  apis: AnsweringApis,
  { namespace, podSelector }: Pods,
  resource: string,
  container: string,
): PodReadings {
  const from = 'resource metrics API';
  const request = { verb: 'list', resource: 'pods', namespace, labelSelector: podSelector } as const;
  const absent = `the server could not find the requested resource (get pods.${RESOURCE_METRICS})`;
  const items = fetched<PodMetrics>(from, () => ask(apis.answering(RESOURCE_METRICS, 'v1beta1'), absent, request));
  if (items.length === 0) throw new MetricError(`no metrics returned from ${from}`);
  const readings = new Map<string, { valueMilli: number; timestampMs: number; windowMs: number }>();
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

function podReadings(apis: AnsweringApis, { namespace, podSelector }: Pods, metric: MetricName): PodReadings {
  const from = 'custom metrics API';
  const items = customValues(apis, metric, { resource: 'pods', namespace, name: '*', labelSelector: podSelector });
  if (items.length === 0) throw new MetricError(`no metrics returned from ${from}`);
  return new Map(
    items.map(({ describedObject, timestamp, windowSeconds = WINDOW_DEFAULT_SECONDS, value }) => [
      describedObject.name,
      { valueMilli: cpuMillicores(value), timestampMs: Date.parse(timestamp), windowMs: windowSeconds * 1_000 },
    ]),
  );
}

function objectValue(
  apis: AnsweringApis,
  registry: Registry,
  namespace: string,
  metric: MetricName,
  about: CrossVersionObjectReference,
): number {
  const isNamespace = about.kind === 'Namespace' && groupOf(about.apiVersion) === '';
  const where = isNamespace ? { name: namespace } : { namespace, name: about.name };
  // Which API there is, is asked before which resource a kind is.
  const items = customValues(apis, metric, () => ({ resource: resourceOf(registry, about), ...where }));
  const [item] = items;
  if (item === undefined || items.length > 1) {
    throw new MetricError(
      `unable to fetch metrics from custom metrics API: the custom metrics API server returned ${items.length} results when we asked for exactly one`,
    );
  }
  return cpuMillicores(item.value);
}

function externalValues(apis: AnsweringApis, namespace: string, { name, selector }: MetricName): number[] {
  const from = 'external metrics API';
  const absent = `the server could not find the requested resource (get ${name}.${EXTERNAL_METRICS})`;
  const request = { verb: 'list', resource: name, namespace, labelSelector: textOf(selector) } as const;
  const items = fetched<MetricValue>(from, () => ask(apis.answering(EXTERNAL_METRICS, 'v1beta1'), absent, request));
  if (items.length === 0) throw new MetricError(`no metrics returned from ${from}`);
  return items.map(({ value }) => cpuMillicores(value));
}

type Where = Pick<AggregatedRequest, 'resource' | 'name'> & { namespace?: string; labelSelector?: string };

function customValues(apis: AnsweringApis, metric: MetricName, where: Where | (() => Where)): readonly MetricValue[] {
  return fetched<MetricValue>('custom metrics API', () => {
    const api = CUSTOM_VERSIONS.map((version) => apis.answering(CUSTOM_METRICS, version)).find((one) => one);
    const absent = `no custom metrics API (${CUSTOM_METRICS}) registered`;
    if (api === undefined) throw new MetricError(absent);
    const selector = textOf(metric.selector);
    const query = new URLSearchParams(selector === '' ? {} : { metricLabelSelector: selector });
    const place = typeof where === 'function' ? where() : where;
    return ask(api, absent, { verb: 'get', subresource: metric.name, query, ...place });
  });
}

function fetched<T>(from: string, task: () => KubeObject): readonly T[] {
  try {
    const { items } = fieldsOf(task());
    return Array.isArray(items) ? (items as T[]) : [];
  } catch (error) {
    if (!(error instanceof StatusError) && !(error instanceof MetricError)) throw error;
    throw new MetricError(`unable to fetch metrics from ${from}: ${error.message}`);
  }
}

function ask(
  api: AggregatedApi | undefined,
  absent: string,
  request: Pick<AggregatedRequest, 'verb' | 'resource'> & Partial<AggregatedRequest>,
): KubeObject {
  if (api?.handle === undefined) throw new MetricError(absent);
  return api.handle({
    subresource: undefined,
    namespace: undefined,
    name: undefined,
    labelSelector: undefined,
    query: new URLSearchParams(),
    ...request,
  });
}

/** As paths of the custom metrics API name it: `services`, `deployments.apps`. */
function resourceOf(registry: Registry, { apiVersion = 'v1', kind }: CrossVersionObjectReference): string {
  const type = registry.ofKind(apiVersion, kind)?.type;
  if (type !== undefined) return type.group === '' ? type.resource : `${type.resource}.${type.group}`;
  const group = groupOf(apiVersion);
  const name = group === '' ? kind : `${kind}.${group}`;
  throw new MetricError(`unable to map kind ${name} to resource: no matches for kind "${kind}" in group "${group}"`);
}

function textOf(selector: LabelSelectorObject | undefined): string {
  const requirements = selectorRequirements(selector ?? {});
  return requirements === null ? '' : formatRequirements(requirements);
}
