// Writes core/v1 Events as client-go's recorder does: repeated ones are counted, floods of similar ones are
// combined, and a source that talks too much about one object is cut off (client-go tools/record events_cache.go).
import type { Event, ObjectReference } from 'kubernetes-types/core/v1';
import type { Writer } from '../api/write/writer.ts';
import type { Clock } from '../clock.ts';
import { StatusError } from '../status-error.ts';
import type { Stored } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import { timestamp } from '../timestamp.ts';
import type { EventNote } from './controller.ts';
import { EventSeries, type Speaker } from './event-series.ts';

/** Similar events beyond this many within the interval become one "(combined from similar events)". */
const SIMILAR_MAX = 10;
const SIMILAR_INTERVAL_MS = 600_000;
/** Events of one source about one object: a burst, then one each five minutes. */
const BURST_MAX = 25;
const REFILL_MS = 300_000;
/** Keys remembered by each of the three caches; the oldest go first, as in client-go's LRU. */
const REMEMBERED_MAX = 4_096;

interface Similar {
  messages: Set<string>;
  lastMs: number;
}

interface Bucket {
  tokens: number;
  filledMs: number;
}

export class EventRecorder {
  readonly #store: Store;
  readonly #writer: Writer;
  readonly #clock: Clock;
  readonly #names = new Map<string, { namespace: string; name: string }>();
  readonly #similar = new Map<string, Similar>();
  readonly #buckets = new Map<string, Bucket>();
  readonly #series: EventSeries;
  #sequence = 0;

  constructor(store: Store, writer: Writer, clock: Clock) {
    this.#store = store;
    this.#writer = writer;
    this.#clock = clock;
    this.#series = new EventSeries(store, writer, clock);
  }

  /** `component` is the reporting controller, `manager` the program it is part of. */
  record(note: EventNote, component: string, manager: string): void {
    const about = referenceTo(note);
    if (note.action !== undefined) {
      const name = `${about.name}.${this.#nanosecond(this.#clock.now())}`;
      this.#bestEffort(() => this.#series.write(note, about, { component, manager }, name));
      return;
    }
    const source = [component, note.host, about.kind, about.namespace, about.name, about.uid, about.apiVersion];
    if (!this.#mayTalk(source.join('|'))) return;
    const group = [...source, note.type, note.reason, note.fieldPath].join('|');
    const combined = this.#isFlood(group, note.message);
    const message = combined ? `(combined from similar events): ${note.message}` : note.message;
    const key = combined ? group : `${group}|${note.message}`;
    this.#bestEffort(() => this.#write(key, { ...note, message }, about, { component, manager }));
  }

  #bestEffort(write: () => void): void {
    try {
      write();
    } catch (error) {
      // Events are best effort: a namespace on its way out refuses them, and nobody may fail because of that.
      if (!(error instanceof StatusError)) throw error;
    }
  }

  #write(key: string, note: EventNote, about: ObjectReference, speaker: Speaker): void {
    const { component, manager } = speaker;
    const nowMs = this.#clock.now();
    const known = this.#names.get(key);
    const previous = known && this.#store.get('events', known.namespace, known.name);
    if (previous !== undefined) {
      const count = (previous.count ?? 1) + 1;
      const event: Event = { ...previous, count, lastTimestamp: timestamp(nowMs), message: note.message };
      this.#writer.update('events', event, manager);
      return;
    }
    const namespace = about.namespace ?? 'default';
    const name = `${about.name}.${this.#nanosecond(nowMs)}`;
    const event: Event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: about,
      reason: note.reason,
      message: note.message,
      source: note.host === undefined ? { component } : { component, host: note.host },
      firstTimestamp: timestamp(nowMs),
      lastTimestamp: timestamp(nowMs),
      count: 1,
      type: note.type,
      reportingComponent: component,
      reportingInstance: note.host ?? '',
    };
    this.#writer.create('events', event, manager);
    remember(this.#names, key, { namespace, name });
  }

  /** Names carry the time in nanoseconds as hex; a sequence stands in for the digits a clock here lacks. */
  #nanosecond(nowMs: number): string {
    this.#sequence = (this.#sequence + 1) % 1_000_000;
    return (BigInt(nowMs) * 1_000_000n + BigInt(this.#sequence)).toString(16);
  }

  #isFlood(group: string, message: string): boolean {
    const nowMs = this.#clock.now();
    const known = this.#similar.get(group);
    const similar = known !== undefined && nowMs - known.lastMs <= SIMILAR_INTERVAL_MS ? known : fresh(nowMs);
    similar.messages.add(message);
    similar.lastMs = nowMs;
    remember(this.#similar, group, similar);
    if (similar.messages.size < SIMILAR_MAX) return false;
    similar.messages.delete(message);
    return true;
  }

  #mayTalk(source: string): boolean {
    const nowMs = this.#clock.now();
    const bucket = this.#buckets.get(source) ?? { tokens: BURST_MAX, filledMs: nowMs };
    const refilled = Math.floor((nowMs - bucket.filledMs) / REFILL_MS);
    const tokens = Math.min(BURST_MAX, bucket.tokens + refilled);
    const filledMs = tokens === BURST_MAX ? nowMs : bucket.filledMs + refilled * REFILL_MS;
    remember(this.#buckets, source, { tokens: Math.max(0, tokens - 1), filledMs });
    return tokens > 0;
  }
}

function referenceTo(note: EventNote): ObjectReference {
  const { apiVersion, kind, metadata } = note.about as Stored;
  return {
    kind,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    name: metadata.name,
    uid: metadata.uid,
    apiVersion,
    ...(metadata.resourceVersion === undefined ? {} : { resourceVersion: metadata.resourceVersion }),
    ...(note.fieldPath === undefined ? {} : { fieldPath: note.fieldPath }),
  };
}

function fresh(nowMs: number): Similar {
  return { messages: new Set(), lastMs: nowMs };
}

function remember<T>(cache: Map<string, T>, key: string, value: T): void {
  cache.delete(key);
  cache.set(key, value);
  if (cache.size <= REMEMBERED_MAX) return;
  const oldest = cache.keys().next();
  if (!oldest.done) cache.delete(oldest.value);
}
