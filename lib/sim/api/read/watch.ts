// WATCH: one stream of events per watcher, from a version of the past, from now, or after an initial list.
// Mirrors apiserver/pkg/endpoints/handlers/watch.go and pkg/storage/cacher.

import type { StatusCause } from 'kubernetes-types/meta/v1';
import { expired, invalid } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';
import type { Stored } from '../../store/object.ts';
import type { Change } from '../../store/store.ts';
import { partialObject } from '../../table/partial-object.ts';
import type { Sink, StreamAnswer } from '../answer.ts';
import { lineOf, lineText } from '../encode.ts';
import type { Asked } from '../negotiation.ts';
import { sendPaced } from '../paced.ts';
import type { Served } from '../registry/registry.ts';
import { isTrue } from '../request-info.ts';
import type { Machine } from '../write/write-context.ts';
import { checkNotFuture, integerOf, versionOfOne } from './list-options.ts';
import { type Selection, selectionOf } from './selection.ts';
import { type IncludeObject, includeObjectOf, tableOf } from './table-answer.ts';

/** Bytes that may wait for a slow watcher; beyond it the stream is cut and the client starts over. */
const BACKLOG_BYTES_MAX = 8 * 1024 * 1024;
/** More initial events than so many are sent bit by bit; meanwhile so many changes wait, and then the stream is cut. */
const INITIAL_AT_ONCE_MAX = 1_000;
const HELD_MAX = 20_000;
/** A watch that names no timeout lives between 30 and 60 minutes on a real server; ours: */
const TIMEOUT_SECONDS_DEFAULT = 1800;
const TIMEOUT_SECONDS_MAX = 24 * 3600;
/** pkg/storage/cacher: a bookmark about each minute and shortly before the end. */
const BOOKMARK_INTERVAL_MS = 60_000;
const BOOKMARK_BEFORE_END_MS = 2_000;

interface Plan {
  served: Served;
  selection: Selection;
  asked: Asked;
  include: IncludeObject;
  bookmarks: boolean;
  /** Events that come first, and the version from which on changes follow. */
  initial: readonly Stored[];
  /** When a bookmark says that the initial events are over: right behind them, with the first that is due, or never. */
  initialEnd: 'now' | 'later' | 'never';
  past: readonly Change[];
  version: number;
  timeoutMs: number;
}

/** Streams that are open, so that they can be cut. */
export interface WatchRegister {
  add(cut: () => void): () => void;
}

export function watchAnswer(
  machine: Machine,
  served: Served,
  namespace: string,
  query: URLSearchParams,
  asked: Asked,
  register: WatchRegister,
): StreamAnswer {
  if (asked.format !== 'json')
    throw new StatusError(
      'NotAcceptable',
      'only the following media types are accepted: application/json, application/json;stream=watch',
    );
  const plan = planWatch(machine, served, namespace, query, asked);
  return {
    status: 200,
    contentType: 'application/json',
    run: (sink) => new WatchStream(machine, plan, sink, register),
  };
}

function planWatch(machine: Machine, served: Served, namespace: string, query: URLSearchParams, asked: Asked): Plan {
  const { store } = machine;
  const selection = selectionOf(served, namespace, query);
  const asks = query.get('resourceVersion') ?? '';
  const sendInitial = query.get('sendInitialEvents');
  const seconds = integerOf(query, 'timeoutSeconds');
  const common = {
    served,
    selection,
    asked,
    include: includeObjectOf(query),
    bookmarks: isTrue(query.get('allowWatchBookmarks')),
    timeoutMs: 1000 * Math.min(seconds > 0 ? seconds : TIMEOUT_SECONDS_DEFAULT, TIMEOUT_SECONDS_MAX),
  };
  checkWatchList(query);
  const wantsList = sendInitial !== null && isTrue(sendInitial);
  const fromNow = asks === '' || asks === '0';
  if (wantsList || (fromNow && sendInitial === null)) {
    if (wantsList) checkNotFuture(store, asks);
    const initial = store.list(served.storage, selection.namespace).filter((object) => selection.matches(object));
    // Who asks for no list gets one all the same, as a watch without a version always had one: less is promised of its end.
    const initialEnd = !common.bookmarks ? 'never' : wantsList ? 'now' : 'later';
    return { ...common, initial, initialEnd, past: [], version: store.version };
  }
  // A version the cluster has yet to reach is no error here: the watch stays silent until then.
  const version = fromNow ? store.version : versionOfOne(asks);
  const past = store.changesSince(served.storage, version);
  if (past === null) throw expired(version, store.compactedVersion);
  return { ...common, initial: [], initialEnd: 'never', past, version };
}

