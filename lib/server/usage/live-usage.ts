import 'server-only';
// What the source of use said last, and how far that can be trusted: live, silent, refused or out of order.
import type { LiveUsageSource, StatusError, UsageReading } from '#lib/kube/index.ts';
import type { MeasuresInput } from '#lib/model/overview/measures.ts';
import type { SourceView } from '#lib/model/overview/overview-view.ts';
import { Freshness, type FreshnessTimes, newestOf } from '#lib/model/usage/freshness.ts';
import type { PodUsageInput } from '#lib/model/usage/pod-amounts.ts';
import { failedState } from './source-words.ts';

/** Old measures are dropped after so long without new ones, while the API server itself answers. */
const KEEP_MS = 60_000;

type Source = Pick<LiveUsageSource, 'kind' | 'title'>;
type Pods = NonNullable<UsageReading['pods']>;

/** What a reading brought that was not known before. */
export interface News {
  /** Of the newest measurement, milliseconds since the epoch; -Infinity where there is none. */
  newestMs: number;
  nodes: UsageReading['nodes'];
  /** Null where pods were not read. */
  pods: { live: Pods; fresh: Pods } | null;
}

export class LiveUsage {
  readonly #nodesSeen = new Freshness();
  readonly #podsSeen = new Freshness();
  readonly #lastAt = (node: string): string | null => this.#nodesSeen.lastAt(node);
  #state: SourceView = { state: 'loading' };
  #byNode: MeasuresInput['byNode'] = new Map();
  #byPod: PodUsageInput['byPod'] = null;
  #podsTrouble: string | null = null;
  #at: string | null = null;
  #goodMs = 0;

  get state(): SourceView {
    return this.#state;
  }

  /** Of the newest measurement; null before the first. */
  get at(): string | null {
    return this.#at;
  }

  get measures(): MeasuresInput {
    return { source: this.#state, byNode: this.#byNode, lastAt: this.#lastAt };
  }

  get pods(): PodUsageInput {
    return { source: this.#state, byPod: this.#byPod, trouble: this.#podsTrouble };
  }

  read(reading: UsageReading, withPods: boolean, times: FreshnessTimes): News {
    this.#goodMs = Date.now();
    const { live, fresh } = this.#nodesSeen.read(reading.nodes, times);
    const newestMs = newestOf(reading.nodes.values());
    this.#at = Number.isFinite(newestMs) ? new Date(newestMs).toISOString() : null;
    this.#byNode = live;
    let pods: News['pods'] = null;
    if (withPods) {
      pods = reading.pods === null ? null : this.#podsSeen.read(reading.pods, times);
      if (reading.pods !== null) this.#podsSeen.keep((key) => reading.pods?.has(key) === true);
      this.#byPod = pods?.live ?? null;
      this.#podsTrouble = reading.podsTrouble;
    }
    const isSilent = reading.nodes.size > 0 && live.size === 0;
    const since = this.#at ?? new Date(times.nowMs).toISOString();
    this.#enter(isSilent ? { state: 'stale', since, message: 'its measurements do not advance' } : { state: 'live' });
    return { newestMs, nodes: fresh, pods };
  }

  /** `now` is the cluster's time, ISO 8601. */
  failed(error: StatusError, source: Source, now: string): void {
    const verdict = failedState(error, source);
    const isStale = verdict.state === 'stale';
    if (!isStale || (error.answered && Date.now() - this.#goodMs > KEEP_MS)) {
      this.#byNode = new Map();
      this.#byPod = null;
      this.#podsTrouble = null;
    }
    // What is still shown is of its newest measurement.
    this.#enter(isStale ? { ...verdict, since: this.#at ?? now } : verdict);
  }

  /** Nodes that are gone need not be known any more. */
  keep(has: (node: string) => boolean): void {
    this.#nodesSeen.keep(has);
  }

  /** Time went back, or another source or cluster answers from now on: nothing of what was seen tells who advances. */
  forget(): void {
    this.#nodesSeen.clear();
    this.#podsSeen.clear();
  }

  /** A source that fails the same way keeps the moment it was first found wanting; one state is one object. */
  #enter(state: SourceView): void {
    const before = this.#state;
    if (before.state === 'stale' && state.state === 'stale' && before.message === state.message) return;
    if (JSON.stringify(before) !== JSON.stringify(state)) this.#state = state;
  }
}
