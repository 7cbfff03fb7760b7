// A list of NodeMetrics or PodMetrics, as metrics.k8s.io and Heapster answer it.
import type { Named } from '#lib/rules/top/resource-metrics.ts';
import { StatusError } from '../status-error.ts';
import { objectOf } from './json-object.ts';

/**
 * What can be read of each item, by its name; one without figures is left out.
 * @throws {StatusError} for what is no list, and where nothing in it can be read. `from` names it for people.
 */
export function readList<T>(
  body: unknown,
  read: (item: unknown) => Named<T> | null,
  from: string,
): ReadonlyMap<string, T> {
  const { items } = objectOf(body);
  // Go's servers write an empty list of theirs as null.
  if (items !== null && !Array.isArray(items))
    throw unreadable(`${from} answered something that is no list of measures`);
  const found = new Map<string, T>();
  for (const item of items ?? []) {
    const named = read(item);
    if (named !== null) found.set(named.key, named.usage);
  }
  if (found.size === 0 && (items ?? []).length > 0) throw unreadable(`none of the measures of ${from} can be read`);
  return found;
}

function unreadable(message: string): StatusError {
  return new StatusError(502, 'InternalError', message);
}
