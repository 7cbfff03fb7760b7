// One EventSource for many topics: reopened with back-off, watched for heartbeats, resumed where it stopped.
// Runs in the shared worker, or in the tab itself where there is none.
import type {
  ConnectionView,
  Cursor,
  DeltaFrame,
  HeartbeatFrame,
  SnapshotFrame,
  TopicName,
} from '#lib/model/stream.ts';

/** The server beats every 3 s: two beats missed and a little. */
const HEARTBEAT_TIMEOUT_MS = 7_500;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 8_000;

export type StreamFrame =
  | { event: 'snapshot'; frame: SnapshotFrame }
  | { event: 'delta'; frame: DeltaFrame }
  | { event: 'connection'; connection: ConnectionView };

const UNREACHABLE = 'The Bramble server does not answer.';
/** What is known before the first heartbeat: nothing, least of all a build. */
const NEVER: ConnectionView = {
  state: 'connecting',
  asOf: null,
  message: null,
  clusterTime: null,
  clockRate: 1,
  build: '',
};

/** What a tab is told when it hears nothing. */
export const LOST: ConnectionView = { ...NEVER, state: 'reconnecting', message: UNREACHABLE };

export class StreamSource {
  readonly #emit: (frame: StreamFrame) => void;
  readonly #cursors = new Map<TopicName, Cursor | null>();
  #source: EventSource | null = null;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #retryMs = RETRY_FIRST_MS;
  #connection = NEVER;

  constructor(emit: (frame: StreamFrame) => void) {
    this.#emit = emit;
  }

  /** The last heartbeat; `build` is empty before the first. */
  get connection(): ConnectionView {
    return this.#connection;
  }

  cursorOf(topic: TopicName): Cursor | null {
    return this.#cursors.get(topic) ?? null;
  }

  /** From now on these topics and no others. A cursor says what the asker already has; ours, where we have one, wins. */
  follow(topics: ReadonlyMap<TopicName, Cursor | null>): void {
    const same = topics.size === this.#cursors.size && [...topics.keys()].every((topic) => this.#cursors.has(topic));
    if (same && (this.#source !== null || topics.size === 0)) return;
    for (const topic of this.#cursors.keys()) if (!topics.has(topic)) this.#cursors.delete(topic);
    for (const [topic, cursor] of topics) if (!this.#cursors.has(topic)) this.#cursors.set(topic, cursor);
    this.#open();
  }

  close(): void {
    clearTimeout(this.#watchdog);
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
  }

  #open(): void {
    this.close();
    if (this.#cursors.size === 0) return;
    const source = new EventSource(streamUrl(this.#cursors));
    source.addEventListener('snapshot', (event) => {
      const frame = JSON.parse(event.data) as SnapshotFrame;
      this.#moved(frame.topic, frame.cursor);
      this.#emit({ event: 'snapshot', frame });
    });
    source.addEventListener('delta', (event) => {
      const frame = JSON.parse(event.data) as DeltaFrame;
      this.#moved(frame.topic, frame.cursor);
      this.#emit({ event: 'delta', frame });
    });
    source.addEventListener('heartbeat', (event) => {
      this.#retryMs = RETRY_FIRST_MS;
      this.#watch();
      this.#say((JSON.parse(event.data) as HeartbeatFrame).connection);
    });
    // The browser's own retry knows neither our cursors nor a back-off, and gives up on an HTTP error.
    source.addEventListener('error', () => this.#lost());
    this.#source = source;
    this.#watch();
  }

  #moved(topic: TopicName, cursor: Cursor): void {
    if (this.#cursors.has(topic)) this.#cursors.set(topic, cursor);
  }

  #watch(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#lost(), HEARTBEAT_TIMEOUT_MS);
  }

  #lost(): void {
    this.close();
    this.#say({ ...this.#connection, state: 'reconnecting', message: UNREACHABLE });
    // Jitter: after a restart of the server not every browser comes in the same instant.
    this.#retry = setTimeout(() => this.#open(), this.#retryMs * (0.5 + Math.random()));
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
  }

  #say(connection: ConnectionView): void {
    this.#connection = connection;
    this.#emit({ event: 'connection', connection });
  }
}

/** `since` names the cursors in the order of `topics`; an empty one asks for a snapshot. */
export function streamUrl(cursors: ReadonlyMap<TopicName, Cursor | null>): string {
  const query = new URLSearchParams({ topics: [...cursors.keys()].join(',') });
  if ([...cursors.values()].some((cursor) => cursor !== null)) {
    query.set('since', [...cursors.values()].map((cursor) => cursor ?? '').join(','));
  }
  return `/api/stream?${query}`;
}
