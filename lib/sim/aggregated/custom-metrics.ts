// custom.metrics.k8s.io: requests per second of Services and pods, as prometheus-adapter answers them.
import { StatusError } from '../status-error.ts';
import type { KubeObject } from '../store/object.ts';
import { timestamp } from '../timestamp.ts';
import type { Load, ObjectSource } from '../usage/load.ts';
import type { UsageModel } from '../usage/usage.ts';
import type { AggregatedApi, AggregatedRequest, AggregatedResource } from './aggregated-api.ts';
import { selector } from './metrics.ts';

const GROUP = 'custom.metrics.k8s.io';
export const HTTP_REQUESTS = 'http_requests';
/** What the adapter asks for is a rate over a minute (RATE_WINDOW_MS of the load). */
const WINDOW_SECONDS = 60;
const KINDS: Readonly<Record<string, string>> = { services: 'Service', pods: 'Pod' };

export interface CustomMetricsParts {
  source: ObjectSource;
  load: Load;
  usage: UsageModel;
  now(): number;
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

  constructor(version: 'v1beta1' | 'v1beta2', parts: CustomMetricsParts) {
    this.version = version;
    this.apiService = `${version}.${GROUP}`;
    this.#parts = parts;
  }

  resources(): readonly AggregatedResource[] {
    return Object.keys(KINDS).map((resource) => ({
      id: `${resource}.${GROUP}`,
      group: GROUP,
      version: this.version,
      resource,
      singular: '',
      kind: 'MetricValueList',
      namespaced: true,
      verbs: [],
      shortNames: [],
      categories: [],
      subresources: [
        { name: HTTP_REQUESTS, group: GROUP, version: this.version, kind: 'MetricValueList', verbs: ['get'] },
      ],
      preferred: this.version === 'v1beta2',
    }));
  }

  handle(request: AggregatedRequest): KubeObject {
    const { resource, subresource, namespace = '', name = '' } = request;
    const kind = KINDS[resource];
    if (kind === undefined || subresource !== HTTP_REQUESTS || name === '') throw unknown(request);
    const measured = resource === 'services' ? this.#services(request) : this.#pods(request);
    if (measured.length === 0 && name !== '*') throw unknown(request);
    const items = measured.map((one) => this.#item(kind, namespace, one));
    const object = { kind: 'MetricValueList', apiVersion: `${GROUP}/${this.version}`, metadata: {}, items };
    return object;
  }

  /** Pods are scraped as often as boards are measured. */
  #scrapedMs(): number {
    return this.#parts.usage.sampledMs(this.#parts.now());
  }

  #services({ namespace = '', name, labelSelector }: AggregatedRequest): Measured[] {
    const { source, load } = this.#parts;
    const atMs = this.#scrapedMs();
    return source
      .list('services', namespace)
      .filter((service) => (name === '*' ? selector(labelSelector)(service) : service.metadata.name === name))
      .flatMap(({ metadata }) => measuredAs(metadata.name, load.measuredOnService(namespace, metadata.name, atMs)));
  }

  #pods({ namespace = '', name, labelSelector }: AggregatedRequest): Measured[] {
    const { source, load } = this.#parts;
    const atMs = this.#scrapedMs();
    return source
      .list('pods', namespace)
      .filter((pod) => (name === '*' ? selector(labelSelector)(pod) : pod.metadata.name === name))
      .flatMap((pod) => measuredAs(pod.metadata.name, load.measuredOnPod(pod, atMs)));
  }

  #item(kind: string, namespace: string, { name, requestsPerSecond }: Measured) {
    const at = timestamp(this.#scrapedMs());
    const metric =
      this.version === 'v1beta1'
        ? { metricName: HTTP_REQUESTS, timestamp: at }
        : { metric: { name: HTTP_REQUESTS, selector: null }, timestamp: at };
    return {
      describedObject: { kind, namespace, name, apiVersion: '/v1' },
      ...metric,
      windowSeconds: WINDOW_SECONDS,
      value: milli(requestsPerSecond),
      ...(this.version === 'v1beta1' ? { selector: null } : {}),
    };
  }
}

function measuredAs(name: string, requestsPerSecond: number | null): Measured[] {
  return requestsPerSecond === null ? [] : [{ name, requestsPerSecond }];
}

/** `2664m`, `3`: canonical, as a Quantity prints itself. */
function milli(value: number): string {
  const thousandths = Math.round(value * 1_000);
  return thousandths % 1_000 === 0 ? String(thousandths / 1_000) : `${thousandths}m`;
}

/** custom-metrics-apiserver pkg/provider/errors.go. */
function unknown({ resource, name, subresource }: AggregatedRequest): StatusError {
  const about = name === '*' || name === undefined ? resource : `${resource} ${name}`;
  const message = `the server could not find the metric ${subresource ?? ''} for ${about}`;
  return new StatusError('NotFound', message);
}
