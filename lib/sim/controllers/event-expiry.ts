// Removes each event an hour after it was last written, as the API server's --event-ttl lease does in etcd.
import type { Writer } from '../api/write/writer.ts';
import type { Cancel, Clock } from '../clock.ts';
import { keyOf, splitKey } from '../store/object.ts';
import type { Change, Store } from '../store/store.ts';
import { parseTimestamp } from '../timestamp.ts';

const EVENT_TTL_MS = 3_600_000;
/** Expired events are looked for this long after the first of them, so that a flood costs one pass. */
const SWEEP_DELAY_MS = 1_000;

export class EventExpiry {
  readonly #writer: Writer;
  readonly #clock: Clock;
  /** When each event was last written; every write moves its key to the end, so the first is the oldest. */
  readonly #writtenMs = new Map<string, number>();
  #cancel: Cancel | null = null;

  constructor(store: Store, writer: Writer, clock: Clock) {
    this.#writer = writer;
    this.#clock = clock;
    const known = store.list('events').map((event): [string, number] => {
      const writtenMs = parseTimestamp(event.lastTimestamp ?? event.metadata.creationTimestamp);
      return [keyOf(event.metadata.namespace, event.metadata.name), Number.isNaN(writtenMs) ? clock.now() : writtenMs];
    });
    for (const [key, writtenMs] of known.sort((a, b) => a[1] - b[1])) this.#writtenMs.set(key, writtenMs);
    this.#arm();
  }

  observe(change: Change): void {
    if (change.resource !== 'events') return;
    const key = keyOf(change.object.metadata.namespace, change.object.metadata.name);
    this.#writtenMs.delete(key);
    if (change.type !== 'DELETED') this.#writtenMs.set(key, this.#clock.now());
    this.#arm();
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#writtenMs.clear();
  }

  #arm(): void {
    if (this.#cancel !== null) return;
    const oldest = this.#writtenMs.values().next();
    if (oldest.done) return;
    const delayMs = Math.max(0, oldest.value + EVENT_TTL_MS - this.#clock.now()) + SWEEP_DELAY_MS;
    this.#cancel = this.#clock.after(delayMs, () => this.#sweep());
  }

  #sweep(): void {
    const deadlineMs = this.#clock.now() - EVENT_TTL_MS;
    const expired: string[] = [];
    for (const [key, writtenMs] of this.#writtenMs) {
      if (writtenMs > deadlineMs) break;
      expired.push(key);
    }
    for (const key of expired) {
      this.#writtenMs.delete(key);
      const { namespace, name } = splitKey(key);
      this.#writer.delete('events', namespace, name);
    }
    this.#cancel = null;
    this.#arm();
  }
}
