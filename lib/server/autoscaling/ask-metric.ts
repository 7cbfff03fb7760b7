import 'server-only';
// The value of a metric, read as the autoscaler's controller reads it.
import type { MetricSpec } from 'kubernetes-types/autoscaling/v2';
import type { ApiFacts, Asked, MetricItems } from '#lib/model/autoscaling/chain-facts.ts';
import { metricPath } from '#lib/model/autoscaling/metric-path.ts';
import { metricName } from '#lib/model/autoscaling/metric-view.ts';
import type { MetricValueItem, PodMetricsItem } from '#lib/rules/hpa/metric-answers.ts';
import type { Asking } from './asking.ts';
import type { KindResources } from './kind-resources.ts';

export interface MetricQuestion {
  spec: MetricSpec;
  namespace: string;
  /** Of the target; null where it is not known. */
  podSelector: string | null;
  api: ApiFacts;
}

export interface MetricAnswer {
  path: string | null;
  values: Asked<MetricItems> | null;
}

export async function askMetric(
  asking: Asking,
  kinds: KindResources,
  { spec, namespace, podSelector, api }: MetricQuestion,
): Promise<MetricAnswer> {
  const needsPods = spec.object === undefined && spec.external === undefined;
  // Without the target nobody knows whose metric it is; without the API there is no path.
  if (api.version === '' || (needsPods && podSelector === null)) return { path: null, values: null };
  let resource = '';
  if (spec.object !== undefined) {
    const { apiVersion = 'v1', kind } = spec.object.describedObject;
    const found = await kinds.of(asking, apiVersion, kind);
    if (!found.ok) return { path: null, values: found };
    resource = found.value.name;
  }
  const path = metricPath(spec, { namespace, version: api.version, podSelector: podSelector ?? '', resource });
  if (path === null)
    return { path, values: asking.failed(400, `no series can have the name or the selector of ${metricName(spec)}`) };
  const isResource = spec.resource !== undefined || spec.containerResource !== undefined;
  return { path, values: await asking.json(path, (body) => itemsOf(body, isResource)) };
}

/** What has not the shape of the API that was asked is left out. */
function itemsOf(body: unknown, isResource: boolean): MetricItems {
  const { items } = body as { items?: unknown };
  const list: readonly unknown[] = Array.isArray(items) ? items : [];
  if (isResource) return { kind: 'pod-metrics', items: list.filter(isPodMetrics) };
  return { kind: 'values', items: list.filter(isMetricValue) };
}

function isPodMetrics(item: unknown): item is PodMetricsItem {
  const { containers, timestamp } = (item ?? {}) as Partial<Record<keyof PodMetricsItem, unknown>>;
  return typeof timestamp === 'string' && Array.isArray(containers) && containers.every(isContainerUse);
}

function isContainerUse(container: unknown): boolean {
  const { name, usage } = (container ?? {}) as { name?: unknown; usage?: unknown };
  if (typeof name !== 'string' || typeof usage !== 'object' || usage === null) return false;
  return Object.values(usage).every((amount) => typeof amount === 'string');
}

function isMetricValue(item: unknown): item is MetricValueItem {
  const { value, timestamp } = (item ?? {}) as Partial<Record<keyof MetricValueItem, unknown>>;
  return typeof value === 'string' && typeof timestamp === 'string';
}
