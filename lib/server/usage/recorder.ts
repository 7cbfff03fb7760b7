import 'server-only';
// Writes what was measured into the ring: nodes, the sums of namespaces, and the containers of pods.
import type { HistorySeries, UsageHistorySource } from '#lib/kube/index.ts';
import type { PodRecord } from '#lib/model/records/records.ts';
import { floorTo } from '#lib/model/usage/history/steps.ts';
import type { UsageRing } from '#lib/model/usage/history/usage-ring.ts';
import { isReady } from '#lib/rules/nodes/node-status.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';
import type { News } from './live-usage.ts';

/** A measurement's own time is believed within so much of the cluster's. */
const AHEAD_MOST_MS = 5_000;
const BEHIND_MOST_MS = 120_000;
/** What Heapster keeps. */
const BACKFILL_MS = 15 * 60_000;
const BACKFILL_STEP_MS = 60_000;
const BACKFILL_TIMEOUT_MS = 20_000;

export interface RecordTimes {
  /** The cluster's time. */
  nowMs: number;
  /** Cluster time that a measurement stands for: since the poll before, as far as that was planned. */
  spanMs: number;
  /** The same of pods, which are read more rarely. */
  podsSpanMs: number;
}

export class Recorder {
  readonly #ring: UsageRing;
  readonly #cache: ClusterCache;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(ring: UsageRing, cache: ClusterCache) {
    this.#ring = ring;
    this.#cache = cache;
  }

  record(news: News, { nowMs, spanMs, podsSpanMs }: RecordTimes): void {
    const isNear =
      news.newestMs <= nowMs + AHEAD_MOST_MS && news.newestMs >= nowMs - Math.max(BEHIND_MOST_MS, 3 * spanMs);
    // One time for all of a reading, and never back: boards' own clocks differ.
    const atMs = Math.max(this.#lastMs, isNear ? news.newestMs : nowMs);
    this.#lastMs = atMs;
    for (const [name, { cpuMillicores, memoryBytes }] of news.nodes) {
      this.#ring.recordNode(name, { atMs, spanMs, cpuMillicores, memoryBytes });
    }
    if (news.pods !== null && news.pods.fresh.size > 0) this.#recordPods(news.pods, atMs, podsSpanMs);
    this.#ring.sweep(nowMs);
  }

  /** What Heapster remembers of before this server's start. */
  async backfill(source: UsageHistorySource, nowMs: number): Promise<void> {
    const toMs = floorTo(nowMs, BACKFILL_STEP_MS);
    const times = { fromMs: toMs - BACKFILL_MS, toMs, stepMs: BACKFILL_STEP_MS };
    const signal = AbortSignal.timeout(BACKFILL_TIMEOUT_MS);
    const [nodes, namespaces] = await Promise.all([
      source.history({ subject: { by: 'node' }, ...times }, signal),
      source.history({ subject: { by: 'namespace' }, ...times }, signal),
    ]);
    for (const [name, series] of nodes) for (const value of valuesOf(series, times)) this.#ring.recordNode(name, value);
    for (const [name, series] of namespaces) {
      for (const value of valuesOf(series, times)) this.#ring.recordNamespace(name, value);
    }
  }

  /** Time went back: another run of a scenario. */
  clear(): void {
    this.#ring.clear();
    this.#lastMs = Number.NEGATIVE_INFINITY;
  }

  #recordPods({ live, fresh }: NonNullable<News['pods']>, atMs: number, spanMs: number): void {
    const sums = new Map<string, { cpuMillicores: number; memoryBytes: number }>();
    for (const [key, { total }] of live) {
      const namespace = key.slice(0, key.indexOf('/'));
      const sum = sums.get(namespace) ?? { cpuMillicores: 0, memoryBytes: 0 };
      sum.cpuMillicores += total.cpuMillicores;
      sum.memoryBytes += total.memoryBytes;
      sums.set(namespace, sum);
    }
    const unknown = this.#namespacesInTheDark();
    for (const [namespace, sum] of sums) {
      if (!unknown.has(namespace)) this.#ring.recordNamespace(namespace, { atMs, spanMs, ...sum });
    }
    for (const [key, { containers }] of fresh) {
      for (const [container, amounts] of containers) {
        this.#ring.recordContainer(key, container, { atMs, spanMs, ...amounts });
      }
    }
  }

  /** Those with a running pod on a node that should be measured and is not: their sum would be too small. */
  #namespacesInTheDark(): ReadonlySet<string> {
    const { nodes, measures } = this.#cache;
    const found = new Set<string>();
    const isRunning = ({ phase }: PodRecord) => phase === 'Running';
    for (const { name, conditions } of nodes.values()) {
      if (!isReady(conditions) || measures.byNode.has(name)) continue;
      for (const pod of this.#cache.podsOn(name).values()) if (isRunning(pod)) found.add(pod.namespace);
    }
    return found;
  }
}

function* valuesOf(
  { cpuMillicores, memoryBytes }: HistorySeries,
  { fromMs, stepMs }: { fromMs: number; stepMs: number },
) {
  for (const [index, cpu] of cpuMillicores.entries()) {
    const memory = memoryBytes[index] ?? null;
    if (cpu === null || memory === null) continue;
    // The value of a step is of the time before it.
    const atMs = fromMs + index * stepMs - 1;
    yield { atMs, spanMs: stepMs, cpuMillicores: cpu, memoryBytes: memory };
  }
}