/** As ValidateListOptions has it for watches: all faults at once. */
function checkWatchList(query: URLSearchParams): void {
  const given = query.get('sendInitialEvents') !== null;
  const match = query.get('resourceVersionMatch') ?? '';
  const field = 'resourceVersionMatch';
  const causes: StatusCause[] = [];
  const forbid = (why: string) => causes.push({ field, reason: 'FieldValueForbidden', message: `Forbidden: ${why}` });
  if (given && match !== 'NotOlderThan') {
    forbid('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
    const message = `Unsupported value: "${match}": supported values: "NotOlderThan"`;
    if (match !== '') causes.push({ field, reason: 'FieldValueNotSupported', message });
  } else if (!given && match !== '') {
    forbid('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
  }
  if ((query.get('continue') ?? '') !== '') forbid('resourceVersionMatch is forbidden when continue is provided');
  if (causes.length > 0) throw invalid('ListOptions', 'meta.k8s.io', '', causes);
}

class WatchStream {
  readonly #machine: Machine;
  readonly #plan: Plan;
  readonly #sink: Sink;
  readonly #stops: (() => void)[] = [];
  /** Newest version the watcher knows of. */
  #version: number;
  #closed = false;
  #sentColumns = false;
  /** The next bookmark says that the initial events are over. */
  #owesInitialEnd = false;
  /** Changes that wait for the initial events to be sent; null once they are. */
  #held: Change[] | null = null;

  constructor(machine: Machine, plan: Plan, sink: Sink, register: WatchRegister) {
    this.#machine = machine;
    this.#plan = plan;
    this.#sink = sink;
    this.#version = plan.version;
    this.#stops.push(machine.store.subscribe((change) => this.#follow(change)));
    this.#stops.push(register.add(() => this.close()));
    sink.onClose(() => this.close());
    if (plan.initial.length <= INITIAL_AT_ONCE_MAX) {
      for (const object of plan.initial) this.#send('ADDED', object);
      this.#begin([]);
    } else {
      const held: Change[] = [];
      this.#held = held;
      sendPaced(sink, this.#initialLines(), () => this.#begin(held));
    }
  }

  *#initialLines(): Generator<string> {
    for (const object of this.#plan.initial) yield this.#text('ADDED', object);
  }

  /** After the initial events: what happened while they were sent comes next. */
  #begin(held: readonly Change[]): void {
    const { initialEnd, past, version } = this.#plan;
    this.#held = null;
    this.#owesInitialEnd = initialEnd !== 'never';
    if (initialEnd === 'now') this.#bookmark(version);
    for (const change of [...past, ...held]) this.#follow(change);
    if (!this.#closed) this.#schedule();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#sink.end();
  }

  /** Timeouts and bookmarks are about the connection: they go by the host's time, also while the cluster stands still. */
  #schedule(): void {
    const { timeoutMs, bookmarks } = this.#plan;
    const end = setTimeout(() => this.close(), timeoutMs);
    this.#stops.push(() => clearTimeout(end));
    if (!bookmarks) return;
    const every = setInterval(() => this.#bookmarkNow(), BOOKMARK_INTERVAL_MS);
    const last = setTimeout(() => this.#bookmarkNow(), Math.max(0, timeoutMs - BOOKMARK_BEFORE_END_MS));
    this.#stops.push(
      () => clearInterval(every),
      () => clearTimeout(last),
    );
  }

  /** An object that enters the selection is ADDED, one that leaves it DELETED, whatever happened to it. */
  #follow(change: Change): void {
    if (this.#closed || change.resource !== this.#plan.served.storage || change.version <= this.#version) return;
    if (this.#held !== null) {
      if (this.#held.push(change) > HELD_MAX) this.close();
      return;
    }
    const { selection } = this.#plan;
    this.#version = change.version;
    const is = change.type !== 'DELETED' && selection.matches(change.object);
    const was = change.previous !== undefined && selection.matches(change.previous);
    if (is) this.#send(was ? 'MODIFIED' : 'ADDED', change.object);
    else if (was) this.#send('DELETED', lastSelected(change));
  }

  #send(type: string, object: Stored): void {
    this.#write(this.#line(type, object));
  }

  #line(type: string, object: Stored): Buffer {
    const { served, asked } = this.#plan;
    return asked.as === 'object' ? lineOf(served, type, object) : Buffer.from(this.#text(type, object));
  }

  #text(type: string, object: Stored): string {
    const { served, asked } = this.#plan;
    if (asked.as === 'object') return lineText(served, type, object);
    const shape = asked.as === 'Table' ? this.#table([object], object.metadata.resourceVersion) : partialObject(object);
    return `${JSON.stringify({ type, object: shape })}\n`;
  }

  #table(objects: readonly Stored[], resourceVersion: string): object {
    const { served, include } = this.#plan;
    // Only the first Table of a watch says what its columns are (endpoints/handlers/response.go).
    const noHeaders = this.#sentColumns;
    this.#sentColumns = true;
    return tableOf(this.#machine, served, objects, { metadata: { resourceVersion }, include, noHeaders });
  }

  #bookmarkNow(): void {
    this.#bookmark(Math.max(this.#version, this.#machine.store.version));
  }

  #bookmark(version: number): void {
    const { served, asked } = this.#plan;
    this.#version = version;
    const metadata = {
      resourceVersion: String(version),
      ...(this.#owesInitialEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
    };
    this.#owesInitialEnd = false;
    const own = { kind: served.type.kind, apiVersion: served.apiVersion, metadata };
    const partial = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
    const object =
      asked.as === 'object'
        ? own
        : asked.as === 'PartialObjectMetadata'
          ? partial
          : {
              kind: 'Table',
              apiVersion: 'meta.k8s.io/v1',
              metadata: { resourceVersion: String(version) },
              columnDefinitions: null,
              rows: [{ cells: null, object: partial }],
            };
    this.#write(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
  }

  #write(line: string | Buffer): void {
    if (this.#closed) return;
    const waiting = this.#sink.write(line);
    if (waiting > BACKLOG_BYTES_MAX) this.close();
  }
}

/** As the selection last held it, at the version that took it away (storage/cacher/cache_watcher.go convertToWatchEvent). */
function lastSelected({ type, object, previous }: Change): Stored {
  if (type === 'DELETED' || previous === undefined) return object;
  return { ...previous, metadata: { ...previous.metadata, resourceVersion: object.metadata.resourceVersion } };
}
