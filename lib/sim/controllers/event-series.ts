// Writes events of the newer kind, as client-go's tools/events recorder does: they name what was done, and those that
// repeat are one event with a series, whose count is written when it begins and then every half hour.
import type { Event, ObjectReference } from 'kubernetes-types/core/v1';
import type { Writer } from '../api/write/writer.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { microTimestamp } from '../timestamp.ts';
import type { EventNote } from './controller.ts';

/** tools/events/event_broadcaster.go: finishTime and refreshTime. */
const FINISH_MS = 6 * 60_000;
const REFRESH_MS = 30 * 60_000;
/** Series remembered; the oldest go first. */
const REMEMBERED_MAX = 4_096;
/** Upstream it is the machine the program runs on. */
const HOST = 'control-plane';

/** Which controller speaks, and the program it is part of. */
export interface Speaker {
  component: string;
  manager: string;
}

interface Series {
  namespace: string;
  name: string;
  count: number;
  lastMs: number;
  writtenMs: number;
}

export class EventSeries {
  readonly #store: Store;
  readonly #writer: Writer;
  readonly #clock: Clock;
  readonly #series = new Map<string, Series>();

  constructor(store: Store, writer: Writer, clock: Clock) {
    this.#store = store;
    this.#writer = writer;
    this.#clock = clock;
  }

  /** `name` is a new event's; a repeated one keeps its own, and its message. */
  write(note: EventNote, about: ObjectReference, speaker: Speaker, name: string): void {
    const { component, manager } = speaker;
    const nowMs = this.#clock.now();
    const { kind, namespace = 'default', uid, fieldPath, resourceVersion } = about;
    const key = [component, note.type, note.action, note.reason, kind, namespace, uid, fieldPath, resourceVersion].join(
      '|',
    );
    const known = this.#series.get(key);
    if (known !== undefined && nowMs - known.lastMs <= FINISH_MS) {
      known.count++;
      known.lastMs = nowMs;
      if (known.count === 2 || nowMs - known.writtenMs >= REFRESH_MS) this.#repeat(known, manager);
      return;
    }
    const event: Event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: about,
      reason: note.reason,
      message: note.message,
      type: note.type,
      eventTime: microTimestamp(nowMs),
      ...(note.action === undefined ? {} : { action: note.action }),
      reportingComponent: component,
      reportingInstance: `${component}-${HOST}`,
      source: {},
    };
    this.#writer.create('events', event, manager);
    this.#remember(key, { namespace, name, count: 1, lastMs: nowMs, writtenMs: nowMs });
  }

  #repeat(series: Series, manager: string): void {
    const event = this.#store.get('events', series.namespace, series.name);
    if (event === undefined) return;
    series.writtenMs = series.lastMs;
    const repeated = { count: series.count, lastObservedTime: microTimestamp(series.lastMs) };
    const next: Event = { ...event, series: repeated };
    this.#writer.update('events', next, manager);
  }

  #remember(key: string, series: Series): void {
    this.#series.delete(key);
    this.#series.set(key, series);
    if (this.#series.size <= REMEMBERED_MAX) return;
    const oldest = this.#series.keys().next();
    if (!oldest.done) this.#series.delete(oldest.value);
  }
}
