// What a page holds: rows and how live they are, from the dashboard's own event stream, applied as a browser does.
import type { PodRowView } from '#lib/model/node/node-view.ts';
import type { BoardView, ClusterView } from '#lib/model/overview/overview-view.ts';
import type { ConnectionView, DeltaFrame, HeartbeatFrame, Rows, SnapshotFrame } from '#lib/model/stream.ts';
import { applyDelta, stateOf, type TopicState } from '#lib/queries/topic-state.ts';
import type { Hub } from '#lib/server/live/hub.ts';
import { EventReader } from '../support/event-stream.ts';

/** The sources that a page's boards and pods are made of. */
const SOURCES = ['nodes', 'pods'] as const;

/** components/overview/source-notes.tsx: the page waits so long whether it passes. */
const STALE_SHOWN_AFTER_MS = 2_000;

export class View {
  readonly #topics = new Map<string, TopicState>();
  readonly #reader: EventReader;
  #connection: ConnectionView | null = null;
  #staleFromMs: number | null = null;
  /** Deltas that did not fit: a browser would ask for a new snapshot. */
  misfits = 0;
  readonly #done: Promise<void>;

  constructor(hub: Hub, topics: readonly string[]) {
    const open = topics.flatMap((name) => hub.topics.topic(name) ?? []);
    this.#reader = new EventReader(hub.openStream(open, []));
    this.#done = this.#read();
  }

  async close(): Promise<void> {
    await this.#reader.cancel();
    await this.#done;
  }

  rows(topic: string): Rows {
    return this.#topics.get(topic)?.rows ?? {};
  }

  /** Why what is shown may be old, as far as the dashboard knows; null while it is sure. */
  get doubt(): string | null {
    if (this.#connection?.state !== 'live') return this.#connection?.message ?? 'not connected yet';
    const source = this.#unsureSource();
    return source === null ? null : `a source is ${source}`;
  }

  /** Whether the page says so too. */
  saysDoubt(nowMs: number): boolean {
    const source = this.#unsureSource();
    if (source !== 'stale') this.#staleFromMs = null;
    else this.#staleFromMs ??= nowMs;
    if (this.#connection?.state !== 'live') return true;
    return this.#staleFromMs === null ? source !== null : nowMs - this.#staleFromMs >= STALE_SHOWN_AFTER_MS;
  }

  #unsureSource(): string | null {
    const sources = (this.rows('overview')['cluster'] as ClusterView | undefined)?.sources;
    const states = SOURCES.map((name) => sources?.[name].state ?? 'unknown').filter((state) => state !== 'live');
    return states.find((state) => state !== 'stale') ?? states[0] ?? null;
  }

  /** `taints`, `cordoned` and how many pods, by board. */
  boards(): Map<string, BoardView> {
    const rows = Object.entries(this.rows('overview')).filter(([key]) => key.startsWith('board/'));
    return new Map(rows.map(([key, row]) => [key.slice('board/'.length), row as BoardView]));
  }

  pods(node: string): Map<string, PodRowView> {
    const rows = Object.entries(this.rows(`node/${node}`)).filter(([key]) => key.startsWith('pod/'));
    return new Map(rows.map(([key, row]) => [key.slice('pod/'.length), row as PodRowView]));
  }

  async #read(): Promise<void> {
    for (let event = await this.#reader.next(); event !== null; event = await this.#reader.next()) {
      if (event.event === 'heartbeat') this.#connection = (event.data as HeartbeatFrame).connection;
      if (event.event === 'snapshot') {
        const frame = event.data as SnapshotFrame;
        this.#topics.set(frame.topic, stateOf(frame));
      }
      if (event.event === 'delta') this.#apply(event.data as DeltaFrame);
    }
  }

  #apply(frame: DeltaFrame): void {
    const state = this.#topics.get(frame.topic);
    const next = state === undefined ? null : applyDelta(state, frame);
    if (next === null) this.misfits += 1;
    else this.#topics.set(frame.topic, next);
  }
}
