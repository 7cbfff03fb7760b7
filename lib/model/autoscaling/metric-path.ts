// Where a metric is read by hand: the path behind `kubectl get --raw`.
// Mirrors k8s.io/metrics/pkg/client/{custom_metrics,external_metrics} and resourceclient.
import type { MetricSpec } from 'kubernetes-types/autoscaling/v2';
import {
  formatRequirements,
  LabelSelectorError,
  type LabelSelectorObject,
  selectorRequirements,
} from '#lib/rules/labels/label-selector.ts';
import type { MetricsGroup } from './chain-facts.ts';

export interface MetricPlace {
  namespace: string;
  /** The version of the metrics API. */
  version: string;
  /** Of the target's pods, as a query. */
  podSelector: string;
  /** Of an Object metric: `services`, `deployments.apps`. */
  resource: string;
}

/** In which the newest is asked first, as the controller's clients do. */
export const VERSIONS: Readonly<Record<MetricsGroup, readonly string[]>> = {
  'metrics.k8s.io': ['v1beta1', 'v1'],
  'custom.metrics.k8s.io': ['v1beta2', 'v1beta1'],
  'external.metrics.k8s.io': ['v1beta1'],
};

export function metricsGroup({ type }: MetricSpec): MetricsGroup {
  if (type === 'External') return 'external.metrics.k8s.io';
  return type === 'Pods' || type === 'Object' ? 'custom.metrics.k8s.io' : 'metrics.k8s.io';
}

/** Null where there is none: a selector that nothing can match, a name that is no segment of a path. */
export function metricPath(spec: MetricSpec, place: MetricPlace): string | null {
  const { namespace, version, podSelector, resource } = place;
  const root = ['apis', metricsGroup(spec), version, 'namespaces', namespace];
  if (spec.pods !== undefined) {
    const { name, selector } = spec.pods.metric;
    return pathOf([...root, 'pods', '*', name], { labelSelector: podSelector, metricLabelSelector: textOf(selector) });
  }
  if (spec.object !== undefined) {
    const { metric, describedObject: about } = spec.object;
    const isNamespace = about.kind === 'Namespace' && !(about.apiVersion ?? '').includes('/');
    const segments = isNamespace ? ['metrics', metric.name] : [resource, about.name, metric.name];
    return pathOf([...root, ...segments], { metricLabelSelector: textOf(metric.selector) });
  }
  if (spec.external !== undefined) {
    const { name, selector } = spec.external.metric;
    return pathOf([...root, name], { labelSelector: textOf(selector) });
  }
  return pathOf([...root, 'pods'], { labelSelector: podSelector });
}

function pathOf(segments: readonly string[], query: Readonly<Record<string, string | null>>): string | null {
  const given = Object.entries(query).filter(([, value]) => value !== '');
  if (given.some(([, value]) => value === null)) return null;
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return null;
  const path = segments.map((segment) => (segment === '*' ? '*' : encodeURIComponent(segment))).join('/');
  const text = new URLSearchParams(given.map(([name, value]) => [name, value ?? ''])).toString();
  return `/${path}${text === '' ? '' : `?${text}`}`;
}

/** Null for one that cannot be. */
function textOf(selector: LabelSelectorObject | undefined): string | null {
  try {
    const requirements = selectorRequirements(selector ?? {});
    return requirements === null ? '' : formatRequirements(requirements);
  } catch (error) {
    if (error instanceof LabelSelectorError) return null;
    throw error;
  }
}
