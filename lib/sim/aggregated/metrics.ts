// metrics.k8s.io/v1beta1: what nodes and pods use, as metrics-server answers it from its last scrape.
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { LabelSelectorError, matchesRequirements } from '#lib/rules/labels/label-selector.ts';
import { parseLabelSelector } from '#lib/rules/labels/label-selector-parser.ts';
import { faultsOf, SLOW_METRICS_MS, staleSince } from '../faults.ts';
import type { Power } from '../kubelet/power.ts';
import { StatusError } from '../status-error.ts';
import type { KubeObject, Stored } from '../store/object.ts';
import { timestamp } from '../timestamp.ts';
import type { ObjectSource } from '../usage/load.ts';
import { SAMPLE_MS, type Usage, type UsageModel } from '../usage/usage.ts';
import type { AggregatedApi, AggregatedRequest, AggregatedResource } from './aggregated-api.ts';
import { NO_QUANTITY, NO_TIME } from './metric-value.ts';
import { unavailable } from './unavailable.ts';

const GROUP = 'metrics.k8s.io';
const VERSION = 'v1beta1';
const API_VERSION = `${GROUP}/${VERSION}`;
const KI = 1024;
const NANO = 1_000_000;

export interface MetricsParts {
  source: ObjectSource;
  power: Power;
  usage: UsageModel;
  now(): number;
}

export class MetricsApi implements AggregatedApi {
  readonly group = GROUP;
  readonly version = VERSION;
  readonly apiService = `${VERSION}.${GROUP}`;
  readonly #parts: MetricsParts;
  /** What was measured last of each node and pod, by uid: answered while nothing is measured any more. */
  readonly #held = new Map<string, Record<string, unknown>>();

  constructor(parts: MetricsParts) {
    this.#parts = parts;
  }

  resources(): readonly AggregatedResource[] {
    return [row('nodes', 'NodeMetrics', false), row('pods', 'PodMetrics', true)];
  }

  /** As its clients have it, with what is broken of it on purpose. */
  handle(request: AggregatedRequest): KubeObject {
    const state = faultsOf(this.#parts.source).metrics.metricsApi;
    if (state !== 'stale') this.#held.clear();
    if (state === 'down') throw unavailable();
    const answer = this.#answer(request);
    return state === 'garbage' ? garbled(answer) : answer;
  }

  delayMs(): number {
    return faultsOf(this.#parts.source).metrics.metricsApi === 'slow' ? SLOW_METRICS_MS : 0;
  }

  #answer(request: AggregatedRequest): KubeObject {
    if (request.subresource !== undefined) throw notFound();
    if (request.resource === 'nodes' && request.namespace === undefined) return this.#nodes(request);
    if (request.resource === 'pods') return this.#pods(request);
    throw notFound();
  }

  #nodes(request: AggregatedRequest): KubeObject {
    const { source } = this.#parts;
    if (request.verb === 'get') {
      const { name = '' } = request;
      const node = source.get('nodes', undefined, name);
      if (node === undefined) throw notFound('node', name);
      const metrics = this.#nodeMetrics(node);
      if (metrics === undefined) throw unmeasured('nodemetrics', name);
      return metrics;
    }
    const selected = source.list('nodes').filter(selector(request.labelSelector));
    return list('NodeMetricsList', selected.map((node) => this.#nodeMetrics(node)).filter(isThere));
  }

  #pods(request: AggregatedRequest): KubeObject {
    const { source } = this.#parts;
    const { namespace, name } = request;
    if (request.verb === 'get') {
      const pod = source.get('pods', namespace, name ?? '');
      if (pod === undefined) throw notFound('pods', name ?? '');
      const metrics = this.#podMetrics(pod);
      if (metrics === undefined) throw unmeasured('podmetrics', `${namespace}/${name}`);
      return metrics;
    }
    const selected = source.list('pods', namespace).filter(selector(request.labelSelector));
    return list('PodMetricsList', selected.map((pod) => this.#podMetrics(pod)).filter(isThere));
  }

  /** A board that is lost or left out has no figures: missing is not zero. */
  #isMeasured(node: Node | undefined): boolean {
    const { source, power } = this.#parts;
    const name = node?.metadata?.name;
    if (name === undefined || power.boardOf(name) === undefined) return false;
    const ready = node?.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
    return ready && !power.isDark(source, name, this.#parts.now()) && !faultsOf(source).metricsMissing.includes(name);
  }

  #nodeMetrics(node: Stored<Node>): KubeObject | undefined {
    if (!this.#isMeasured(node)) return undefined;
    const { source, usage } = this.#parts;
    const { name } = node.metadata;
    return this.#metrics('NodeMetrics', node, (atMs) => {
      const pods = source.list('pods').filter(({ spec }) => spec?.nodeName === name);
      return { usage: amounts(usage.ofNode(name, pods, atMs)) };
    });
  }

  #podMetrics(pod: Stored<Pod>): KubeObject | undefined {
    const { source, usage } = this.#parts;
    const nodeName = pod.spec?.nodeName;
    if (nodeName === undefined || !this.#isMeasured(source.get('nodes', undefined, nodeName))) return undefined;
    return this.#metrics('PodMetrics', pod, (atMs) => {
      const containers = usage.ofPod(pod, atMs);
      if (containers.length === 0) return null;
      return { containers: containers.map((container) => ({ name: container.name, usage: amounts(container.usage) })) };
    });
  }

  #metrics(kind: string, { metadata }: Stored, measure: Measure): KubeObject | undefined {
    const nowMs = this.#parts.now();
    const staleMs = staleSince(this.#parts.source, 'metricsApi');
    const measuredMs = staleMs ?? nowMs;
    const measured = this.#held.get(metadata.uid) ?? measure(measuredMs);
    if (measured === null) return undefined;
    if (staleMs !== null) this.#held.set(metadata.uid, measured);
    const { name, namespace, labels } = metadata;
    const object = {
      kind,
      apiVersion: API_VERSION,
      metadata: {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        creationTimestamp: timestamp(nowMs),
        ...(labels === undefined ? {} : { labels }),
      },
      timestamp: timestamp(this.#parts.usage.sampledMs(measuredMs)),
      window: `${SAMPLE_MS / 1_000}s`,
      ...measured,
    };
    return object;
  }
}

