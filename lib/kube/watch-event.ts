// What lists and watches bring, as far as it is read before the object itself.
import type { RawObject } from './item-store.ts';
import { StatusError } from './status-error.ts';

export interface ListPage {
  metadata?: { resourceVersion?: string; continue?: string };
  /** Null of metadata alone where there is none: a Go slice that nothing was put into. */
  items?: readonly RawObject[] | null;
}

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: RawObject;
}

/** Throws StatusError for a line that something on the way has damaged. */
export function eventOf(line: string): WatchEvent {
  try {
    const event = JSON.parse(line) as Partial<WatchEvent> | null;
    if (event?.type !== undefined && typeof event.object === 'object') return event as WatchEvent;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new StatusError(502, 'InternalError', 'the API server sent an event that cannot be read');
}
