// Heapster's HTTP API: the model with a quarter of an hour of use, and the metrics that kubectl once asked it for.
// Mirrors heapster metrics/api/v1/model_handlers.go and metrics/apis/metrics/handlers.go.
import { cpuQuantity, memoryQuantity } from '#lib/rules/quantity.ts';
import { selector } from '../aggregated/metrics.ts';
import { type HttpRequest, type HttpResponse, json, pageNotFound, text } from '../proxy/http-message.ts';
import { StatusError } from '../status-error.ts';
import { timestamp } from '../timestamp.ts';
import type { ObjectSource } from '../usage/load.ts';
import { sumOf, type Usage } from '../usage/usage.ts';
import type { Batch, ContainerUse, HeapsterModel } from './heapster-model.ts';

export interface AskedHeapster {
  model: HeapsterModel;
  source: ObjectSource;
  nowMs: number;
}

export function answerHeapster(request: HttpRequest, asked: AskedHeapster): HttpResponse {
  if (request.method !== 'GET') return text('405: Method Not Allowed', 405);
  const parts = request.path.split('/').filter((part) => part !== '');
  const [first, second, third, ...rest] = parts;
  if (request.path === '/healthz') return text('ok');
  if (first === 'api' && second === 'v1' && third === 'model') return answerModel(rest, request, asked);
  if (first === 'apis' && second === 'metrics' && third === 'v1alpha1') return answerMetrics(rest, request, asked);
  return pageNotFound();
}

/** Whose figures: of one batch, undefined where it has none. */
type Figure = (batch: Batch) => Usage | undefined;

const METRICS: Readonly<Record<string, { isHeldLong: boolean; of(usage: Usage): number }>> = {
  'cpu/usage_rate': { isHeldLong: true, of: ({ cpuMillicores }) => Math.round(cpuMillicores) },
  'memory/usage': { isHeldLong: true, of: ({ memoryBytes }) => Math.round(memoryBytes * CACHE_SHARE) },
  'memory/working_set': { isHeldLong: false, of: ({ memoryBytes }) => Math.round(memoryBytes) },
};
/** With what files leave in memory, which a working set does not count as far as it can be dropped. */
const CACHE_SHARE = 1.3;
const DEPRECATED: Readonly<Record<string, string>> = {
  'cpu-usage': 'cpu/usage_rate',
  'memory-usage': 'memory/usage',
  'memory-working': 'memory/working_set',
};

function answerModel(parts: readonly string[], request: HttpRequest, { model, nowMs }: AskedHeapster): HttpResponse {
  const at = parts.indexOf('metrics');
  const path = at < 0 ? parts : parts.slice(0, at);
  if (at < 0) return names(path, model);
  const figures = figuresOf(path);
  if (figures === null) return pageNotFound();
  const asked = parts.slice(at + 1).join('/');
  if (asked === '') return json(model.newest === undefined ? [] : Object.keys(METRICS));
  const range = timeRange(request.query, nowMs);
  if (typeof range === 'string') return text(range, 400);
  const results = figures.map((figure) => result(model, DEPRECATED[asked] ?? asked, figure, range));
  return json(path[2] === 'pod-list' ? { items: results } : results[0]);
}

/** What there is below a path: nodes, namespaces, a namespace's pods, a pod's containers. */
function names(path: readonly string[], model: HeapsterModel): HttpResponse {
  const { nodes = new Map(), containers = [] } = model.newest ?? {};
  const [kind, namespace, pods, pod, last] = path;
  const unique = (found: readonly string[]) => json([...new Set(found)].sort());
  if (kind === 'nodes' && path.length === 1) return unique([...nodes.keys()]);
  if (kind !== 'namespaces') return pageNotFound();
  if (path.length === 1) return unique(containers.map((one) => one.namespace));
  const own = containers.filter((one) => one.namespace === namespace);
  if (pods === 'pods' && path.length === 3) return unique(own.map((one) => one.pod));
  if (pods !== 'pods' || last !== 'containers' || path.length !== 5) return pageNotFound();
  return unique(own.filter((one) => one.pod === pod).map((one) => one.container));
}

/** One for each pod of a list, else one; null for a path that is none. */
function figuresOf(path: readonly string[]): Figure[] | null {
  const [kind, name = '', list, pods = '', last, container = ''] = path;
  if (path.length === 0) return [(batch) => total([...batch.nodes.values()])];
  if (kind === 'nodes' && path.length === 2) return [(batch) => batch.nodes.get(name)];
  if (kind !== 'namespaces') return null;
  const ofPod = (pod: string): Figure => summed((one) => one.namespace === name && one.pod === pod);
  if (path.length === 2) return [summed((one) => one.namespace === name)];
  if (path.length === 4 && list === 'pod-list') return pods.split(',').map(ofPod);
  if (path.length === 4 && list === 'pods') return [ofPod(pods)];
  if (path.length !== 6 || list !== 'pods' || last !== 'containers') return null;
  return [summed((one) => one.namespace === name && one.pod === pods && one.container === container)];
}

