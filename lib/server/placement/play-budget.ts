import 'server-only';
// How much of the server's time suppositions may take: while one is played nothing else is done, and anybody who may look
// may suppose.
import { StatusError } from '#lib/kube/index.ts';

/** Of one core, in the long run: the rest is left to the streams of everybody else. */
export const PLAYS_SHARE = 0.25;
/** Processor time that is left over while nobody supposes anything, and may be used at once later. */
export const PLAYS_SAVED_MS = 10_000;

export interface Meters {
  nowMs: () => number;
  /** Processor time of this thread: what a busy machine does meanwhile is not counted. */
  usedMs: () => number;
}

const OWN_METERS: Meters = {
  nowMs: () => performance.now(),
  usedMs: () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  },
};

export class PlayBudget {
  readonly #meters: Meters;
  /** Below zero after a play that took more than there was: that is paid off before the next one. */
  #leftMs = PLAYS_SAVED_MS;
  #atMs: number;

  constructor(meters: Meters = OWN_METERS) {
    this.#meters = meters;
    this.#atMs = meters.nowMs();
  }

  /** Plays now. Throws StatusError 503 where suppositions have had their share: when to try again is said. */
  spend<T>(play: () => T): T {
    this.requireLeft();
    const beforeMs = this.#meters.usedMs();
    try {
      return play();
    } finally {
      this.#leftMs -= this.#meters.usedMs() - beforeMs;
    }
  }

  /** Throws as `spend`: for asking before anything is waited for. */
  requireLeft(): void {
    const nowMs = this.#meters.nowMs();
    this.#leftMs = Math.min(PLAYS_SAVED_MS, this.#leftMs + (nowMs - this.#atMs) * PLAYS_SHARE);
    this.#atMs = nowMs;
    if (this.#leftMs > 0) return;
    const retryAfterSeconds = Math.floor(-this.#leftMs / PLAYS_SHARE / 1_000) + 1;
    const message = `suppositions have taken their share of this server's time (${PLAYS_SHARE * 100}% of one core): try again in ${retryAfterSeconds} s`;
    throw new StatusError(503, 'ServiceUnavailable', message, { retryAfterSeconds });
  }
}
