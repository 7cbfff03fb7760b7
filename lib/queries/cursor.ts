// Order of two positions in a topic's history.
import type { Cursor } from '#lib/model/stream.ts';

/** True when `cursor` is `than` or came before it. False across epochs: another server's history has no order with ours. */
export function isAtOrBefore(cursor: Cursor, than: Cursor): boolean {
  const [epoch, sequence] = split(cursor);
  const [otherEpoch, otherSequence] = split(than);
  return epoch === otherEpoch && sequence <= otherSequence;
}

function split(cursor: Cursor): [epoch: string, sequence: number] {
  const at = cursor.lastIndexOf(':');
  return [cursor.slice(0, at), Number(cursor.slice(at + 1))];
}
