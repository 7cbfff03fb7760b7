// What travels from the server to a browser: keyed rows by topic, and how live they are.

/** `overview`, `node/<name>`. One topic is one keyed set of rows. */
export type TopicName = string;

/** Where a topic's history stands: `<epoch>:<sequence>`. A new epoch (a new server) means a new snapshot. */
export type Cursor = string;

export type Rows = Readonly<Record<string, unknown>>;

/** SSE event `snapshot`, and the body of `GET /api/topics/<topic>`. */
export interface SnapshotFrame {
  topic: TopicName;
  cursor: Cursor;
  rows: Rows;
}

/** SSE event `delta`: applies only to the rows at `after`. */
export interface DeltaFrame {
  topic: TopicName;
  after: Cursor;
  cursor: Cursor;
  upsert: Rows;
  remove: readonly string[];
}

/** SSE event `heartbeat`, every 3 s and at once when the state changes: how live everything is. */
export interface HeartbeatFrame {
  connection: ConnectionView;
}

export interface ConnectionView {
  /** `connecting` until the first contact; `reconnecting` when the API server stopped answering. */
  state: 'live' | 'connecting' | 'reconnecting';
  /** When the API server last answered, by this server's clock: ISO 8601 with milliseconds. */
  asOf: string | null;
  /** Why it is not live, in words for the reader; never an address. */
  message: string | null;
  /** The cluster's own time as this is sent (while not live: at `asOf`), from the Date header; ages count from it. */
  clusterTime: string | null;
  /** Simulated seconds per second: 1 for a real cluster, 0 when a simulated one is paused. */
  clockRate: number;
  /** Identity of the build that serves: a changed one means the page should be reloaded when convenient. */
  build: string;
}
