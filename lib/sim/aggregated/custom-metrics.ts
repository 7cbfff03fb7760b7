// custom.metrics.k8s.io: requests per second of Services and pods, as prometheus-adapter answers them.
import { faultsOf, SLOW_METRICS_MS, staleSince } from '../faults.ts';
import { StatusError } from '../status-error.ts';
import type { KubeObject } from '../store/object.ts';
import { timestamp } from '../timestamp.ts';
import type { Load, ObjectSource } from '../usage/load.ts';
import type { AggregatedApi, AggregatedRequest, AggregatedResource } from './aggregated-api.ts';
import { type Collected, WINDOW_MS } from './collected.ts';
import { HeldFigures } from './held-figures.ts';
import { milli, NO_QUANTITY, NO_TIME } from './metric-value.ts';
import { selector } from './metrics.ts';
import { unavailable } from './unavailable.ts';

const GROUP = 'custom.metrics.k8s.io';
export const HTTP_REQUESTS = 'http_requests';
const KINDS: Readonly<Record<string, string>> = { services: 'Service', pods: 'Pod' };

/** An adapter that follows rules of its own: lib/sim/stack/prometheus-adapter.ts. */
interface RuledAdapter {
  isBehind(apiService: string): boolean;
  /** What its rules bring now, by the singular name of what it is a figure of. */
  metrics(apiService: string): readonly { resource: string; metric: string }[];
  /** So often it looks which there are. */
  readonly relistMs: number;
  figures(
    apiService: string,
    asked: { resource: string; namespace: string; names: readonly string[]; metric: string },
  ): ReadonlyMap<string, number>;
}

export interface CustomMetricsParts {
  source: ObjectSource;
  load: Load;
  collected: Collected;
  adapter: RuledAdapter;
  now: () => number;
}

interface Described {
  kind: string;
  namespace: string;
}

interface Measured {
  name: string;
  requestsPerSecond: number;
}

export class CustomMetricsApi implements AggregatedApi {
  readonly group = GROUP;
  readonly version: 'v1beta1' | 'v1beta2';
  readonly apiService: string;
  readonly #parts: CustomMetricsParts;
  readonly #held = new HeldFigures();

  constructor(version: 'v1beta1' | 'v1beta2', parts: CustomMetricsParts) {
    this.version = version;
    this.apiService = `${version}.${GROUP}`;
    this.#parts = parts;
  }

  resources(): readonly AggregatedResource[] {
    const kind = 'MetricValueList';
    const listed = this.#listed();
    const metric = (name: string) => ({ name, group: GROUP, version: this.version, kind, verbs: ['get'] });
    return Object.keys(KINDS).map((resource) => ({
      id: `${resource}.${GROUP}`,
      group: GROUP,
      version: this.version,
      resource,
      singular: '',
      kind,
      namespaced: true,
      verbs: [],
      shortNames: [],
      categories: [],
      subresources: listed.flatMap((one) => (one.resource === resource ? [metric(one.name)] : [])),
      preferred: this.version === 'v1beta2',
    }));
  }

  revision(): number {
    const { adapter, now } = this.#parts;
    return adapter.isBehind(this.apiService) ? Math.floor(now() / adapter.relistMs) : 0;
  }

  #listed(): { resource: string; name: string }[] {
    const { adapter } = this.#parts;
    const ruled = adapter.isBehind(this.apiService)
      ? adapter.metrics(this.apiService).map(({ resource, metric }) => ({ resource: `${resource}s`, name: metric }))
      : Object.keys(KINDS).map((resource) => ({ resource, name: HTTP_REQUESTS }));
    return ruled.filter(({ name }) => this.#isKnown(name));
  }

