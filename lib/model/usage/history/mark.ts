// One mark on the time axis, and when the event behind it happened.
import type { EventRecord } from '../../records/records.ts';
import type { GraphMark } from '../usage-view.ts';

export function mark(kind: GraphMark['kind'], atMs: number, text: string, node: string | null): GraphMark {
  return { key: `${kind}/${atMs}/${text}`, atMs, kind, text, node };
}

/** When an event happened: a repeated one first and last. */
export function timesOf({ firstAt, lastAt }: EventRecord): number[] {
  const times = new Set([firstAt, lastAt].flatMap((at) => (at === null ? [] : [Date.parse(at)])));
  return [...times].filter(Number.isFinite).sort((a, b) => a - b);
}
