// One topic as the browser holds it: rows at a cursor, moved on by deltas that fit.
import type { Cursor, DeltaFrame, Rows, SnapshotFrame } from '#lib/model/stream.ts';
import { isAtOrBefore } from './cursor.ts';

export interface TopicState {
  cursor: Cursor;
  rows: Rows;
}

export function stateOf(frame: SnapshotFrame): TopicState {
  return { cursor: frame.cursor, rows: frame.rows };
}

/**
 * The state after `delta`; the same object when the delta is already in it, null when something between is missing
 * and only a new snapshot helps. Rows that the delta does not name stay the same objects.
 */
export function applyDelta(state: TopicState, delta: DeltaFrame): TopicState | null {
  if (delta.after !== state.cursor) return isAtOrBefore(delta.cursor, state.cursor) ? state : null;
  const rows: Record<string, unknown> = { ...state.rows, ...delta.upsert };
  for (const key of delta.remove) delete rows[key];
  return { cursor: delta.cursor, rows };
}
