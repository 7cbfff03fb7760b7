import 'server-only';
// One open event stream. What a viewer cannot take is not kept for it: it gets a fresh snapshot once it reads again.
import type { Cursor } from '#lib/model/stream.ts';
import type { Topic, TopicFrame, TopicViewer } from './topic.ts';

/** Waiting for one viewer's network at most, beyond one frame. */
const QUEUE_BYTES_MAX = 256 * 1024;
/** A viewer that takes nothing for so long is gone. */
const STUCK_MS = 30_000;

const encoder = new TextEncoder();

export class Viewer implements TopicViewer {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #topics: readonly Topic[];
  readonly #cursors: Cursor[];
  /** Topics whose next frame must be a snapshot. */
  readonly #behind = new Set<Topic>();
  readonly #left: (viewer: Viewer) => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #stuckSinceMs: number | null = null;

  /** `since` holds a cursor per topic, or '' for none; `left` is called once, when the viewer went or was closed. */
  constructor(topics: readonly Topic[], since: readonly Cursor[], heartbeat: Uint8Array, left: (v: Viewer) => void) {
    this.#topics = topics;
    this.#cursors = topics.map((_, index) => since[index] ?? '');
    this.#left = left;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
          controller.enqueue(heartbeat);
          for (const topic of topics) this.#resume(topic);
          this.#catchUp();
        },
        pull: () => this.#catchUp(),
        cancel: () => this.#leave(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: QUEUE_BYTES_MAX }),
    );
  }

  delta(topic: Topic, frame: TopicFrame): void {
    if (this.#behind.has(topic)) return;
    if (this.#isFull()) this.#behind.add(topic);
    else this.#send(topic, frame);
  }

  /** A whole SSE event that belongs to no topic. */
  heartbeat(frame: Uint8Array, nowMs: number): void {
    if (!this.#isFull()) {
      this.#stuckSinceMs = null;
      this.#controller?.enqueue(frame);
      return;
    }
    this.#stuckSinceMs ??= nowMs;
    if (nowMs - this.#stuckSinceMs > STUCK_MS) this.close();
  }

  /** Ends the stream from our side; the browser comes back by itself. */
  close(): void {
    const controller = this.#controller;
    this.#leave();
    controller?.close();
  }

  #leave(): void {
    if (this.#controller === null) return;
    this.#controller = null;
    for (const topic of this.#topics) topic.leave(this);
    this.#left(this);
  }

  #resume(topic: Topic): void {
    topic.join(this);
    const cursor = this.#cursors[this.#topics.indexOf(topic)] ?? '';
    const missed = cursor === '' ? null : topic.missedSince(cursor);
    if (missed === null) this.#behind.add(topic);
    else for (const frame of missed) this.delta(topic, frame);
  }

  #catchUp(): void {
    for (const topic of this.#behind) {
      if (this.#isFull()) return;
      this.#behind.delete(topic);
      this.#send(topic, topic.snapshotFrame());
    }
  }

  /** The id names where every topic of the stream stands, so that the browser's Last-Event-ID resumes them all. */
  #send(topic: Topic, frame: TopicFrame): void {
    this.#cursors[this.#topics.indexOf(topic)] = frame.cursor;
    this.#controller?.enqueue(frame.bytes);
    this.#controller?.enqueue(encoder.encode(`id: ${this.#cursors.join(',')}\n\n`));
  }

  #isFull(): boolean {
    return (this.#controller?.desiredSize ?? 0) <= 0;
  }
}
