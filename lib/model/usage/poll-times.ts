// For how long a reading stands: the time since the one before, unless something kept us from looking meanwhile.
import type { FreshnessTimes } from './freshness.ts';
import { PACE_MOST_MS } from './pace.ts';

/** Of our time: longer than any pace, and nobody looked. */
const ELAPSED_MOST_MS = PACE_MOST_MS * 1.25;
/** The cluster's clock is read from answers in whole seconds. */
const CLOCK_SLACK_MS = 2_000;
/** Time that goes back by more is another run of a scenario; servers' clocks differ and are set. */
const BACK_SIMULATED_MS = 5_000;
const BACK_REAL_MS = 600_000;

export interface PollMoment {
  /** The cluster's time and ours. */
  nowMs: number;
  ourMs: number;
  /** Ours, between two polls. */
  paceMs: number | null;
  clockRate: number;
  withPods: boolean;
}

export interface ReadingTimes extends Omit<FreshnessTimes, 'resolutionMs'> {
  /** Cluster time that this reading stands for. */
  spanMs: number;
  /** The same of pods, which are not part of each. */
  podsSpanMs: number;
}

interface Before {
  nowMs: number;
  ourMs: number;
}

export class PollTimes {
  #before: Before | null = null;
  #podsBefore: Before | null = null;
  #lastMs = Number.NEGATIVE_INFINITY;

  wentBack(nowMs: number, isSimulated: boolean): boolean {
    return this.#lastMs - nowMs > (isSimulated ? BACK_SIMULATED_MS : BACK_REAL_MS);
  }

  /** After each good reading. */
  next(moment: PollMoment): ReadingTimes {
    const { nowMs, ourMs, withPods } = moment;
    const spacingMs = this.#before === null ? 0 : Math.max(0, nowMs - this.#before.nowMs);
    const spanMs = spanOf(this.#before, moment);
    const podsSpanMs = spanOf(this.#podsBefore, moment);
    this.#lastMs = nowMs;
    this.#before = { nowMs, ourMs };
    if (withPods) this.#podsBefore = this.#before;
    return { nowMs, spacingMs, spanMs, podsSpanMs };
  }

  /** Nobody could look: what comes next does not stand for the time before. */
  failed(): void {
    this.#before = null;
    this.#podsBefore = null;
  }

  forget(): void {
    this.failed();
    this.#lastMs = Number.NEGATIVE_INFINITY;
  }
}

function spanOf(before: Before | null, { nowMs, ourMs, paceMs, clockRate }: PollMoment): number {
  const planned = (paceMs ?? 0) * clockRate;
  if (before === null) return planned;
  const elapsedMs = ourMs - before.ourMs;
  if (elapsedMs > ELAPSED_MOST_MS) return planned;
  // A clock that was moved meanwhile passed no such time.
  return Math.max(0, Math.min(nowMs - before.nowMs, elapsedMs * clockRate + CLOCK_SLACK_MS * Math.max(1, clockRate)));
}
