// Which keys wait for which controller: first come, first served, each key once, and later ones by the clock.
import type { Cancel, Clock } from '../clock.ts';

export interface WorkItem {
  /** Index of the controller. */
  controller: number;
  key: string;
}

/** client-go util/workqueue default_rate_limiters.go: 5 ms, doubled with each failure, at most 1,000 s. */
const BACKOFF_BASE_MS = 5;
const BACKOFF_MAX_MS = 1_000_000;

/** A key that runs more often than this within a simulated second loops: it rests for the next second. */
const RUNS_PER_SECOND_MAX = 200;
const SECOND_MS = 1_000;
/** So many items that were taken stay at the head of the line before it is cut. */
const GONE_MAX = 4_096;

export class WorkQueue {
  readonly #clock: Clock;
  readonly #onReady: () => void;
  readonly #ready = new Set<string>();
  /** The items of `#ready`, in order from `#first` on: a long queue is not searched for its head. */
  #line: WorkItem[] = [];
  #first = 0;
  readonly #later = new Map<string, Cancel>();
  readonly #failures = new Map<string, number>();
  #runs = new Map<string, number>();
  #runsSinceMs = Number.NEGATIVE_INFINITY;

  /** `onReady` is called whenever an item becomes ready. */
  constructor(clock: Clock, onReady: () => void) {
    this.#clock = clock;
    this.#onReady = onReady;
  }

  get size(): number {
    return this.#ready.size;
  }

  add(item: WorkItem): void {
    const id = idOf(item);
    if (this.#ready.has(id)) return;
    this.#ready.add(id);
    this.#line.push(item);
    this.#onReady();
  }

  /** Adds the item after `delayMs`, in place of any earlier such wish. */
  addAfter(item: WorkItem, delayMs: number): void {
    const id = idOf(item);
    this.#later.get(id)?.();
    const cancel = this.#clock.after(delayMs, () => {
      this.#later.delete(id);
      this.add(item);
    });
    this.#later.set(id, cancel);
  }

  /** The next item, or undefined. What was to bring it back later is forgotten: the coming run decides anew. */
  take(): WorkItem | undefined {
    for (let item = this.#shift(); item !== undefined; item = this.#shift()) {
      const id = idOf(item);
      this.#ready.delete(id);
      this.#later.get(id)?.();
      this.#later.delete(id);
      if (!this.#tooOften(id)) return item;
      this.addAfter(item, SECOND_MS);
    }
    return undefined;
  }

  /** Puts a failed item back. A first conflict is tried again at once: what it saw is already out of date. */
  retry(item: WorkItem, isConflict: boolean): void {
    const id = idOf(item);
    const failures = this.#failures.get(id) ?? 0;
    this.#failures.set(id, failures + 1);
    const delayMs = isConflict && failures === 0 ? 0 : Math.min(BACKOFF_BASE_MS * 2 ** failures, BACKOFF_MAX_MS);
    this.addAfter(item, delayMs);
  }

  succeeded(item: WorkItem): void {
    this.#failures.delete(idOf(item));
  }

  clear(): void {
    for (const cancel of this.#later.values()) cancel();
    this.#later.clear();
    this.#ready.clear();
    this.#line = [];
    this.#first = 0;
    this.#failures.clear();
  }

  #shift(): WorkItem | undefined {
    const item = this.#line[this.#first++];
    if (item !== undefined && this.#first < GONE_MAX) return item;
    this.#line = this.#line.slice(this.#first);
    this.#first = 0;
    return item;
  }

  #tooOften(id: string): boolean {
    const nowMs = this.#clock.now();
    if (nowMs - this.#runsSinceMs >= SECOND_MS) {
      this.#runs = new Map();
      this.#runsSinceMs = nowMs;
    }
    const runs = (this.#runs.get(id) ?? 0) + 1;
    this.#runs.set(id, runs);
    return runs > RUNS_PER_SECOND_MAX;
  }
}

function idOf(item: WorkItem): string {
  return `${item.controller} ${item.key}`;
}