/** What use was at a moment; null where there is nothing to measure. */
type Measure = (atMs: number) => Record<string, unknown> | null;

/** Well-formed, and nonsense. */
function garbled(answer: KubeObject): KubeObject {
  const usage = { cpu: NO_QUANTITY, memory: '-1..0Qi' };
  const one = (object: Record<string, unknown>) => ({
    ...object,
    timestamp: NO_TIME,
    window: '',
    ...(object['usage'] === undefined ? {} : { usage }),
    ...(object['containers'] === undefined ? {} : { containers: [{ name: 'c', usage }] }),
  });
  const { items, ...rest } = answer as KubeObject & { items?: Record<string, unknown>[] };
  return (items === undefined ? one(rest) : { ...rest, items: items.map(one) }) as KubeObject;
}

function amounts({ cpuMillicores, memoryBytes }: Usage): { cpu: string; memory: string } {
  return { cpu: `${Math.round(cpuMillicores * NANO)}n`, memory: `${Math.round(memoryBytes / KI)}Ki` };
}

function row(resource: string, kind: string, namespaced: boolean): AggregatedResource {
  return {
    id: `${resource}.${GROUP}`,
    group: GROUP,
    version: VERSION,
    resource,
    singular: '',
    kind,
    namespaced,
    verbs: ['get', 'list'],
    shortNames: [],
    categories: [],
    subresources: [],
    preferred: true,
  };
}

/** Lists select by the labels of the nodes and pods themselves. */
export function selector(text: string | undefined): (object: KubeObject) => boolean {
  if (text === undefined || text === '') return () => true;
  try {
    const requirements = parseLabelSelector(text);
    return ({ metadata }) => matchesRequirements(requirements, metadata?.labels);
  } catch (error) {
    if (error instanceof LabelSelectorError) throw new StatusError('BadRequest', error.message);
    throw error;
  }
}

function list(kind: string, items: readonly KubeObject[]): KubeObject {
  const object = { kind, apiVersion: API_VERSION, metadata: {}, items };
  return object;
}

function isThere(metrics: KubeObject | undefined): metrics is KubeObject {
  return metrics !== undefined;
}

/** metrics-server pkg/api: the object is there, but nothing is known of its use. */
function unmeasured(resource: string, name: string): StatusError {
  const message = `${resource}.${GROUP} ${JSON.stringify(name)} not found`;
  return new StatusError('NotFound', message, { name, group: GROUP, kind: resource });
}

/** metrics-server pkg/api: a `node` or `pods` of no group. */
function notFound(resource?: string, name = ''): StatusError {
  if (resource === undefined)
    return new StatusError('NotFound', 'the server could not find the requested resource', {});
  return new StatusError('NotFound', `${resource} ${JSON.stringify(name)} not found`, { name, kind: resource });
}
