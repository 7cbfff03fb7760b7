// What the custom and external metrics APIs of a cluster offer, and how a value of it is read.

/** The last is how Kubernetes 1.6 and 1.7 called the first. */
export const METRICS_GROUPS = [
  'custom.metrics.k8s.io',
  'external.metrics.k8s.io',
  'custom-metrics.metrics.k8s.io',
] as const;
export type MetricsApiGroup = (typeof METRICS_GROUPS)[number];

export interface MetricsApisView {
  apis: readonly MetricsApiView[];
  /** Why nothing can be said at all; null mostly. */
  trouble: string | null;
  /** Of the cluster's pods: where one may look for objects. */
  namespaces: readonly string[];
}

/** One version of one group. */
export interface MetricsApiView {
  group: MetricsApiGroup;
  version: string;
  metrics: readonly OfferedMetric[];
  /** Why its metrics are not known; null where they are. */
  trouble: string | null;
}

export interface OfferedMetric {
  /** `services`, `deployments.apps`; null for one from outside the cluster, which is of no object. */
  resource: string | null;
  metric: string;
  namespaced: boolean;
}

/** As discovery lists it: `services/http_requests`, of the external API `queue_length`. Null for what is no metric. */
export function offeredMetric(
  group: MetricsApiGroup,
  { name, namespaced }: { name: string; namespaced: boolean },
): OfferedMetric | null {
  if (group === 'external.metrics.k8s.io') return { resource: null, metric: name, namespaced };
  const slash = name.indexOf('/');
  if (slash < 0) return null;
  return { resource: name.slice(0, slash), metric: name.slice(slash + 1), namespaced };
}

export interface ValueQuestion extends OfferedMetric {
  group: MetricsApiGroup;
  version: string;
  namespace: string;
  /** `*` asks for all. */
  object: string;
}

/** The path at the API server. A namespace's own metric stands below it. */
export function valuePath({ group, version, resource, metric, namespaced, namespace, object }: ValueQuestion): string {
  const place =
    resource === null
      ? ['namespaces', namespace]
      : resource === 'namespaces'
        ? ['namespaces', object, 'metrics']
        : [...(namespaced ? ['namespaces', namespace] : []), resource, object];
  const segments = [...place, metric].map((part) => (part === '*' ? part : encodeURIComponent(part)));
  return `/apis/${group}/${version}/${segments.join('/')}`;
}

export interface ReadValue {
  /** `Service sample-metrics-app`; of an external metric its labels. */
  of: string;
  /** A quantity as Kubernetes writes it. */
  value: string;
  /** ISO 8601 of the cluster's time; null where it is not said. */
  at: string | null;
  windowSeconds: number | null;
}

/** Null where the answer is none of a metrics API. */
export function readValues(body: unknown): ReadValue[] | null {
  const { items } = (body ?? {}) as { items?: unknown };
  if (!Array.isArray(items)) return null;
  return items.flatMap((item: unknown) => {
    const { value, timestamp, describedObject, windowSeconds, window, metricLabels } = (item ?? {}) as RawValue;
    if (typeof value !== 'string') return [];
    const seconds = windowSeconds ?? window;
    return {
      of:
        describedObject === undefined || describedObject === null
          ? labelsText(metricLabels ?? {})
          : `${describedObject.kind ?? ''} ${describedObject.name ?? ''}`.trim(),
      value,
      at: typeof timestamp === 'string' ? timestamp : null,
      windowSeconds: typeof seconds === 'number' ? seconds : null,
    };
  });
}

interface RawValue {
  value?: unknown;
  timestamp?: unknown;
  describedObject?: { kind?: string; name?: string } | null;
  /** v1beta1 of 1.6 called it otherwise. */
  windowSeconds?: unknown;
  window?: unknown;
  metricLabels?: Readonly<Record<string, string>> | null;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const texts = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return texts.length === 0 ? 'all series' : texts.join(', ');
}
