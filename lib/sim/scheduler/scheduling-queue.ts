// Which pod is tried next: the most important first, and what could not be placed only when that may have changed.
// Mirrors kubernetes pkg/scheduler/backend/queue/{scheduling_queue,backoff_queue,active_queue}.go.

/** DefaultPodInitialBackoffDuration, doubled with each attempt up to DefaultPodMaxBackoffDuration. */
const BACKOFF_BASE_MS = 1_000;
const BACKOFF_MAX_MS = 10_000;
/** DefaultPodMaxInUnschedulablePodsDuration: tried again even if nothing changed. */
const UNSCHEDULABLE_MAX_MS = 300_000;

export interface QueuedPod {
  key: string;
  uid: string;
  priority: number;
}

interface Entry extends QueuedPod {
  /** Order of arrival among pods of one priority. */
  order: number;
  attempts: number;
  lastMs: number;
  /** Plugins that kept it from its nodes at the last attempt. */
  rejecters: ReadonlySet<string>;
  state: 'active' | 'backoff' | 'unschedulable' | 'running';
}

export class SchedulingQueue {
  readonly #entries = new Map<string, Entry>();
  #order = 0;

  /** A new pod, or one that is another than before: it is tried as soon as its back-off allows. */
  add(pod: QueuedPod, nowMs: number): void {
    const held = this.#entries.get(pod.key);
    if (held !== undefined && held.uid === pod.uid) {
      held.priority = pod.priority;
      wake(held, nowMs);
      return;
    }
    const fresh = { order: this.#order++, attempts: 0, lastMs: nowMs, rejecters: new Set<string>() };
    this.#entries.set(pod.key, { ...pod, ...fresh, state: 'active' });
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  remove(key: string): void {
    this.#entries.delete(key);
  }

  /** Undefined while nothing is due. */
  take(nowMs: number): string | undefined {
    let first: Entry | undefined;
    for (const entry of this.#entries.values()) {
      if (entry.state !== 'running' && dueMs(entry) <= nowMs && (first === undefined || comesBefore(entry, first))) {
        first = entry;
      }
    }
    if (first === undefined) return undefined;
    first.state = 'running';
    first.attempts++;
    first.lastMs = nowMs;
    return first.key;
  }

  /** The attempt came to nothing because of these plugins. */
  failed(key: string, rejecters: ReadonlySet<string>): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) Object.assign(entry, { rejecters, state: 'unschedulable' });
  }

  /** The attempt failed by an error: again after the back-off. */
  retry(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) entry.state = 'backoff';
  }

  /** Wakes the pods that one of these plugins had rejected; `concerns` may know better. Whether any was woken. */
  wakeRejected(plugins: ReadonlySet<string>, nowMs: number, concerns: (key: string) => boolean): boolean {
    let isAny = false;
    for (const entry of this.#entries.values()) {
      if (entry.state !== 'unschedulable') continue;
      if (![...plugins].some((plugin) => entry.rejecters.has(plugin)) || !concerns(entry.key)) continue;
      wake(entry, nowMs);
      isAny = true;
    }
    return isAny;
  }

  /** When the next pod is due, at or before now included; null for never. */
  nextMs(): number | null {
    let next: number | null = null;
    for (const entry of this.#entries.values()) {
      if (entry.state !== 'running' && (next === null || dueMs(entry) < next)) next = dueMs(entry);
    }
    return next;
  }
}

function wake(entry: Entry, nowMs: number): void {
  if (entry.state === 'unschedulable') entry.state = backoffEndMs(entry) > nowMs ? 'backoff' : 'active';
}

function dueMs(entry: Entry): number {
  if (entry.state === 'unschedulable') return entry.lastMs + UNSCHEDULABLE_MAX_MS;
  return entry.state === 'backoff' ? backoffEndMs(entry) : Number.NEGATIVE_INFINITY;
}

function backoffEndMs({ attempts, lastMs }: Entry): number {
  return attempts === 0 ? lastMs : lastMs + Math.min(BACKOFF_BASE_MS * 2 ** (attempts - 1), BACKOFF_MAX_MS);
}

/** plugins/queuesort/priority_sort.go. */
function comesBefore(a: Entry, b: Entry): boolean {
  return a.priority > b.priority || (a.priority === b.priority && a.order < b.order);
}
