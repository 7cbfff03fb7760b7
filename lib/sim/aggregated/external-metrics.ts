// external.metrics.k8s.io: requests per second that reach the front of each service of a namespace, counted where clients
// come in: also while no pod answers them.
import { faultsOf, SLOW_METRICS_MS, staleSince } from '../faults.ts';
import { unknownPath } from '../refusals.ts';
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

const GROUP = 'external.metrics.k8s.io';
const VERSION = 'v1beta1';
/** Its values have the label `service`. */
export const INGRESS_REQUESTS = 'ingress_requests_per_second';

export interface ExternalMetricsParts {
  source: ObjectSource;
  load: Load;
  collected: Collected;
  now: () => number;
}

export class ExternalMetricsApi implements AggregatedApi {
  readonly group = GROUP;
  readonly version = VERSION;
  readonly apiService = `${VERSION}.${GROUP}`;
  readonly #parts: ExternalMetricsParts;
  readonly #held = new HeldFigures();

  constructor(parts: ExternalMetricsParts) {
    this.#parts = parts;
  }

  resources(): readonly AggregatedResource[] {
    if (!this.#isKnown(INGRESS_REQUESTS)) return [];
    return [
      {
        id: `${INGRESS_REQUESTS}.${GROUP}`,
        group: GROUP,
        version: VERSION,
        resource: INGRESS_REQUESTS,
        singular: '',
        kind: 'ExternalMetricValueList',
        namespaced: true,
        verbs: ['get'],
        shortNames: [],
        categories: [],
        subresources: [],
        preferred: true,
      },
    ];
  }

  handle({ resource, subresource, namespace, name, labelSelector }: AggregatedRequest): KubeObject {
    const { source, collected, now } = this.#parts;
    const state = faultsOf(source).metrics.externalMetrics;
    this.#held.keep(state === 'stale');
    if (state === 'down') throw unavailable();
    if (namespace === undefined || name !== undefined || subresource !== undefined) throw unknownPath();
    if (!this.#isKnown(resource)) throw unknownMetric(resource, namespace);
    const atMs = staleSince(source, 'externalMetrics') ?? collected.measuredMs(now(), false);
    const values = atMs === null ? [] : this.#values(namespace, labelSelector, atMs);
    const items = values.map((item) =>
      state === 'garbage' ? { ...item, timestamp: NO_TIME, value: NO_QUANTITY } : item,
    );
    const object = { kind: 'ExternalMetricValueList', apiVersion: `${GROUP}/${VERSION}`, metadata: {}, items };
    return object;
  }

  delayMs(): number {
    const { source, collected } = this.#parts;
    return faultsOf(source).metrics.externalMetrics === 'slow' ? SLOW_METRICS_MS : collected.delayMs();
  }

  #isKnown(metric: string): boolean {
    return metric === INGRESS_REQUESTS && !faultsOf(this.#parts.source).unknownMetrics.includes(metric);
  }

  /** The selector is of the metric's labels. */
  #values(namespace: string, labelSelector: string | undefined, atMs: number) {
    const { source, load } = this.#parts;
    const isAsked = selector(labelSelector);
    const isStale = staleSince(source, 'externalMetrics') !== null;
    return source.list('services', namespace).flatMap(({ metadata }) => {
      const labels = { service: metadata.name };
      const perSecond = this.#held.figure(isStale, `${namespace}/${metadata.name}`, () =>
        load.offeredOnService(namespace, metadata.name, atMs),
      );
      if (perSecond === null || !isAsked({ metadata: { labels } })) return [];
      return [
        {
          metricName: INGRESS_REQUESTS,
          metricLabels: labels,
          timestamp: timestamp(atMs),
          windowSeconds: WINDOW_MS / 1_000,
          value: milli(perSecond),
        },
      ];
    });
  }
}

/** kubernetes-sigs/prometheus-adapter pkg/external-provider/external_provider.go, which knows one namespace by name. */
function unknownMetric(metric: string, namespace: string): StatusError {
  const where = namespace === 'default' ? 'namespaces' : '';
  return new StatusError('NotFound', `the server could not find the metric ${metric} for ${where}`);
}
