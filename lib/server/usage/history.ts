import 'server-only';
// What was used, from whichever remembers: asked once for all who want the same at the same time.
import {
  type HistorySubject,
  isStatusError,
  type PrometheusClient,
  StatusError,
  type UsageHistorySource,
} from '#lib/kube/index.ts';
import type { SourceView } from '#lib/model/overview/overview-view.ts';
import { aggregated } from '#lib/model/usage/history/aggregate.ts';
import { TIERS } from '#lib/model/usage/history/series-ring.ts';
import { type Axis, floorTo, pointCount } from '#lib/model/usage/history/steps.ts';
import type { UsageRing } from '#lib/model/usage/history/usage-ring.ts';
import type { HistoryLine } from '#lib/model/usage/usage-view.ts';
import { KeptAnswers, type PastUse } from './kept-answers.ts';
import type { SourceChoice } from './source-choice.ts';

/** What this server keeps itself, as `source=` names it. */
export const MEMORY = 'memory';
export const MEMORY_TITLE = 'this server';
/** So many fine values to a step, so that its peak is seen. */
const FINE = 4;
/** Beyond so many values in an answer a step has one. */
const FINE_POINTS_MAX = 1_200;
const NODES_FINE_MAX = 20;
const TIMEOUT_MS = 30_000;
/** An answer is good for all who ask so soon after, whatever the clock's rate. */
const KEEP_LEAST_MS = 2_000;
/** What this server remembers changes with each reading, which no source gives less often. */
const KEEP_MEMORY_MS = 60_000;
/** Answers that are being waited for; beyond them whoever asks is sent away. */
const ASKING_MAX = 8;

export interface HistoryParts {
  ring: UsageRing | null;
  choice: SourceChoice;
  nodeCount: () => number;
  /** The cluster's time, and simulated seconds per second. */
  clusterMs: () => number;
  clockRate: () => number;
  liveState: () => SourceView;
  liveResolutionMs: () => number;
}