function summed(isMeant: (one: ContainerUse) => boolean): Figure {
  return ({ containers }) => total(containers.filter(isMeant).map(({ usage }) => usage));
}

function total(usages: readonly Usage[]): Usage | undefined {
  return usages.length === 0 ? undefined : sumOf(usages);
}

interface TimeRange {
  fromMs: number;
  untilMs: number;
}

/** A sentence for who asked wrongly. */
function timeRange(query: URLSearchParams, nowMs: number): TimeRange | string {
  const read = (name: string, absent: number) => {
    const given = query.get(name) ?? '';
    return given === '' ? absent : Date.parse(given);
  };
  const range = { fromMs: read('start', 0), untilMs: read('end', nowMs) };
  if (!Number.isNaN(range.fromMs) && !Number.isNaN(range.untilMs)) return range;
  const wrong = (Number.isNaN(range.fromMs) ? query.get('start') : query.get('end')) ?? '';
  return `timestamp argument cannot be parsed: parsing time ${JSON.stringify(wrong)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(wrong)} as "2006"`;
}

/** What Go prints for no time at all. */
const NO_TIME = '0001-01-01T00:00:00Z';

function result(model: HeapsterModel, name: string, figure: Figure, { fromMs, untilMs }: TimeRange): object {
  const metric = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
  const batches = metric === undefined ? [] : model.batches(metric.isHeldLong);
  const metrics = batches.flatMap((batch) => {
    const usage = batch.atMs >= fromMs && batch.atMs <= untilMs ? figure(batch) : undefined;
    if (metric === undefined || usage === undefined) return [];
    return [{ timestamp: timestamp(batch.atMs), value: metric.of(usage) }];
  });
  return { metrics, latestTimestamp: metrics.at(-1)?.timestamp ?? NO_TIME };
}

function answerMetrics(parts: readonly string[], { query }: HttpRequest, asked: AskedHeapster): HttpResponse {
  const [kind, name, pods, pod] = parts;
  try {
    const chosen = selector(query.get('labelSelector') ?? '');
    if (kind === 'nodes') {
      const nodes = asked.source.list('nodes').filter(chosen);
      const found = nodes.flatMap(({ metadata }) => nodeMetrics(asked, metadata.name));
      return name === undefined ? json({ metadata: {}, items: found }) : one(nodeMetrics(asked, name), `node ${name}`);
    }
    const isPods = kind === 'pods' || (kind === 'namespaces' && pods === 'pods');
    if (!isPods) return pageNotFound();
    if (kind === 'namespaces' && pod !== undefined)
      return one(podMetrics(asked, name ?? '', pod), `pod ${name}/${pod}`);
    const listed = asked.source.list('pods', kind === 'pods' ? undefined : name).filter(chosen);
    const found = listed.flatMap(({ metadata }) => podMetrics(asked, metadata.namespace ?? '', metadata.name));
    return json({ metadata: {}, items: found });
  } catch (error) {
    if (error instanceof StatusError) return text(`Error while parsing selector: ${error.message}`, 400);
    throw error;
  }
}

function one([found]: readonly object[], what: string): HttpResponse {
  return found === undefined ? text(`No metrics for ${what}`, 404) : json(found);
}

function nodeMetrics({ model, nowMs }: AskedHeapster, name: string): object[] {
  const usage = model.newest?.nodes.get(name);
  return usage === undefined ? [] : [{ ...head({ name }, model, nowMs), usage: amounts(usage) }];
}

/** A pod with a container that was not measured has no figures at all. */
function podMetrics({ model, source, nowMs }: AskedHeapster, namespace: string, name: string): object[] {
  const wanted = source.get('pods', namespace, name)?.spec?.containers ?? [];
  const own = (model.newest?.containers ?? []).filter((one) => one.namespace === namespace && one.pod === name);
  const containers = wanted.flatMap((container) => {
    const use = own.find((measured) => measured.container === container.name);
    return use === undefined ? [] : [{ name: container.name, usage: amounts(use.usage) }];
  });
  if (containers.length === 0 || containers.length < wanted.length) return [];
  return [{ ...head({ name, namespace }, model, nowMs), containers }];
}

function head(metadata: object, { newest }: HeapsterModel, nowMs: number): object {
  return {
    metadata: { ...metadata, creationTimestamp: timestamp(nowMs) },
    timestamp: timestamp(newest?.atMs ?? 0),
    window: '1m0s',
  };
}

function amounts({ cpuMillicores, memoryBytes }: Usage): object {
  return { cpu: cpuQuantity(cpuMillicores), memory: memoryQuantity(memoryBytes) };
}
