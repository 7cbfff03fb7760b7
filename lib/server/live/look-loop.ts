import 'server-only';
// One look after the other while somebody watches, at a pace; none while nobody does.
import { Waiters } from './waiters.ts';

/** Of our time. A look asks the API server some ten questions. */
const LOOK_MS = 5_000;
/** Beyond it a look is given up: the next may find an answer. */
const LOOK_MOST_MS = 20_000;

export class LookLoop {
  /** Of our time, that one look holds for at most. */
  static readonly spanMs = LOOK_MS + LOOK_MOST_MS;
  readonly #look: (signal: AbortSignal) => Promise<void>;
  readonly #stop = new AbortController();
  readonly #waiting = new Waiters();
  #isWatched = false;
  #isLooking = false;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  constructor(look: (signal: AbortSignal) => Promise<void>) {
    this.#look = look;
  }

  watched(isWatched: boolean): void {
    this.#isWatched = isWatched;
    this.#plan();
  }

  /** As soon as may be: something is known to be another. */
  poke(): void {
    this.#lookedMs = Number.NEGATIVE_INFINITY;
    this.#plan();
  }

  /** Resolves once there was a look that is new enough, at the latest after `mostMs`. */
  whenLooked(mostMs: number): Promise<void> {
    if (Date.now() - this.#lookedMs < LOOK_MS || this.#stop.signal.aborted) return Promise.resolve();
    const looked = this.#waiting.wait(mostMs);
    void this.#run();
    return looked;
  }

  stop(): void {
    this.#stop.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#waiting.tell();
  }

  #plan(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#isWatched || this.#isLooking || this.#stop.signal.aborted) return;
    const dueMs = Math.max(0, this.#lookedMs + LOOK_MS - Date.now());
    this.#timer = setTimeout(() => void this.#run(), dueMs);
  }

  async #run(): Promise<void> {
    if (this.#isLooking || this.#stop.signal.aborted) return;
    this.#isLooking = true;
    const startedMs = Date.now();
    this.#lookedMs = startedMs;
    try {
      await this.#look(AbortSignal.any([this.#stop.signal, AbortSignal.timeout(LOOK_MOST_MS)]));
    } catch (error) {
      // What nobody foresaw of an answer must not end the server: the next look may go better.
      console.error('bramble: a look at the cluster failed:', error);
    } finally {
      this.#isLooking = false;
    }
    // What was poked for in between this look did not see: whoever waits for it waits for the next.
    if (this.#lookedMs < startedMs) return this.#run();
    this.#waiting.tell();
    this.#plan();
  }
}