export class History {
  readonly #parts: HistoryParts;
  readonly #kept = new KeptAnswers();
  #asking = 0;
  /** How the source outside answered last. */
  #outside: { source: UsageHistorySource; state: SourceView } | null = null;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
  }

  /** Who remembers, where nobody asked for another; `kind` names one. Null where there is none. */
  source(kind: string | null): UsageHistorySource | typeof MEMORY | null {
    const { ring, choice } = this.#parts;
    const outside = kind === MEMORY ? null : kind === null ? choice.history : choice.historyOf([kind]);
    if (outside !== null) return outside;
    return ring !== null && (kind === null || kind === MEMORY) ? MEMORY : null;
  }

  /** Those that take any expression, likeliest first. */
  get prometheuses(): readonly PrometheusClient[] {
    return this.#parts.choice.found.flatMap(({ expressions }) => expressions ?? []);
  }

  line(source: UsageHistorySource | typeof MEMORY | null): HistoryLine {
    if (source === null) {
      const state: SourceView = { state: 'absent', message: 'no history is kept' };
      return { kind: 'none', title: '', since: null, resolutionSeconds: 0, state };
    }
    if (source === MEMORY) {
      const sinceMs = this.#parts.ring?.sinceMs ?? null;
      return {
        kind: MEMORY,
        title: MEMORY_TITLE,
        since: sinceMs === null ? null : new Date(sinceMs).toISOString(),
        resolutionSeconds: this.resolutionMs(source) / 1_000,
        state: this.#parts.liveState(),
      };
    }
    const state = this.#outside?.source === source ? this.#outside.state : ({ state: 'live' } as const);
    const kind = source.kind === 'heapster' ? 'heapster' : 'prometheus';
    return { kind, title: source.title, since: null, resolutionSeconds: source.resolutionMs / 1_000, state };
  }

  resolutionMs(source: UsageHistorySource | typeof MEMORY): number {
    return source === MEMORY ? Math.max(TIERS[0].stepMs, this.#parts.liveResolutionMs()) : source.resolutionMs;
  }

  /** The finest step that can be told apart as far back as `fromMs`. */
  leastStepMs(source: UsageHistorySource | typeof MEMORY, fromMs: number): number {
    if (source !== MEMORY) return source.resolutionMs;
    const ageMs = this.#parts.clusterMs() - fromMs;
    // The oldest slot of a tier is being written over.
    const tier = TIERS.find(({ stepMs, slots }) => ageMs <= stepMs * (slots + 1)) ?? TIERS[2];
    return tier.stepMs;
  }

  /** @throws {StatusError} where the source cannot be read. */
  async read(source: UsageHistorySource | typeof MEMORY, subject: HistorySubject, axis: Axis): Promise<PastUse> {
    if (source === MEMORY) return this.#fromRing(subject, axis);
    const key = JSON.stringify([source.title, subject, axis]);
    const before = this.#kept.get(key);
    if (before !== null) return before;
    if (this.#asking >= ASKING_MAX) {
      const message = `${source.title} is being asked for ${ASKING_MAX} graphs already: try again in a moment`;
      throw new StatusError(429, 'TooManyRequests', message, { retryAfterSeconds: 2 });
    }
    const width = this.#widthFor(source, subject, axis);
    const values = this.#ask(source, subject, axis, width);
    const fineMs = axis.stepMs / width / Math.max(this.#parts.clockRate(), 1);
    this.#kept.put(key, values, { keepMs: Math.max(KEEP_LEAST_MS, fineMs), failedMs: KEEP_LEAST_MS });
    return values;
  }

  /** The sources were looked for: those that were found answer. */
  found(): void {
    this.#outside = null;
  }

  /** Time went back, or another cluster answers. */
  forget(): void {
    this.#kept.clear();
    this.#outside = null;
  }

  /** Of many boards that is work: all who ask between two readings get the same. */
  #fromRing(subject: HistorySubject, axis: Axis): Promise<PastUse> {
    const { ring } = this.#parts;
    if (ring === null) return Promise.resolve(new Map());
    const key = JSON.stringify([MEMORY, ring.version, subject, axis]);
    const before = this.#kept.get(key);
    if (before !== null) return before;
    const values = Promise.resolve(pastOf(ring, subject, axis));
    this.#kept.put(key, values, { keepMs: KEEP_MEMORY_MS, failedMs: 0 });
    return values;
  }

  #widthFor(source: UsageHistorySource, subject: HistorySubject, axis: Axis): number {
    const isMany = subject.by !== 'pod' && this.#parts.nodeCount() > NODES_FINE_MAX;
    const canFine = axis.stepMs / FINE >= source.resolutionMs && pointCount(axis) * FINE <= FINE_POINTS_MAX;
    return canFine && !isMany ? FINE : 1;
  }

  /** A step's values are those after its beginning up to the next one's: a source's value is of the time before it. */
  async #ask(source: UsageHistorySource, subject: HistorySubject, axis: Axis, width: number): Promise<PastUse> {
    const fineMs = axis.stepMs / width;
    const fromMs = axis.fromMs + fineMs;
    const lastMs = Math.min(axis.toMs + axis.stepMs, floorTo(this.#parts.clusterMs(), fineMs));
    this.#asking++;
    try {
      const query = { subject, fromMs, toMs: Math.max(fromMs, lastMs), stepMs: fineMs };
      const found = await source.history(query, AbortSignal.timeout(TIMEOUT_MS));
      this.#outside = { source, state: { state: 'live' } };
      const laid = (values: readonly (number | null)[]) => {
        const whole = Array.from({ length: pointCount(axis) * width }, (_, index) => values[index] ?? null);
        return aggregated(whole, width);
      };
      const prefix = subject.by === 'pod' ? `${subject.namespace}/${subject.name}/` : '';
      return new Map(
        [...found].map(([key, { cpuMillicores, memoryBytes }]) => [
          key.startsWith(prefix) ? key.slice(prefix.length) : key,
          { cpu: laid(cpuMillicores), memory: laid(memoryBytes) },
        ]),
      );
    } catch (error) {
      if (isStatusError(error) && error.code !== 404) this.#failed(source, error);
      throw error;
    } finally {
      this.#asking--;
    }
  }

  #failed(source: UsageHistorySource, error: StatusError): void {
    const before = this.#outside?.source === source ? this.#outside.state : null;
    const since = before?.state === 'stale' ? before.since : new Date(this.#parts.clusterMs()).toISOString();
    this.#outside = { source, state: { state: 'stale', since, message: error.message } };
    this.#parts.choice.doubt();
  }
}

function pastOf(ring: UsageRing, subject: HistorySubject, axis: Axis): PastUse {
  switch (subject.by) {
    case 'node':
      return ring.nodes(axis);
    case 'namespace':
      return ring.namespaces(axis);
    case 'pod':
      return ring.pod(`${subject.namespace}/${subject.name}`, axis) ?? new Map();
  }
}
