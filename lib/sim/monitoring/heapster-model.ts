// What Heapster holds in memory: the last quarter of an hour of use, a batch each minute
// (heapster metrics/sinks/metric/metric_sink.go, metrics/sinks/factory.go).
import type { Pod } from 'kubernetes-types/core/v1';
import type { Stored } from '../store/object.ts';
import type { Usage } from '../usage/usage.ts';
import type { Kubelets } from './kubelets.ts';
import type { Instant } from './targets.ts';

/** --metric_resolution. */
export const HEAPSTER_RESOLUTION_MS = 60_000;
const LONG_MS = 15 * 60_000;
/** All but cpu/usage_rate and memory/usage is held so short. */
const SHORT_MS = 140_000;

export interface ContainerUse {
  namespace: string;
  pod: string;
  container: string;
  usage: Usage;
}

export interface Batch {
  /** The end of its minute. */
  atMs: number;
  nodes: ReadonlyMap<string, Usage>;
  containers: readonly ContainerUse[];
}

export class HeapsterModel {
  static readonly lengthMs = LONG_MS;
  readonly #kubelets: Kubelets;
  readonly #batches: Batch[] = [];
  #lastIndex: number;

  /** `past`: the minutes before the first instant, latest first. */
  constructor(kubelets: Kubelets, past: readonly Instant[], nowMs: number) {
    this.#kubelets = kubelets;
    this.#lastIndex = past[0]?.index ?? Math.floor(nowMs / HEAPSTER_RESOLUTION_MS) - 1;
    for (const { atMs } of past.toReversed()) this.#batches.push(this.#batch(atMs, atMs));
  }

  measure(nowMs: number): void {
    const index = Math.floor(nowMs / HEAPSTER_RESOLUTION_MS);
    if (index <= this.#lastIndex) return;
    this.#lastIndex = index;
    const atMs = index * HEAPSTER_RESOLUTION_MS;
    this.#batches.push(this.#batch(nowMs, atMs));
    while ((this.#batches[0]?.atMs ?? atMs) <= atMs - LONG_MS) this.#batches.shift();
  }

  /** Oldest first; what has grown too old is dropped with the next measurement, as there. */
  batches(isHeldLong: boolean): readonly Batch[] {
    const newestMs = this.#batches.at(-1)?.atMs ?? 0;
    return isHeldLong ? this.#batches : this.#batches.filter(({ atMs }) => atMs > newestMs - SHORT_MS);
  }

  get newest(): Batch | undefined {
    return this.#batches.at(-1);
  }

  #batch(measuredMs: number, atMs: number): Batch {
    const nodes = new Map<string, Usage>();
    const containers: ContainerUse[] = [];
    for (const board of this.#kubelets.boards(measuredMs)) {
      if (board.usage === null || board.isMute) continue;
      nodes.set(board.node.metadata.name, board.usage);
      for (const { pod, status, usage } of board.containers) containers.push(containerUse(pod, status.name, usage));
    }
    return { atMs, nodes, containers };
  }
}

function containerUse({ metadata }: Stored<Pod>, container: string, usage: Usage): ContainerUse {
  return { namespace: metadata.namespace ?? '', pod: metadata.name, container, usage };
}