  handle(request: AggregatedRequest): KubeObject {
    const { resource, subresource = '', namespace = '', name = '' } = request;
    const { source, collected, now } = this.#parts;
    const state = faultsOf(source).metrics.customMetrics;
    this.#held.keep(state === 'stale');
    if (state === 'down') throw unavailable();
    const kind = KINDS[resource];
    const isRuled = this.#parts.adapter.isBehind(this.apiService);
    const isNamed = isRuled || subresource === HTTP_REQUESTS;
    if (kind === undefined || !isNamed || name === '' || !this.#isKnown(subresource)) throw unknown(request);
    const staleMs = staleSince(source, 'customMetrics');
    // Who goes on with old figures asks nobody.
    const atMs = staleMs ?? (isRuled ? now() : collected.measuredMs(now(), true));
    const measured = atMs === null ? [] : isRuled ? this.#byRules(request) : this.#measured(request, atMs);
    if (measured.length === 0 && name !== '*') throw unknown(request);
    const items = measured.map((one) => {
      const item = this.#item(subresource, { kind, namespace, ...one }, atMs ?? now());
      return state === 'garbage' ? { ...item, timestamp: NO_TIME, value: NO_QUANTITY } : item;
    });
    const object = { kind: 'MetricValueList', apiVersion: `${GROUP}/${this.version}`, metadata: {}, items };
    return object;
  }

  delayMs(): number {
    const { source, collected } = this.#parts;
    return faultsOf(source).metrics.customMetrics === 'slow' ? SLOW_METRICS_MS : collected.delayMs();
  }

  #isKnown(metric: string): boolean {
    return !faultsOf(this.#parts.source).unknownMetrics.includes(metric);
  }

  /** What the rules of an adapter make of its Prometheus. */
  #byRules({ resource, namespace = '', name, labelSelector, subresource: metric = '' }: AggregatedRequest): Measured[] {
    const { source, adapter } = this.#parts;
    const isStale = staleSince(source, 'customMetrics') !== null;
    const all = source.list(resource, namespace).filter((object) => name !== '*' || selector(labelSelector)(object));
    const names = name === '*' ? all.map(({ metadata }) => metadata.name) : [name ?? ''];
    if (names.length === 0) return [];
    const asked = { resource: resource.replace(/s$/, ''), namespace, names, metric };
    const figures = isStale ? null : adapter.figures(this.apiService, asked);
    return names.flatMap((own) => {
      const key = `${metric} ${resource} ${namespace}/${own}`;
      const requestsPerSecond = this.#held.figure(isStale, key, () => figures?.get(own) ?? null);
      return requestsPerSecond === null ? [] : [{ name: own, requestsPerSecond }];
    });
  }

  #measured({ resource, namespace = '', name, labelSelector }: AggregatedRequest, atMs: number): Measured[] {
    const { source, load } = this.#parts;
    const isStale = staleSince(source, 'customMetrics') !== null;
    const isAsked = (object: KubeObject) =>
      name === '*' ? selector(labelSelector)(object) : object.metadata?.name === name;
    const measured = (own: string, measure: () => number | null): Measured[] => {
      const requestsPerSecond = this.#held.figure(isStale, `${resource} ${namespace}/${own}`, measure);
      return requestsPerSecond === null ? [] : [{ name: own, requestsPerSecond }];
    };
    if (resource === 'services') {
      const services = source.list('services', namespace).filter(isAsked);
      return services.flatMap(({ metadata }) =>
        measured(metadata.name, () => load.measuredOnService(namespace, metadata.name, atMs)),
      );
    }
    const pods = source.list('pods', namespace).filter(isAsked);
    return pods.flatMap((pod) => measured(pod.metadata.name, () => load.measuredOnPod(pod, atMs)));
  }

  #item(metric: string, { kind, namespace, name, requestsPerSecond }: Measured & Described, atMs: number) {
    const at = timestamp(atMs);
    const named =
      this.version === 'v1beta1'
        ? { metricName: metric, timestamp: at }
        : { metric: { name: metric, selector: null }, timestamp: at };
    return {
      describedObject: { kind, namespace, name, apiVersion: '/v1' },
      ...named,
      windowSeconds: WINDOW_MS / 1_000,
      value: milli(requestsPerSecond),
      ...(this.version === 'v1beta1' ? { selector: null } : {}),
    };
  }
}

/** custom-metrics-apiserver pkg/provider/errors.go. */
function unknown({ resource, name, subresource }: AggregatedRequest): StatusError {
  const about = name === '*' || name === undefined ? resource : `${resource} ${name}`;
  const message = `the server could not find the metric ${subresource ?? ''} for ${about}`;
  return new StatusError('NotFound', message);
}
