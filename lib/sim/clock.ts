// The one source of time in a simulated cluster: real, paused or accelerated, and steppable.
// No other timer exists in lib/sim, so a history can be replayed and a day can be run in seconds.

export type ClockMode = { kind: 'real' } | { kind: 'paused' } | { kind: 'times'; factor: number };

/** Beyond this factor a second of the host holds more simulated work than it can do. */
const FACTOR_MAX = 1000;

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

interface Entry {
  dueMs: number;
  order: number;
  task: (() => void) | null;
}

/** Zero-delay tasks may schedule each other; beyond this many at one instant something loops. */
const TASKS_PER_INSTANT_MAX = 200_000;

export class SimulatedClock implements Clock {
  #mode: ClockMode;
  #anchorSimMs: number;
  #anchorHostMs: number;
  #heap: Entry[] = [];
  #order = 0;
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  #running = false;
  /** Whether the timer is an immediate one that has not run yet. */
  #isTurnBooked = false;
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
    const entry: Entry = { dueMs: this.now() + Math.ceil(Math.max(0, delayMs)), order: this.#order++, task };
    push(this.#heap, entry);
    if (!this.#running) this.#arm();
    return () => {
      entry.task = null;
    };
  }

  /** Advances a paused clock by `byMs`, running every due task at its own instant, in order. */
  step(byMs: number): void {
    if (this.#mode.kind !== 'paused') throw new Error('only a paused clock can be stepped');
    const endMs = this.now() + byMs;
    for (let next = this.#heap[0]; next !== undefined && next.dueMs <= endMs; next = this.#heap[0]) {
      this.#anchorAt(Math.max(this.#anchorSimMs, next.dueMs));
      this.settle();
    }
    this.#anchorAt(endMs);
  }

  /** Runs everything due at this very instant, also what those tasks schedule for it. */
  settle(): void {
    if (this.#running) return;
    this.#running = true;
    try {
      const nowMs = this.now();
      for (let count = 0; this.#heap[0] !== undefined && this.#heap[0].dueMs <= nowMs; count++) {
        if (count > TASKS_PER_INSTANT_MAX) throw new Error('tasks keep scheduling each other at one instant');
        pop(this.#heap)?.task?.();
      }
    } finally {
      this.#running = false;
      this.#arm();
    }
  }

  close(): void {
    this.#closed = true;
    this.#disarm();
    this.#heap = [];
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
    this.#isTurnBooked = false;
    if (this.#timer === null) return;
    if ('hasRef' in this.#timer && typeof this.#timer === 'object') {
      clearTimeout(this.#timer as NodeJS.Timeout);
      clearImmediate(this.#timer as NodeJS.Immediate);
    }
    this.#timer = null;
  }

  #arm(): void {
    const next = this.#heap[0];
    // A turn that is already booked is kept: to book anew is to go to the end of the line, each time.
    if (!this.#closed && this.#isTurnBooked && next !== undefined && next.dueMs <= this.now()) return;
    this.#disarm();
    if (this.#closed || next === undefined) return;
    const waitSimMs = next.dueMs - this.now();
    if (waitSimMs <= 0) {
      this.#isTurnBooked = true;
      this.#timer = setImmediate(() => {
        this.#isTurnBooked = false;
        this.settle();
      });
    } else if (this.rate > 0) {
      // setTimeout overflows beyond 2^31-1 ms; waking early is harmless.
      this.#timer = setTimeout(() => this.settle(), Math.min(Math.ceil(waitSimMs / this.rate), 2 ** 30));
    }
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up] as Entry;
    if (!before(entry, parent)) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): Entry | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    const left = heap[child];
    if (left === undefined) break;
    const right = heap[child + 1];
    if (right !== undefined && before(right, left)) child++;
    const smaller = heap[child] as Entry;
    if (!before(smaller, last)) break;
    heap[at] = smaller;
    at = child;
  }
  heap[at] = last;
  return top;
}
