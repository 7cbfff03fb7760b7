// A tab's side of the stream: which topics are on the page, and frames put into the query cache once per painted frame.
import type { QueryClient } from '@tanstack/react-query';
import type { ConnectionView, Cursor, DeltaFrame, TopicName } from '#lib/model/stream.ts';
import { isAtOrBefore } from './cursor.ts';
import { openLink, type StreamLink } from './stream-link.ts';
import type { FromWorker } from './stream-messages.ts';
import type { StreamFrame } from './stream-source.ts';
import { fetchTopic, topicQuery } from './topic-query.ts';
import { applyDelta, stateOf, type TopicState } from './topic-state.ts';

/** Deltas kept while a snapshot is fetched; beyond it the oldest go, and the gap they leave asks for another snapshot. */
const HELD_DELTAS_MAX = 256;
/** A hidden tab paints no frames: its cache still moves on. */
const HIDDEN_FLUSH_MS = 250;

export class TabStream {
  readonly #client: QueryClient;
  readonly #onConnection: (connection: ConnectionView) => void;
  readonly #topics = new Map<TopicName, number>();
  readonly #pending = new Map<TopicName, TopicState>();
  readonly #held = new Map<TopicName, DeltaFrame[]>();
  #link: StreamLink | null = null;
  #flushScheduled = false;
  #followScheduled = false;

  constructor(client: QueryClient, onConnection: (connection: ConnectionView) => void) {
    this.#client = client;
    this.#onConnection = onConnection;
  }

  /** Shows `topic` on this page until the returned function is called. */
  retain(topic: TopicName): () => void {
    this.#topics.set(topic, (this.#topics.get(topic) ?? 0) + 1);
    this.#scheduleFollow();
    return () => {
      const left = (this.#topics.get(topic) ?? 1) - 1;
      if (left > 0) this.#topics.set(topic, left);
      else this.#topics.delete(topic);
      this.#scheduleFollow();
    };
  }

  open(): void {
    this.#link ??= openLink((message) => this.#receive(message));
    this.#scheduleFollow();
  }

  close(): void {
    this.#link?.close();
    this.#link = null;
  }

  /** A page change drops one topic and takes another in the same moment: one message for both. */
  #scheduleFollow(): void {
    if (this.#followScheduled) return;
    this.#followScheduled = true;
    queueMicrotask(() => {
      this.#followScheduled = false;
      const topics = [...this.#topics.keys()].map((topic): [TopicName, Cursor | null] => [
        topic,
        this.#stateOf(topic)?.cursor ?? null,
      ]);
      this.#link?.follow(new Map(topics));
    });
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'frame') this.#apply(message.frame);
    else this.#compare(message.topic, message.cursor);
  }

  #apply(frame: StreamFrame): void {
    if (frame.event === 'connection') this.#onConnection(frame.connection);
    else if (frame.event === 'snapshot') this.#put(frame.frame.topic, stateOf(frame.frame));
    else this.#move(frame.frame);
  }

  #move(delta: DeltaFrame): void {
    const held = this.#held.get(delta.topic);
    if (held !== undefined) {
      held.push(delta);
      if (held.length > HELD_DELTAS_MAX) held.shift();
      return;
    }
    const state = this.#stateOf(delta.topic);
    const next = state === null ? null : applyDelta(state, delta);
    if (next === null) this.#refetch(delta.topic);
    else if (next !== state) this.#put(delta.topic, next);
  }

  #compare(topic: TopicName, cursor: Cursor): void {
    const state = this.#stateOf(topic);
    if (state === null || !isAtOrBefore(cursor, state.cursor)) this.#refetch(topic);
  }

  /** Deltas that come meanwhile wait for the snapshot: each is either in it already or follows it. */
  #refetch(topic: TopicName): void {
    if (this.#held.has(topic)) return;
    this.#held.set(topic, []);
    fetchTopic(topic)
      .then((state) => this.#put(topic, state))
      // The page keeps what it shows; the next delta finds the same gap and asks again.
      .catch((error: unknown) => console.warn(`No snapshot of ${topic}: ${String(error)}`))
      .finally(() => {
        const held = this.#held.get(topic) ?? [];
        this.#held.delete(topic);
        if (this.#topics.has(topic)) for (const delta of held) this.#move(delta);
      });
  }

  #stateOf(topic: TopicName): TopicState | null {
    return this.#pending.get(topic) ?? this.#client.getQueryData(topicQuery(topic).queryKey) ?? null;
  }

  #put(topic: TopicName, state: TopicState): void {
    this.#pending.set(topic, state);
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    const flush = (): void => {
      this.#flushScheduled = false;
      for (const [name, latest] of this.#pending) this.#client.setQueryData(topicQuery(name).queryKey, latest);
      this.#pending.clear();
    };
    if (document.hidden) setTimeout(flush, HIDDEN_FLUSH_MS);
    else requestAnimationFrame(flush);
  }
}
