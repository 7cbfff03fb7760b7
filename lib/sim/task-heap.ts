// Tasks by the time they are due, and among those of one time in the order they came: a binary heap.

interface Entry {
  dueMs: number;
  order: number;
  /** Null once it was taken or cancelled. */
  task: (() => void) | null;
}

/** Cancelled tasks stay until they are due; more than so many, and more than the others, are dropped before. */
const CANCELLED_MAX = 1_000;

export class TaskHeap {
  #entries: Entry[] = [];
  #order = 0;
  #cancelledCount = 0;

  /** Cancelled tasks that were not dropped yet are among them. */
  get size(): number {
    return this.#entries.length;
  }

  /** When the first one is due; undefined where there is none. */
  get firstDueMs(): number | undefined {
    return this.#entries[0]?.dueMs;
  }

  /** Returns what cancels it. */
  add(dueMs: number, task: () => void): () => void {
    const entry: Entry = { dueMs, order: this.#order++, task };
    push(this.#entries, entry);
    return () => {
      if (entry.task === null) return;
      entry.task = null;
      this.#cancelledCount++;
      this.#dropCancelled();
    };
  }

  /** Takes the first one out; null where it was cancelled, or there is none. */
  takeFirst(): (() => void) | null {
    const entry = pop(this.#entries);
    if (entry === undefined) return null;
    const { task } = entry;
    entry.task = null;
    if (task === null) this.#cancelledCount--;
    return task;
  }

  clear(): void {
    this.#entries = [];
    this.#cancelledCount = 0;
  }

  /** What is looked at often would leave a cancelled task behind each time, for as long as its last wish reached. */
  #dropCancelled(): void {
    if (this.#cancelledCount <= CANCELLED_MAX || this.#cancelledCount * 2 <= this.#entries.length) return;
    this.#cancelledCount = 0;
    // What is sorted is a heap.
    this.#entries = this.#entries.filter(({ task }) => task !== null).sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up] as Entry;
    if (!isBefore(entry, parent)) break;
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
    if (right !== undefined && isBefore(right, left)) child++;
    const smaller = heap[child] as Entry;
    if (!isBefore(smaller, last)) break;
    heap[at] = smaller;
    at = child;
  }
  heap[at] = last;
  return top;
}
