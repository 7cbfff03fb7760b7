// The one source of time in a simulated cluster: real, paused or accelerated, and steppable.
// Whatever happens in the cluster waits for it alone, so a history can be replayed and a day can be run in seconds. Only
// what is about a connection (a watch's time limit, a slow API) goes by the host's own timers.
import { TaskHeap } from './task-heap.ts';

export type ClockMode = { kind: 'real' } | { kind: 'paused' } | { kind: 'times'; factor: number };

/** Beyond this factor a second of the host holds more simulated work than it can do. */
const FACTOR_MAX = 1000;
export const CLOCK_SYNTAX = `real, paused or xN with N from 1 to ${FACTOR_MAX}`;

/** Reads `real`, `paused` or `x10`; null for anything else. */
export function parseClockMode(text: string): ClockMode | null {
  if (text === 'real' || text === 'paused') return { kind: text };
  const factor = Number(/^x(\d{1,4})$/.exec(text)?.[1] ?? 0);
  return factor >= 1 && factor <= FACTOR_MAX ? { kind: 'times', factor } : null;
}

export type Cancel = () => void;

export interface Clock {
  /** Simulated time, milliseconds since the epoch. */
  now(): number;
  /** Runs `task` once simulated time has advanced by `delayMs`, rounded up. 0 means "soon", also while paused. */
  after(delayMs: number, task: () => void): Cancel;
}

/** The host's timer for the next task: `isTurn` where that is due already. */
interface Wake {
  isTurn: boolean;
  cancel: Cancel;
}

/** So long the host's timer runs what is due before requests get their turn. */
const SLICE_MS = 8;

/** Zero-delay tasks may schedule each other; beyond this many at one instant something loops. */
const TASKS_PER_INSTANT_MAX = 200_000;

export class SimulatedClock implements Clock {
  #mode: ClockMode;
  #anchorSimMs: number;
  #anchorHostMs: number;
  readonly #tasks = new TaskHeap();
  #wake: Wake | null = null;
  #running = false;
  #closed = false;
  readonly #hostClock: () => number;
  #hostLatestMs = Number.NEGATIVE_INFINITY;
  #hostAheadMs = 0;

  constructor(mode: ClockMode, startMs: number, hostNow: () => number = Date.now) {
    this.#mode = mode;
    this.#hostClock = hostNow;
    this.#anchorSimMs = startMs;
    this.#anchorHostMs = this.#hostNow();
  }

  get mode(): ClockMode {
    return this.#mode;
  }

  /** Simulated seconds per host second: 0 when paused. */
  get rate(): number {
    if (this.#mode.kind === 'paused') return 0;
    return this.#mode.kind === 'real' ? 1 : this.#mode.factor;
  }

  now(): number {
    const elapsedMs = (this.#hostNow() - this.#anchorHostMs) * this.rate;
    return this.#anchorSimMs + Math.floor(elapsedMs);
  }

  setMode(mode: ClockMode): void {
    const nowMs = this.now();
    this.#mode = mode;
    this.#anchorAt(nowMs);
    this.#arm();
  }

  after(delayMs: number, task: () => void): Cancel {
    const cancel = this.#tasks.add(this.now() + Math.ceil(Math.max(0, delayMs)), task);
    if (!this.#running) this.#arm();
    return cancel;
  }

  /** Advances a paused clock by `byMs`, running every due task at its own instant, in order. */
  step(byMs: number): void {
    if (this.#mode.kind !== 'paused') throw new Error('only a paused clock can be stepped');
    const endMs = this.now() + byMs;
    for (let dueMs = this.#tasks.firstDueMs; dueMs !== undefined && dueMs <= endMs; dueMs = this.#tasks.firstDueMs) {
      this.#anchorAt(Math.max(this.#anchorSimMs, dueMs));
      this.settle();
    }
    this.#anchorAt(endMs);
  }

  /** Runs everything due at this very instant, also what those tasks schedule for it. */
  settle(): void {
    this.#run(Number.POSITIVE_INFINITY);
  }

  /** Of what is due, as much as goes into so many milliseconds of the host; the rest has its turn at once. */
  #run(sliceMs: number): void {
    if (this.#running) return;
    this.#running = true;
    try {
      const nowMs = this.now();
      const untilMs = performance.now() + sliceMs;
      for (let count = 0; (this.#tasks.firstDueMs ?? Number.POSITIVE_INFINITY) <= nowMs; count++) {
        if (count > TASKS_PER_INSTANT_MAX) throw new Error('tasks keep scheduling each other at one instant');
        this.#tasks.takeFirst()?.();
        if (performance.now() >= untilMs) return;
      }
    } finally {
      this.#running = false;
      this.#arm();
    }
  }

  close(): void {
    this.#closed = true;
    this.#disarm();
    this.#tasks.clear();
  }

  /** The host's time, which a correction may set back: here it goes on from where it was, or all that is due would wait. */
  #hostNow(): number {
    const nowMs = this.#hostClock() + this.#hostAheadMs;
    if (nowMs >= this.#hostLatestMs) this.#hostLatestMs = nowMs;
    else this.#hostAheadMs += this.#hostLatestMs - nowMs;
    return this.#hostLatestMs;
  }

  #anchorAt(simMs: number): void {
    this.#anchorSimMs = simMs;
    this.#anchorHostMs = this.#hostNow();
  }

  #disarm(): void {
    this.#wake?.cancel();
    this.#wake = null;
  }

  #arm(): void {
    const dueMs = this.#tasks.firstDueMs;
    // A turn that is already booked is kept: to book anew is to go to the end of the line, each time.
    if (!this.#closed && this.#wake?.isTurn === true && dueMs !== undefined && dueMs <= this.now()) return;
    this.#disarm();
    if (this.#closed || dueMs === undefined) return;
    const waitSimMs = dueMs - this.now();
    const wake = () => {
      this.#wake = null;
      this.#run(SLICE_MS);
    };
    if (waitSimMs <= 0) {
      const turn = setImmediate(wake);
      this.#wake = { isTurn: true, cancel: () => clearImmediate(turn) };
    } else if (this.rate > 0) {
      // setTimeout overflows beyond 2^31-1 ms; waking early is harmless.
      const timer = setTimeout(wake, Math.min(Math.ceil(waitSimMs / this.rate), 2 ** 30));
      this.#wake = { isTurn: false, cancel: () => clearTimeout(timer) };
    }
  }
}
