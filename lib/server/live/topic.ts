import 'server-only';
// One topic: keyed rows, what changed lately, and who watches. Each frame is serialised once for all viewers.
import type { Cursor, SnapshotFrame, TopicName } from '#lib/model/stream.ts';

export interface TopicViewer {
  delta(topic: Topic, frame: TopicFrame): void;
}

export interface TopicFrame {
  /** An SSE event without its id and its closing blank line; shared by all viewers. */
  bytes: Uint8Array;
  /** Where the topic stands after it. */
  cursor: Cursor;
}

/** Deltas kept for viewers that come back: about half a minute of a busy cluster. */
const WINDOW_DELTAS_MAX = 256;
const WINDOW_BYTES_MAX = 1024 * 1024;

const encoder = new TextEncoder();

interface Row {
  value: unknown;
  json: string;
}

export class Topic {
  readonly name: TopicName;
  readonly #epoch: string;
  readonly #watched: ((isWatched: boolean) => void) | undefined;
  readonly #viewers = new Set<TopicViewer>();
  readonly #rows = new Map<string, Row>();
  #sequence = 0;
  #window: (TopicFrame & { after: number })[] = [];
  #windowBytes = 0;
  #snapshotFrame: TopicFrame | null = null;
  /** When the last viewer left or somebody last asked: for whoever disposes of unused topics. */
  usedMs = 0;

  /** `watched` is told when the first viewer comes and when the last one goes. */
  constructor(name: TopicName, epoch: string, watched?: (isWatched: boolean) => void) {
    this.name = name;
    this.#epoch = epoch;
    this.#watched = watched;
  }

  get cursor(): Cursor {
    return `${this.#epoch}:${this.#sequence}`;
  }

  get viewerCount(): number {
    return this.#viewers.size;
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  /** Rows are compared as JSON: an unchanged one travels nowhere. Undefined removes. */
  update(changes: Iterable<readonly [key: string, value: unknown]>): void {
    const upsert: string[] = [];
    const remove: string[] = [];
    for (const [key, value] of changes) {
      const before = this.#rows.get(key);
      if (value === undefined) {
        if (this.#rows.delete(key)) remove.push(key);
        continue;
      }
      const json = JSON.stringify(value);
      if (before?.json === json) continue;
      this.#rows.set(key, { value, json });
      upsert.push(`${JSON.stringify(key)}:${json}`);
    }
    if (upsert.length > 0 || remove.length > 0) this.#emit(upsert, remove);
  }

  /** Makes these the topic's rows, and removes every other. */
  replace(rows: ReadonlyMap<string, unknown>): void {
    const gone = [...this.#rows.keys()].filter((key) => !rows.has(key));
    this.update([...gone.map((key) => [key, undefined] as const), ...rows]);
  }

  snapshot(): SnapshotFrame {
    const rows: Record<string, unknown> = {};
    for (const [key, row] of this.#rows) rows[key] = row.value;
    return { topic: this.name, cursor: this.cursor, rows };
  }

  snapshotFrame(): TopicFrame {
    if (this.#snapshotFrame === null) {
      const rows = Array.from(this.#rows, ([key, row]) => `${JSON.stringify(key)}:${row.json}`);
      const head = `"topic":${JSON.stringify(this.name)},"cursor":${JSON.stringify(this.cursor)}`;
      const bytes = encoder.encode(`event: snapshot\ndata: {${head},"rows":{${rows.join(',')}}}\n`);
      this.#snapshotFrame = { bytes, cursor: this.cursor };
    }
    return this.#snapshotFrame;
  }

  /** What a viewer at `cursor` has missed, oldest first; null where only a snapshot helps. */
  missedSince(cursor: Cursor): readonly TopicFrame[] | null {
    const [epoch, text = ''] = cursor.split(':');
    const sequence = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (epoch !== this.#epoch || !(sequence <= this.#sequence)) return null;
    if (sequence === this.#sequence) return [];
    const from = this.#window.findIndex((delta) => delta.after === sequence);
    return from < 0 ? null : this.#window.slice(from);
  }

  join(viewer: TopicViewer): void {
    const isFirst = this.#viewers.size === 0;
    this.#viewers.add(viewer);
    if (isFirst) this.#watched?.(true);
  }

  leave(viewer: TopicViewer): void {
    const wasThere = this.#viewers.delete(viewer);
    this.usedMs = Date.now();
    if (wasThere && this.#viewers.size === 0) this.#watched?.(false);
  }

  #emit(upsert: readonly string[], remove: readonly string[]): void {
    const after = this.#sequence++;
    const fields = [
      `"topic":${JSON.stringify(this.name)}`,
      `"after":${JSON.stringify(`${this.#epoch}:${after}`)}`,
      `"cursor":${JSON.stringify(this.cursor)}`,
      `"upsert":{${upsert.join(',')}}`,
      `"remove":${JSON.stringify(remove)}`,
    ];
    const frame = {
      after,
      bytes: encoder.encode(`event: delta\ndata: {${fields.join(',')}}\n`),
      cursor: this.cursor,
    };
    this.#snapshotFrame = null;
    this.#remember(frame);
    for (const viewer of this.#viewers) viewer.delta(this, frame);
  }

  #remember(frame: TopicFrame & { after: number }): void {
    this.#window.push(frame);
    this.#windowBytes += frame.bytes.length;
    while (this.#window.length > WINDOW_DELTAS_MAX || this.#windowBytes > WINDOW_BYTES_MAX) {
      this.#windowBytes -= this.#window.shift()?.bytes.length ?? 0;
    }
  }
}
