import 'server-only';
// When the source of use is asked: one request after the other, at the pace of whoever needs it.
import {
  isStatusError,
  type LiveUsageSource,
  type StatusError,
  type UsageReading,
  unreachable,
} from '#lib/kube/index.ts';
import { backedOffMs, pollPaceMs } from '#lib/model/usage/pace.ts';

/** Pods are many: for history and advice they are read no more often. */
const PODS_SOMETIMES_MS = 60_000;
/** A timer may come a little early. */
const SLACK_MS = 500;
const TIMEOUT_MS = 15_000;

export interface PollDemand {
  isWatched: boolean;
  arePodsWatched: boolean;
  /** Pods are read now and then. */
  podsSometimes: boolean;
  keepsHistory: boolean;
  clockRate: number;
}

export interface PollListener {
  read(reading: UsageReading, withPods: boolean): void;
  failed(error: StatusError): void;
}

export class UsagePoll {
  readonly #demand: () => PollDemand;
  readonly #listener: PollListener;
  readonly #stop = new AbortController();
  #source: LiveUsageSource | null = null;
  #asking: AbortController | null = null;
  #timer: NodeJS.Timeout | null = null;
  #startedMs = Number.NEGATIVE_INFINITY;
  #podsStartedMs = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #isPoked = false;

  constructor(demand: () => PollDemand, listener: PollListener) {
    this.#demand = demand;
    this.#listener = listener;
  }

  /** Of our time, between two polls as things are; null while none are due. */
  get paceMs(): number | null {
    return this.#source === null ? null : pollPaceMs({ resolutionMs: this.#source.resolutionMs, ...this.#demand() });
  }

  /** Another source from now on; the answer of the one before is not waited for. */
  use(source: LiveUsageSource | null): void {
    this.#source = source;
    this.#failures = 0;
    this.#startedMs = Number.NEGATIVE_INFINITY;
    this.#podsStartedMs = Number.NEGATIVE_INFINITY;
    this.#asking?.abort();
    this.#asking = null;
    this.plan();
  }

  /** Asks now: for when the API server is known to be back, or to be another. */
  poke(): void {
    this.#isPoked = true;
    this.plan();
  }

  /** Whether an answer is awaited, or is due now. */
  get isDue(): boolean {
    return this.#asking !== null || (this.#dueMs() ?? Number.POSITIVE_INFINITY) <= Date.now();
  }

  /** The demand changed. */
  plan(): void {
    if (this.#asking !== null || this.#stop.signal.aborted) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const dueMs = this.#dueMs();
    if (dueMs !== null) this.#timer = setTimeout(() => void this.#ask(), Math.max(0, dueMs - Date.now()));
  }

  stop(): void {
    this.#stop.abort();
    this.#asking?.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #dueMs(): number | null {
    if (this.#source === null) return null;
    if (this.#isPoked) return Date.now();
    const { paceMs } = this;
    if (paceMs === null) return null;
    const beforeMs = this.#demand().arePodsWatched ? Math.min(this.#startedMs, this.#podsStartedMs) : this.#startedMs;
    return beforeMs + backedOffMs(paceMs, this.#failures);
  }

  async #ask(): Promise<void> {
    const source = this.#source;
    if (source === null) return;
    const { arePodsWatched, podsSometimes } = this.#demand();
    const nowMs = Date.now();
    const pods = arePodsWatched || (podsSometimes && nowMs - this.#podsStartedMs >= PODS_SOMETIMES_MS - SLACK_MS);
    this.#startedMs = nowMs;
    if (pods) this.#podsStartedMs = nowMs;
    this.#isPoked = false;
    const asking = new AbortController();
    this.#asking = asking;
    const signal = AbortSignal.any([asking.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const outcome = await read(source, pods, signal);
    if (asking.signal.aborted) return;
    this.#asking = null;
    if (outcome.error === null) {
      this.#failures = 0;
      this.#listener.read(outcome.reading, pods);
    } else {
      this.#failures++;
      this.#listener.failed(outcome.error);
    }
    this.plan();
  }
}

type Outcome = { reading: UsageReading; error: null } | { reading: null; error: StatusError };

async function read(source: LiveUsageSource, pods: boolean, signal: AbortSignal): Promise<Outcome> {
  try {
    return { reading: await source.read({ pods }, signal), error: null };
  } catch (error) {
    return { reading: null, error: isStatusError(error) ? error : unreachable(error) };
  }
}
