import 'server-only';
// What the cluster uses, now and before: one poll of one source for all viewers, and what is remembered of it.
import type { LiveUsageSource, ProbeView, StatusError, Transport, UsageReading } from '#lib/kube/index.ts';
import type { BoardHealthView } from '#lib/model/usage/board-health.ts';
import { UsageRing } from '#lib/model/usage/history/usage-ring.ts';
import type { PodUsageInput } from '#lib/model/usage/pod-amounts.ts';
import { PollTimes } from '#lib/model/usage/poll-times.ts';
import type { Sparkline, UsageHeadView } from '#lib/model/usage/usage-view.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';
import { connectionOf } from '../live/connection.ts';
import { Waiters } from '../live/waiters.ts';
import { BoardHealth } from './board-health.ts';
import { headView } from './head.ts';
import { History } from './history.ts';
import { Journal } from './journal.ts';
import { LiveUsage } from './live-usage.ts';
import { Recorder } from './recorder.ts';
import { SourceChoice } from './source-choice.ts';
import { Sparks } from './sparks.ts';
import { UsageDemand } from './usage-demand.ts';
import { UsagePoll } from './usage-poll.ts';

export interface UsageSettings {
  /** What history may take of memory; 0 for none. */
  historyBytes: number;
  /** Of a Prometheus outside of the cluster; null for none. */
  prometheusUrl: string | null;
}

export interface UsageParts extends UsageSettings {
  transport: Transport;
  cache: ClusterCache;
  probe: () => ProbeView;
  isSimulated: () => boolean;
  /** There are other measures now, or other words about them. */
  changed: () => void;
  /** Something about this node is another that is not measured use. */
  nodeChanged: (node: string) => void;
}

export class UsageService {
  readonly history: History;
  readonly journal: Journal;
  readonly sparks: Sparks;
  readonly #parts: UsageParts;
  readonly #poll: UsagePoll;
  readonly #live = new LiveUsage();
  readonly #ring: UsageRing | null;
  readonly #recorder: Recorder | null;
  readonly #choice: SourceChoice;
  readonly #boards: BoardHealth;
  readonly #times = new PollTimes();
  readonly #waiting = new Waiters();
  #source: LiveUsageSource;
  readonly #demand: UsageDemand;
  /** Uids of the nodes that history is of. */
  #uids: ReadonlySet<string> = new Set();
  #isBackfilled = false;

