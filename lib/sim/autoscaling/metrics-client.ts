// Reads metrics as the autoscaler's clients do: through the aggregated APIs, failing in the words of those clients.
// Mirrors pkg/controller/podautoscaler/metrics/client.go and k8s.io/metrics/pkg/client.
import type { CrossVersionObjectReference } from 'kubernetes-types/autoscaling/v2';
import {
  externalValues,
  type MetricValueItem,
  type PodMetricsItem,
  podReadings,
  resourceReadings,
  singleItem,
} from '#lib/rules/hpa/metric-answers.ts';
import { MetricError, type MetricName, type MetricSource, type PodReadings } from '#lib/rules/hpa/metric-source.ts';
import {
  formatRequirements,
  type LabelSelectorObject,
  selectorRequirements,
} from '#lib/rules/labels/label-selector.ts';
import { cpuMillicores, QuantityError } from '#lib/rules/quantity.ts';
import type { AggregatedApi, AggregatedRequest } from '../aggregated/aggregated-api.ts';
import { unavailable } from '../aggregated/unavailable.ts';
import type { Registry } from '../api/registry/registry.ts';
import type { FaultSource } from '../faults.ts';
import { refusalOf } from '../identity/access.ts';
import { isPermissionTaken } from '../identity/permissions-taken.ts';
import { StatusError } from '../status-error.ts';
import { fieldsOf, type KubeObject } from '../store/object.ts';
import { groupOf } from './target.ts';

const RESOURCE_METRICS = 'metrics.k8s.io';
const CUSTOM_METRICS = 'custom.metrics.k8s.io';
const EXTERNAL_METRICS = 'external.metrics.k8s.io';
/** Newest first, as the client prefers them. */
const CUSTOM_VERSIONS = ['v1beta2', 'v1beta1'];

/** Finds the API behind a group-version while it is registered. */
export interface AnsweringApis {
  answering(group: string, version: string): AggregatedApi | undefined;
}

export interface MetricsClientParts {
  apis: AnsweringApis;
  registry: Registry;
  /** What was taken from the controller on purpose. */
  faults: FaultSource;
}

/** pkg/controller/podautoscaler runs as this account (cmd/kube-controller-manager/app/autoscaling.go). */
export const CONTROLLER_USER = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';

/** The metrics of one autoscaler's namespace, and of the pods its target selects. */
export function metricsClient(parts: MetricsClientParts, namespace: string, podSelector: string): MetricSource {
  return {
    resource: (resource, container) => resourcesOf(parts, { namespace, podSelector }, resource, container),
    pods: (metric) => podsOf(parts, { namespace, podSelector }, metric),
    object: (metric, about) => objectOf(parts, namespace, metric, about),
    external: (metric) => externalOf(parts, namespace, metric),
  };
}

interface Pods {
  namespace: string;
  podSelector: string;
}

function resourcesOf(
  parts: MetricsClientParts,
  { namespace, podSelector }: Pods,
  resource: string,
  container: string,
): PodReadings {
  const from = 'resource metrics API';
  const request = { verb: 'list', resource: 'pods', namespace, labelSelector: podSelector } as const;
  const items = fetched<PodMetricsItem>(from, () => ask(parts, RESOURCE_METRICS, 'v1beta1', request));
  if (items.length === 0) throw new MetricError(`no metrics returned from ${from}`);
  return fetchedAs(from, () => resourceReadings(items, resource, container));
}

function podsOf(parts: MetricsClientParts, { namespace, podSelector }: Pods, metric: MetricName): PodReadings {
  const from = 'custom metrics API';
  const items = customValues(parts, metric, { resource: 'pods', namespace, name: '*', labelSelector: podSelector });
  if (items.length === 0) throw new MetricError(`no metrics returned from ${from}`);
  return fetchedAs(from, () => podReadings(items));
}

function objectOf(
  parts: MetricsClientParts,
  namespace: string,
  metric: MetricName,
  about: CrossVersionObjectReference,
): number {
  const isNamespace = about.kind === 'Namespace' && groupOf(about.apiVersion) === '';
  const where = isNamespace ? { name: namespace } : { namespace, name: about.name };
  // Which API there is, is asked before which resource a kind is.
  const items = customValues(parts, metric, () => ({ resource: resourceOf(parts.registry, about), ...where }));
  const item = singleItem(items);
  return fetchedAs('custom metrics API', () => cpuMillicores(item.value));
}

function externalOf(parts: MetricsClientParts, namespace: string, { name, selector }: MetricName): number[] {
  const from = 'external metrics API';
  const request = { verb: 'list', resource: name, namespace, labelSelector: textOf(selector) } as const;
  const items = fetched<MetricValueItem>(from, () => ask(parts, EXTERNAL_METRICS, 'v1beta1', request));
  if (items.length === 0) throw new MetricError(`no metrics returned from ${from}`);
  return fetchedAs(from, () => externalValues(items));
}

type Where = Pick<AggregatedRequest, 'resource' | 'name'> & { namespace?: string; labelSelector?: string };

function customValues(
  parts: MetricsClientParts,
  metric: MetricName,
  where: Where | (() => Where),
): readonly MetricValueItem[] {
  return fetched<MetricValueItem>('custom metrics API', () => {
    const version = customVersion(parts);
    const selector = textOf(metric.selector);
    const query = new URLSearchParams(selector === '' ? {} : { metricLabelSelector: selector });
    const place = typeof where === 'function' ? where() : where;
    return ask(parts, CUSTOM_METRICS, version, { verb: 'get', subresource: metric.name, query, ...place });
  });
}

/** Of those that discovery lists and that are not stale: k8s.io/metrics pkg/client/custom_metrics/discovery.go. */
function customVersion({ apis, registry }: MetricsClientParts): string {
  const registered = CUSTOM_VERSIONS.filter((version) => apis.answering(CUSTOM_METRICS, version) !== undefined);
  if (registered.length === 0) throw new MetricError(`no custom metrics API (${CUSTOM_METRICS}) registered`);
  const version = registered.find((one) => registry.isAvailable(CUSTOM_METRICS, one));
  if (version === undefined) throw new MetricError('no known available metric versions found');
  return version;
}

function fetched<T>(from: string, task: () => KubeObject): readonly T[] {
  const { items } = fieldsOf(fetchedAs(from, task));
  return Array.isArray(items) ? (items as T[]) : [];
}

function fetchedAs<T>(from: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    const isTheirs = [StatusError, MetricError, QuantityError].some((kind) => error instanceof kind);
    if (!isTheirs || !(error instanceof Error)) throw error;
    throw new MetricError(`unable to fetch metrics from ${from}: ${error.message}`);
  }
}

function ask(
  { apis, registry, faults }: MetricsClientParts,
  group: string,
  version: string,
  request: Pick<AggregatedRequest, 'verb' | 'resource'> & Partial<AggregatedRequest>,
): KubeObject {
  const { verb, resource, subresource = '', namespace = '', name = '' } = request;
  const attempt = { verb, group, resource, subresource, namespace, name };
  if (isPermissionTaken(faults, CONTROLLER_USER, attempt)) throw refusalOf(CONTROLLER_USER, attempt);
  const asked = `get ${resource}.${group}${name === '' || name === '*' ? '' : ` ${name}`}`;
  const api = apis.answering(group, version);
  if (api?.handle === undefined) throw new MetricError(`the server could not find the requested resource (${asked})`);
  if (!registry.isAvailable(group, version)) throw unavailable(asked);
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
