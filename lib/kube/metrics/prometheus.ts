// Use now and before from a Prometheus: finds out what it scrapes, and asks for that.
import { BOARD_NAMES } from '#lib/rules/prometheus/board-expressions.ts';
import {
  CONTAINER_EXPRESSIONS,
  type ContainerExpressions,
  expressionText,
  NODE_EXPRESSIONS,
  type NodeExpressions,
  type PrometheusExpression,
  type UseExpressions,
} from '#lib/rules/prometheus/expressions.ts';
import { measuredAmounts, roundedAmounts } from '#lib/rules/top/amounts.ts';
import type { NodeUsage } from '#lib/rules/top/resource-metrics.ts';
import { isStatusError, StatusError } from '../status-error.ts';
import type { AskService } from './ask-service.ts';
import { type KnownNode, NodeNames, ownNames } from './node-names.ts';
import { type Labels, momentOf, PrometheusClient, type Sample } from './prometheus-client.ts';
import { historyOf } from './prometheus-history.ts';
import { podsOf } from './prometheus-pods.ts';
import type { HistoryQuery, HistorySeries, LiveUsageSource, UsageHistorySource, UsageReading } from './usage-source.ts';

/** What it scrapes of this cluster. */
export interface PrometheusKnowledge {
  nodes: NodeExpressions | null;
  containers: ContainerExpressions | null;
  /** Milliseconds between two samples of a node; null while there is one alone. */
  intervalMs: number | null;
}

export interface PrometheusOptions {
  ask: AskService;
  title: string;
  /** Whose series count. */
  nodes: () => readonly KnownNode[];
}

/** Prometheus's own, where nobody says otherwise. */
const INTERVAL_INITIAL_MS = 60_000;
const INTERVAL_LEAST_MS = 1_000;
const INTERVAL_MOST_MS = 300_000;
/** A window of three intervals outlives one missed scrape, and ends soon after the last. */
const WINDOW_INTERVALS = 3;
/** Of the scrapes of a longer one so many have to be there. */
const COVERED_LEAST = 0.75;
/** What was found is looked for anew after so long: another job may scrape by then. */
const KNOWLEDGE_MS = 600_000;

export class PrometheusSource implements LiveUsageSource, UsageHistorySource {
  readonly kind = 'prometheus';
  readonly title: string;
  readonly #client: PrometheusClient;
  readonly #nodes: () => readonly KnownNode[];
  #knowledge: PrometheusKnowledge = { nodes: null, containers: null, intervalMs: null };
  /** What boards call themselves, by instance. */
  #own: ReadonlyMap<string, string> = new Map();
  #learnedMs = Number.NEGATIVE_INFINITY;

  constructor({ ask, title, nodes }: PrometheusOptions) {
    this.title = title;
    this.#client = new PrometheusClient(ask, title);
    this.#nodes = nodes;
  }

  get resolutionMs(): number {
    return this.#knowledge.intervalMs ?? INTERVAL_INITIAL_MS;
  }

  /** Asks what it scrapes. @throws {StatusError} */
  async learn(signal: AbortSignal): Promise<PrometheusKnowledge> {
    this.#own = ownNames(await this.#client.now(expressionText(BOARD_NAMES), signal));
    const [nodes, containers] = await Promise.all([this.#findNodes(signal), this.#findContainers(signal)]);
    const intervalMs = nodes?.intervalMs ?? null;
    this.#knowledge = { nodes: nodes?.expressions ?? null, containers, intervalMs };
    // What was not found is looked for again the next time.
    this.#learnedMs = nodes === null || intervalMs === null ? Number.NEGATIVE_INFINITY : performance.now();
    return this.#knowledge;
  }

  async read({ pods }: { pods: boolean }, signal: AbortSignal): Promise<UsageReading> {
    const { nodes, containers } = await this.#known(signal);
    if (nodes === null) throw this.#knowsNothing('of the nodes');
    const [measured, podReading] = await Promise.all([
      this.#nodesNow(nodes, signal),
      pods ? this.#podsNow(containers, signal) : { pods: null, podsTrouble: null },
    ]);
    return { nodes: measured, ...podReading };
  }

  async history(query: HistoryQuery, signal: AbortSignal): Promise<ReadonlyMap<string, HistorySeries>> {
    const { subject, stepMs } = query;
    const { nodes, containers } = await this.#known(signal);
    const intervalMs = this.resolutionMs;
    const windowMs = WINDOW_INTERVALS * intervalMs;
    // Of steps that several scrapes fall into the mean, of finer ones what was measured last.
    const isMean = stepMs > windowMs;
    const fill = {
      windowSeconds: Math.max(stepMs, windowMs) / 1_000,
      leastCount: Math.ceil((COVERED_LEAST * stepMs) / intervalMs),
      ...(subject.by === 'pod' ? { namespace: subject.namespace, pod: subject.name } : {}),
    };
    const ask = async (
      cpu: PrometheusExpression,
      memory: PrometheusExpression,
      keyOf: (labels: Labels) => string | null,
    ) => {
      const range = (expression: PrometheusExpression) =>
        this.#client.range(expressionText(expression, fill), query, signal);
      return historyOf(query, ...(await Promise.all([range(cpu), range(memory)])), keyOf);
    };
    if (subject.by === 'node') {
      if (nodes === null) throw this.#knowsNothing('of the nodes');
      const names = this.#names();
      return ask(isMean ? nodes.cpuMean : nodes.cpu, nodes.memoryMean, (labels) => names.of(labels));
    }
    if (containers === null) throw this.#knowsNothing('of containers');
    if (subject.by === 'namespace') {
      const { namespaceCpu, namespaceCpuMean, namespaceMemory } = containers;
      return ask(isMean ? namespaceCpuMean : namespaceCpu, namespaceMemory, ({ namespace }) => namespace ?? null);
    }
    const { podCpu, podCpuMean, podMemory, containerLabel } = containers;
    return ask(isMean ? podCpuMean : podCpu, podMemory, ({ [containerLabel]: container }) =>
      container === undefined ? null : `${subject.namespace}/${subject.name}/${container}`,
    );
  }

  #names(): NodeNames {
    return new NodeNames(this.#nodes(), this.#own);
  }

  async #known(signal: AbortSignal): Promise<PrometheusKnowledge> {
    return performance.now() - this.#learnedMs < KNOWLEDGE_MS ? this.#knowledge : await this.learn(signal);
  }

  /** The best way to ask that names at least one of our nodes. */
  async #findNodes(signal: AbortSignal): Promise<{ expressions: NodeExpressions; intervalMs: number | null } | null> {
    const names = this.#names();
    for (const expressions of NODE_EXPRESSIONS) {
      const found = await this.#client.samples(expressionText(expressions.samples), signal);
      const ours = found.filter(({ labels }) => names.of(labels) !== null);
      if (ours.length === 0) continue;
      const steps = ours.flatMap(({ points }) =>
        points.slice(1).map(({ atMs }, i) => atMs - (points[i]?.atMs ?? atMs)),
      );
      return { expressions, intervalMs: intervalOf(steps) };
    }
    return null;
  }