  constructor(parts: UsageParts) {
    this.#parts = parts;
    const { cache, historyBytes } = parts;
    this.#ring = historyBytes > 0 ? new UsageRing(historyBytes) : null;
    this.#demand = new UsageDemand(this.#ring !== null);
    this.#recorder = this.#ring === null ? null : new Recorder(this.#ring, cache);
    this.#choice = new SourceChoice({ ...parts, isNeeded: () => this.#demand.isNeeded, changed: () => this.#chosen() });
    this.#source = this.#choice.live;
    this.#boards = new BoardHealth(
      () => this.#choice.boards,
      parts.nodeChanged,
      () => this.clockRate,
    );
    this.#poll = new UsagePoll(() => this.#demand.now(this.clockRate), {
      read: (reading, withPods) => this.#read(reading, withPods),
      failed: (error) => this.#failed(error),
    });
    this.journal = new Journal(cache, () => this.clusterMs());
    this.history = new History({
      ring: this.#ring,
      choice: this.#choice,
      nodeCount: () => cache.nodes.size,
      clusterMs: () => this.clusterMs(),
      clockRate: () => this.clockRate,
      liveState: () => this.#live.state,
      liveResolutionMs: () => this.#source.resolutionMs,
    });
    this.sparks = new Sparks({ ring: this.#ring, history: this.history, clusterMs: () => this.clusterMs() });
  }

  start(): void {
    this.#poll.use(this.#source);
    this.#poll.poke();
  }

  async stop(): Promise<void> {
    this.#poll.stop();
    this.#boards.stop();
    await this.#choice.stop();
  }

  /** The API server is back, or its clock was moved. */
  poke(): void {
    this.#poll.poke();
  }

  /** Another cluster may answer from now on: what its nodes are tells whether history is its own. */
  restart(): void {
    this.#live.forget();
    this.#times.forget();
    this.history.forget();
    this.#choice.restart();
    this.#poll.poke();
  }

  /** Called every few seconds: for what is due beside the poll. */
  look(): void {
    this.#choice.look();
    if (!this.#demand.isUsed) return;
    this.#boards.look();
    this.sparks.look();
  }

  /** Somebody looks at a page, or nobody does any more. */
  watched(isWatched: boolean): void {
    this.#demand.isWatched = isWatched;
    this.#poll.plan();
    this.look();
  }

  /** Somebody asks once: what is too old for a page is read anew. */
  use(): void {
    this.#demand.use();
    this.#poll.plan();
    this.look();
  }

  /** Whether what is known is as new as a page needs it. */
  get settled(): boolean {
    return this.#live.state.state !== 'loading' && !this.#poll.isDue;
  }

  /** Pods are read as well until the answer is called. */
  watchPods(): () => void {
    const leave = this.#demand.watchPods();
    this.#poll.plan();
    return leave;
  }

  /** Pods are read now and then until the answer is called: advice rests on them. */
  watchAdvice(): () => void {
    return this.#demand.watchAdvice();
  }

  /** Resolves once pods were read or could not be, at the latest after `mostMs`. */
  async whenPodsRead(mostMs: number): Promise<void> {
    const leave = this.watchPods();
    if (this.#poll.isDue) await this.#waiting.wait(mostMs);
    leave();
  }

  /** Whether this server remembers what it saw, also while nobody looks. */
  get keepsHistory(): boolean {
    return this.#ring !== null;
  }

  /** What is known of pods' use: for the views of pods. */
  get pods(): PodUsageInput {
    return this.#live.pods;
  }

  get head(): UsageHeadView {
    return headView({
      live: this.#source,
      at: this.#live.at,
      state: this.#live.state,
      history: this.history,
      choice: this.#choice,
    });
  }

  boardHealth(node: string): BoardHealthView | null {
    return this.#boards.of(node);
  }

  /** As it is now, milliseconds since the epoch. */
  clusterMs(): number {
    const nowMs = Date.now();
    const { clusterTime } = connectionOf(this.#parts.probe(), '', nowMs);
    return clusterTime === null ? nowMs : Date.parse(clusterTime);
  }

  get clockRate(): number {
    return this.#parts.probe().clockRate;
  }

  /** Of our time, between two polls; null while there are none. */
  get paceMs(): number | null {
    return this.#poll.paceMs;
  }

  nodeSpark(node: string): Sparkline | null {
    return this.sparks.node(node);
  }

  podSpark(pod: string): Sparkline | null {
    return this.sparks.pod(pod);
  }

  /** Somebody looks at this very pod. */
  podWatched(pod: string): void {
    this.#ring?.watched(pod, Date.now());
  }

  #read(reading: UsageReading, withPods: boolean): void {
    const nowMs = this.clusterMs();
    if (this.#times.wentBack(nowMs, this.#parts.isSimulated()) || this.#isAnotherCluster()) {
      this.#forget();
      this.#choice.restart();
    }
    const { clockRate, paceMs } = this;
    const times = this.#times.next({ nowMs, ourMs: Date.now(), paceMs, clockRate, withPods });
    const news = this.#live.read(reading, withPods, { ...times, resolutionMs: this.#source.resolutionMs });
    const { nodes } = this.#parts.cache;
    this.#live.keep((node) => nodes.has(node));
    this.#recorder?.record(news, {
      nowMs,
      spanMs: Math.max(times.spanMs, this.#source.resolutionMs),
      podsSpanMs: Math.max(times.podsSpanMs, this.#source.resolutionMs),
    });
    this.#tell();
  }

  /** None of the nodes that there were is there: another scenario, or another cluster behind the same name. */
  #isAnotherCluster(): boolean {
    const uids = new Set(Array.from(this.#parts.cache.nodes.values(), ({ uid }) => uid));
    if (uids.size === 0) return false;
    const before = this.#uids;
    this.#uids = uids;
    return before.size > 0 && [...before].every((uid) => !uids.has(uid));
  }

  #failed(error: StatusError): void {
    this.#live.failed(error, this.#source, new Date(this.clusterMs()).toISOString());
    this.#times.failed();
    const isGone = error.answered && (error.code === 403 || error.code === 404);
    if (isGone) this.#choice.failed(this.#source);
    this.#use();
    this.#tell();
  }

  #tell(): void {
    this.#parts.cache.measured(this.#live.measures);
    this.#parts.changed();
    this.#waiting.tell();
  }

  /** The sources were looked for. */
  #chosen(): void {
    this.#use();
    this.history.found();
    const heapster = this.#choice.historyOf(['heapster']);
    if (heapster !== null && this.#recorder !== null && !this.#isBackfilled) {
      this.#isBackfilled = true;
      // Without it history begins with this server: it is no trouble of anybody's.
      this.#recorder.backfill(heapster, this.clusterMs()).then(this.#parts.changed, () => undefined);
    }
    this.look();
    this.#parts.changed();
  }

  #use(): void {
    if (this.#choice.live === this.#source) return;
    this.#source = this.#choice.live;
    this.#live.forget();
    this.#poll.use(this.#source);
  }

  #forget(): void {
    this.#live.forget();
    this.#times.forget();
    this.#recorder?.clear();
    this.history.forget();
    this.journal.forget();
    this.sparks.forget();
    this.#isBackfilled = false;
  }
}
