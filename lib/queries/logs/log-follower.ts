// Reads one container's log from the server and follows it: again from where it was after every break, never a line twice.
import { fetchOk, StatusError } from '../status-error.ts';
import { LogBuffer, type LogLine } from './log-buffer.ts';

export interface LogChoice {
  namespace: string;
  pod: string;
  container: string;
  /** The run before the last restart: it does not go on. */
  previous: boolean;
}

export type LogState =
  | { state: 'loading' }
  | { state: 'following' }
  /** All there is: it has ended, or is the log of an earlier run. */
  | { state: 'ended' }
  | { state: 'paused' }
  | { state: 'failed'; message: string };

export interface LogSnapshot {
  lines: readonly LogLine[];
  /** Of all lines that came, also those that are not kept. */
  count: number;
  state: LogState;
}

/** The first view of a log; what comes while it is followed is kept up to LOG_LINES_MAX. */
const TAIL_LINES = 1_000;
/** What comes again after a break: no more than is kept. */
const TAIL_LINES_AGAIN = 10_000;
const NOTIFY_MS = 100;
const RETRY_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000];
/** A container that does not run prints nothing: its next run is told by `runChanged`, this is for when that is missed. */
const IDLE_MS = 30_000;
/** A connection that was cut unseen is silent for ever: a quiet log is asked for anew so often. */
const SILENT_MS = 60_000;
/** Forbidden, or not there: that changes by somebody's hand. */
const FOR_LONG: ReadonlySet<number> = new Set([403, 404]);

const RESTARTED = 'The container was started again.';
const MISSING = 'Lines may be missing here: there were more than are sent at once.';

export class LogFollower {
  readonly #choice: LogChoice;
  readonly #buffer = new LogBuffer();
  readonly #listeners = new Set<() => void>();
  #snapshot: LogSnapshot = { lines: [], count: 0, state: { state: 'loading' } };
  #state: LogState = { state: 'loading' };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: AbortController | null = null;
  #wake: (() => void) | null = null;
  /** Identity of the container's run; null while it does not run. */
  #run: string | null = null;
  #runOfLines: string | null = null;

  constructor(choice: LogChoice) {
    this.#choice = choice;
  }

  readonly snapshot = (): LogSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    if (this.#stop !== null) return;
    this.#stop = new AbortController();
    this.#enter({ state: 'loading' });
    void this.#follow(this.#stop.signal);
  }

  /** Gives the connection back; what was read stays. */
  pause(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#wake?.();
    this.#enter({ state: 'paused' });
  }

  /** The container was started, or ended: null while it does not run. */
  runChanged(run: string | null): void {
    if (this.#run === run) return;
    this.#run = run;
    this.#wake?.();
  }

  /** Something about the container changed that may have to do with its log: where one is waited for, it is asked for. */
  look(): void {
    this.#wake?.();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      let retryMs = RETRY_MS[0] ?? IDLE_MS;
      try {
        await this.#catchUp(signal);
        if (this.#choice.previous) return this.#enter({ state: 'ended' });
        failures = 0;
        if (this.#run !== null) {
          this.#enter({ state: 'following' });
          await this.#read({ follow: 'true' }, signal);
        }
        if (!signal.aborted && this.#run === null) this.#enter({ state: 'ended' });
      } catch (error) {
        if (signal.aborted) return;
        retryMs = RETRY_MS[Math.min(++failures, RETRY_MS.length - 1)] ?? IDLE_MS;
        // A stream that broke says nothing of why: the next question does.
        if (error instanceof StatusError) {
          this.#enter({ state: 'failed', message: error.message });
          if (FOR_LONG.has(error.code)) retryMs = IDLE_MS;
        }
      }
      if (!signal.aborted) await this.#idle(this.#run === null ? IDLE_MS : retryMs);
    }
  }

  /** What there is up to now: the one question that is answered with an error where there is one. */
  async #catchUp(signal: AbortSignal): Promise<void> {
    await this.#read({}, signal);
    this.#notify();
  }

  async #read(extra: Record<string, string>, signal: AbortSignal): Promise<void> {
    const { namespace, pod, container, previous } = this.#choice;
    const since = this.#buffer.sinceTime;
    const query = new URLSearchParams({
      container,
      timestamps: 'true',
      tailLines: String(since === null ? TAIL_LINES : TAIL_LINES_AGAIN),
      ...(previous ? { previous: 'true' } : {}),
      ...(since === null ? {} : { sinceTime: since }),
      ...extra,
    });
    const limit = new AbortController();
    let silence = setTimeout(() => limit.abort(), SILENT_MS);
    const both = AbortSignal.any([signal, limit.signal]);
    const run = this.#run;
    this.#buffer.begin(run === this.#runOfLines ? MISSING : RESTARTED);
    try {
      const response = await fetchOk(`/api/logs/${namespace}/${pod}?${query}`, { signal: both });
      const decoder = new TextDecoder();
      const reader = response.body?.getReader();
      for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
        clearTimeout(silence);
        silence = setTimeout(() => limit.abort(), SILENT_MS);
        this.#buffer.feed(decoder.decode(part.value, { stream: true }));
        this.#runOfLines = run;
        this.#notify();
      }
      this.#buffer.end();
    } catch (error) {
      if (!limit.signal.aborted) throw error;
    } finally {
      clearTimeout(silence);
    }
  }

  #idle(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wake = done;
    });
  }

  #enter(state: LogState): void {
    this.#state = state;
    this.#notify();
  }

  /** Lines come in storms: the page is told ten times a second at most. */
  #notify(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#snapshot = { lines: [...this.#buffer.lines], count: this.#buffer.count, state: this.#state };
      for (const listener of this.#listeners) listener();
    }, NOTIFY_MS);
  }
}