  async #findContainers(signal: AbortSignal): Promise<ContainerExpressions | null> {
    for (const expressions of CONTAINER_EXPRESSIONS) {
      const [count] = await this.#client.now(expressionText(expressions.present), signal);
      if (count !== undefined && count.value > 0) return expressions;
    }
    return null;
  }

  async #nodesNow(expressions: NodeExpressions, signal: AbortSignal): Promise<ReadonlyMap<string, NodeUsage>> {
    const names = this.#names();
    const byNode = (samples: readonly Sample[]) => {
      const found = new Map<string, number>();
      for (const { labels, value } of samples) {
        const name = names.of(labels);
        if (name !== null) found.set(name, Math.max(found.get(name) ?? value, value));
      }
      return found;
    };
    const [cpu, memory, at] = (await this.#amountsNow(expressions, signal)).map(byNode);
    const nodes = new Map<string, NodeUsage>();
    for (const [name, cores] of cpu ?? []) {
      const bytes = memory?.get(name);
      const measuredAt = momentOf(at?.get(name));
      if (bytes === undefined || measuredAt === null) continue;
      const amounts = roundedAmounts(measuredAmounts(cores, bytes));
      nodes.set(name, { at: measuredAt, windowSeconds: this.#windowSeconds, ...amounts });
    }
    return nodes;
  }

  async #podsNow(
    containers: ContainerExpressions | null,
    signal: AbortSignal,
  ): Promise<Pick<UsageReading, 'pods' | 'podsTrouble'>> {
    if (containers === null) return { pods: null, podsTrouble: this.#knowsNothing('of containers').message };
    try {
      const [cpu = [], memory = [], at = []] = await this.#amountsNow(containers, signal);
      return { pods: podsOf(containers, { cpu, memory, at, windowSeconds: this.#windowSeconds }), podsTrouble: null };
    } catch (error) {
      if (!isStatusError(error) || signal.aborted) throw error;
      return { pods: null, podsTrouble: error.message };
    }
  }

  /** Over how long CPU is measured: from one scrape to the next. */
  get #windowSeconds(): number {
    return this.resolutionMs / 1_000;
  }

  #amountsNow({ cpu, memory, measuredAt }: UseExpressions, signal: AbortSignal) {
    const windowSeconds = WINDOW_INTERVALS * this.#windowSeconds;
    return Promise.all(
      [cpu, memory, measuredAt].map((each) => this.#client.now(expressionText(each, { windowSeconds }), signal)),
    );
  }

  #knowsNothing(what: string): StatusError {
    return new StatusError(
      404,
      'NotFound',
      `${this.title} has no figures ${what}: it scrapes no kubelet of this cluster`,
    );
  }
}

/** The middle one: a target that came or went makes one odd step. */
function intervalOf(steps: readonly number[]): number | null {
  const sorted = steps.filter((step) => step > 0).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) return null;
  // Scrapes are some milliseconds early or late.
  const rounded = middle >= 5_000 ? Math.round(middle / 1_000) * 1_000 : middle;
  return Math.min(INTERVAL_MOST_MS, Math.max(INTERVAL_LEAST_MS, rounded));
}
