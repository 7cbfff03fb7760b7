import 'server-only';
// The last hour of nodes and pods in thirty points: of what this server remembers, and before its start of a Prometheus.
import { isStatusError } from '#lib/kube/index.ts';
import type { SeriesValues } from '#lib/model/usage/history/graph-series.ts';
import { type Axis, floorTo } from '#lib/model/usage/history/steps.ts';
import type { UsageRing } from '#lib/model/usage/history/usage-ring.ts';
import { SPARKLINE_POINTS, type Sparkline } from '#lib/model/usage/usage-view.ts';
import { type History, MEMORY } from './history.ts';

const STEP_MS = 120_000;
/** Of our time: a source is not asked more often for what changes once in two minutes. */
const ASK_LEAST_MS = 30_000;

export interface SparkParts {
  ring: UsageRing | null;
  history: History;
  clusterMs: () => number;
}

export class Sparks {
  readonly #parts: SparkParts;
  #outside: { axis: Axis; values: ReadonlyMap<string, SeriesValues> } | null = null;
  #askedMs = Number.NEGATIVE_INFINITY;

  constructor(parts: SparkParts) {
    this.#parts = parts;
  }

  node(name: string): Sparkline | null {
    const axis = this.#axis();
    const ours = this.#parts.ring?.node(name, axis) ?? null;
    const before = this.#outside?.values.get(name);
    return sparkline((index, amount) => {
      const value = ours?.[amount].mean[index] ?? null;
      if (value !== null || before === undefined || this.#outside === null) return value;
      const shift = (axis.fromMs - this.#outside.axis.fromMs) / STEP_MS;
      return before[amount].mean[index + shift] ?? null;
    });
  }

  /** Of `namespace/name`: all its containers. */
  pod(key: string): Sparkline | null {
    const containers = this.#parts.ring?.pod(key, this.#axis());
    if (containers == null) return null;
    return sparkline((index, amount) => {
      let sum: number | null = null;
      for (const values of containers.values()) {
        const value = values[amount].mean[index] ?? null;
        if (value !== null) sum = (sum ?? 0) + value;
      }
      return sum;
    });
  }

  /** Asks for what was before this server's start, where that is due. */
  look(): void {
    const { history, ring } = this.#parts;
    const source = history.source(null);
    const axis = this.#axis();
    const isKnown = ring?.sinceMs != null && ring.sinceMs <= axis.fromMs;
    if (source === null || source === MEMORY || isKnown) return;
    if (this.#outside?.axis.toMs === axis.toMs || Date.now() - this.#askedMs < ASK_LEAST_MS) return;
    this.#askedMs = Date.now();
    history.read(source, { by: 'node' }, axis).then(
      (values) => {
        this.#outside = { axis, values };
      },
      (error: unknown) => {
        // The head says what is wrong with the source.
        if (!isStatusError(error)) throw error;
      },
    );
  }

  forget(): void {
    this.#outside = null;
    this.#askedMs = Number.NEGATIVE_INFINITY;
  }

  #axis(): Axis {
    const toMs = floorTo(this.#parts.clusterMs(), STEP_MS);
    return { fromMs: toMs - (SPARKLINE_POINTS - 1) * STEP_MS, toMs, stepMs: STEP_MS };
  }
}

function sparkline(at: (index: number, amount: 'cpu' | 'memory') => number | null): Sparkline | null {
  const values = (amount: 'cpu' | 'memory') =>
    Array.from({ length: SPARKLINE_POINTS }, (_, index) => at(index, amount));
  const spark = { cpu: values('cpu'), memory: values('memory') };
  return [...spark.cpu, ...spark.memory].some((value) => value !== null) ? spark : null;
}
