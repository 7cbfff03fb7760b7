// Use from metrics.k8s.io, which metrics-server or an adapter of Prometheus serves through the API server.
import { readNodeMetrics, readPodMetrics } from '#lib/rules/top/resource-metrics.ts';
import { isStatusError, StatusError } from '../status-error.ts';
import type { Transport } from '../transport.ts';
import { readList } from './metrics-list.ts';
import { Resolution } from './resolution.ts';
import { shownWords } from './shown-words.ts';
import type { LiveUsageSource, UsageReading } from './usage-source.ts';

const GROUP = 'metrics.k8s.io';
/** Newest first: kubectl takes whichever of them the server names first (pkg/cmd/top/top.go). */
export const METRICS_VERSIONS = ['v1', 'v1beta1'] as const;
export type MetricsVersion = (typeof METRICS_VERSIONS)[number];

/** metrics-server scrapes every 15 s by default (its --metric-resolution), 10 s at best. */
const RESOLUTION = { leastMs: 10_000, mostMs: 60_000, initialMs: 15_000 };
const TIMEOUT_MS = 8_000;
/** 400 bytes a node: 20,000 nodes. */
const NODES_BYTES_MAX = 8 * 1024 * 1024;
/** 700 bytes a pod of two containers: 90,000 pods. */
const PODS_BYTES_MAX = 64 * 1024 * 1024;

export class MetricsApiSource implements LiveUsageSource {
  readonly kind = 'metrics.k8s.io';
  readonly title: string;
  readonly #transport: Transport;
  readonly #root: string;
  readonly #resolution = new Resolution(RESOLUTION);

  constructor(transport: Transport, version: MetricsVersion = 'v1beta1') {
    this.#transport = transport;
    this.title = `${GROUP}/${version}`;
    this.#root = `/apis/${GROUP}/${version}`;
  }

  get resolutionMs(): number {
    return this.#resolution.ms;
  }

  async read({ pods }: { pods: boolean }, signal: AbortSignal): Promise<UsageReading> {
    const asked = pods ? this.#pods(signal) : { pods: null, podsTrouble: null };
    const [nodes, podReading] = await Promise.all([this.#nodes(signal), asked]);
    this.#resolution.saw(nodes);
    return { nodes, ...podReading };
  }

  async #nodes(signal: AbortSignal): Promise<UsageReading['nodes']> {
    const body = await this.#ask('nodes', NODES_BYTES_MAX, signal);
    return readList(body, readNodeMetrics, `${this.title}/nodes`);
  }

  async #pods(signal: AbortSignal): Promise<Pick<UsageReading, 'pods' | 'podsTrouble'>> {
    try {
      const body = await this.#ask('pods', PODS_BYTES_MAX, signal);
      return { pods: readList(body, readPodMetrics, `${this.title}/pods`), podsTrouble: null };
    } catch (error) {
      if (!isStatusError(error) || signal.aborted) throw error;
      return { pods: null, podsTrouble: troubleOf(error) };
    }
  }

  async #ask(resource: string, limitBytes: number, signal: AbortSignal): Promise<unknown> {
    const path = `${this.#root}/${resource}`;
    try {
      return (await this.#transport.json({ path, timeoutMs: TIMEOUT_MS, limitBytes, signal })).body;
    } catch (error) {
      if (!isStatusError(error) || !error.answered) throw error;
      // An adapter that cannot reach its Prometheus says at which address.
      const shown = shownWords(error.message, `the metrics API answered ${error.code}`);
      throw new StatusError(error.code, error.reason, shown);
    }
  }
}

/** 503 comes from the aggregator, whose own text names addresses. */
function troubleOf({ code, answered, message }: StatusError): string {
  if (code === 403) return `not allowed to list pods.${GROUP}`;
  if (code === 404) return 'the metrics API has no pods';
  return answered && code === 503 ? 'the metrics API is registered but does not answer' : message;
}
