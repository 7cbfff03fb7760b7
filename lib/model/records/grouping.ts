// Rows put together by a key, in the order they came.
import type { PodRecord } from './records.ts';

export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Bound pods by node name; unscheduled ones are in no group. */
export function podsByNode(pods: Iterable<PodRecord>): ReadonlyMap<string, readonly PodRecord[]> {
  const groups = groupBy(pods, (pod) => pod.nodeName ?? '');
  groups.delete('');
  return groups;
}
