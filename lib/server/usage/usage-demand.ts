import 'server-only';
// Who needs to know what is used: viewers, pages that are being served, and history.
import type { PollDemand } from './usage-poll.ts';

/** A page that was served is about to be watched. */
const USED_MS = 10_000;

export class UsageDemand {
  readonly #keepsHistory: boolean;
  #isWatched = false;
  #usedMs = Number.NEGATIVE_INFINITY;
  #podWatchers = 0;
  #adviceWatchers = 0;

  constructor(keepsHistory: boolean) {
    this.#keepsHistory = keepsHistory;
  }

  set isWatched(isWatched: boolean) {
    this.#isWatched = isWatched;
  }

  /** Somebody asked once. */
  use(): void {
    this.#usedMs = Date.now();
  }

  /** Whether somebody looks. */
  get isUsed(): boolean {
    return this.#isWatched || Date.now() - this.#usedMs < USED_MS;
  }

  /** Whether anything is asked at all. */
  get isNeeded(): boolean {
    return this.isUsed || this.#keepsHistory;
  }

  /** Pods are read with each poll until the answer is called. */
  watchPods(): () => void {
    this.#podWatchers++;
    return once(() => this.#podWatchers--);
  }

  /** Pods are read now and then until the answer is called: advice rests on them. */
  watchAdvice(): () => void {
    this.#adviceWatchers++;
    return once(() => this.#adviceWatchers--);
  }

  now(clockRate: number): PollDemand {
    return {
      isWatched: this.isUsed,
      arePodsWatched: this.#podWatchers > 0,
      podsSometimes: this.#keepsHistory || this.#adviceWatchers > 0,
      keepsHistory: this.#keepsHistory,
      clockRate,
    };
  }
}

function once(leave: () => void): () => void {
  let isOver = false;
  return () => {
    if (!isOver) leave();
    isOver = true;
  };
}
