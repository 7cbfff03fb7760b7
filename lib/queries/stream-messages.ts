// What a tab and the shared worker say to each other.
import type { Cursor, TopicName } from '#lib/model/stream.ts';
import type { StreamFrame } from './stream-source.ts';

export type ToWorker =
  /** All topics this tab shows, with what it has of each: replaces what it asked for before. */
  { kind: 'follow'; topics: [TopicName, Cursor | null][] } | { kind: 'alive' };

export type FromWorker =
  | { kind: 'frame'; frame: StreamFrame }
  /** Where the worker's stream stands on a topic that it followed already. */
  | { kind: 'position'; topic: TopicName; cursor: Cursor };

/** A tab says it is there this often; browsers slow timers of hidden tabs to one a minute. */
export const ALIVE_EVERY_MS = 30_000;
/** A port has no close event: a tab that has crashed is one that was silent this long. */
export const SILENT_MAX_MS = 180_000;
