// Merging lists in a strategic merge patch: by merge key or as a set, then in the order upstream gives them.
// Follows apimachinery, pkg/util/strategicpatch/patch.go (mergeSlice, normalizeElementOrder).

import { isList, isObject, type JsonObject, own } from '../json.ts';
import { StatusError } from '../status-error.ts';
import { goText } from './go-text.ts';

type List = readonly unknown[];

export function listElements(value: unknown): List {
  if (!isList(value)) throw new StatusError('BadRequest', 'invalid patch format of setElementOrder list');
  return value;
}

/** `original` with the items of `patch` merged in; items the original lacks come first, as upstream puts them. */
export function mergeLists(
  original: List,
  patch: List,
  mergeKey: string | undefined,
  mergeItem: (item: JsonObject, change: JsonObject) => JsonObject,
): List {
  if (original.length === 0 && patch.length === 0) return original;
  assertOneType(original, patch);
  if (!isObject(original[0] ?? patch[0])) {
    const merged = [...new Set([...original, ...patch])];
    return orderList(merged, patch, original, undefined);
  }
  if (mergeKey === undefined) throw new StatusError('BadRequest', 'cannot merge lists without merge key for struct');
  const { kept, changes } = obeyDirectives(original.filter(isObject), patch.filter(isObject), mergeKey);
  const merged = [...kept];
  for (const change of changes) {
    const at = merged.findIndex((item) => own(item, mergeKey) === keyValue(change, mergeKey));
    const current = merged[at];
    if (current === undefined) merged.push(change);
    else merged[at] = mergeItem(current, change);
  }
  return orderList(merged, changes, kept, mergeKey);
}

/** Items with `$patch`: delete removes its counterpart, replace makes the rest of the patch the whole list. */
function obeyDirectives(
  original: readonly JsonObject[],
  patch: readonly JsonObject[],
  mergeKey: string,
): { kept: readonly JsonObject[]; changes: readonly JsonObject[] } {
  let kept = original;
  let replaces = false;
  const changes: JsonObject[] = [];
  for (const item of patch) {
    const directive = own(item, '$patch');
    if (!Object.hasOwn(item, '$patch')) {
      changes.push(item);
    } else if (directive === 'delete') {
      const doomed = keyValue(item, mergeKey);
      kept = kept.filter((existing) => own(existing, mergeKey) !== doomed);
    } else if (directive === 'replace') {
      replaces = true;
    } else if (directive === 'merge') {
      throw new StatusError('BadRequest', 'merging lists cannot yet be specified in the patch');
    } else {
      throw new StatusError('BadRequest', `unknown patch type: ${goText(directive)} in map: ${goText(item)}`);
    }
  }
  return replaces ? { kept: changes, changes: [] } : { kept, changes };
}

/**
 * `items` with those named in `order` in that order and the others in `serverOrder`, interleaved:
 * an item of the server comes before one of the patch only where both were in the server's list that way round.
 */
export function orderList(items: List, order: List, serverOrder: List, mergeKey: string | undefined): List {
  const identity = (item: unknown): unknown => {
    if (mergeKey === undefined) return item;
    if (!isObject(item)) throw new StatusError('BadRequest', 'invalid patch format of setElementOrder list');
    return keyValue(item, mergeKey);
  };
  const ranks = new Map(order.map((item, i) => [identity(item), i]));
  const serverRanks = new Map(serverOrder.map((item, i) => [identity(item), i]));
  const rank = (map: Map<unknown, number>, item: unknown) => map.get(identity(item)) ?? -1;
  const patched = items.filter((item) => ranks.has(identity(item)));
  const others = items.filter((item) => !ranks.has(identity(item)));
  patched.sort((a, b) => rank(ranks, a) - rank(ranks, b));
  others.sort((a, b) => rank(serverRanks, a) - rank(serverRanks, b));
  const result: unknown[] = [];
  for (const item of patched) {
    const limit = rank(serverRanks, item);
    while (limit >= 0 && others.length > 0) {
      const at = rank(serverRanks, others[0]);
      if (at < 0 || at > limit) break;
      result.push(others.shift());
    }
    result.push(item);
  }
  return [...result, ...others];
}

export function deleteFromList(current: List, doomed: List): List {
  const gone = new Set(doomed);
  return current.filter((item) => !gone.has(item));
}

function keyValue(item: JsonObject, mergeKey: string): unknown {
  if (Object.hasOwn(item, mergeKey)) return item[mergeKey];
  throw new StatusError('BadRequest', `map: ${goText(item)} does not contain declared merge key: ${mergeKey}`);
}

/** sliceElementType: lists of lists, and lists of several types, cannot be merged. */
function assertOneType(...lists: List[]): void {
  const items = lists.flat(1);
  if (lists.some((list) => list.some(isList))) {
    throw new StatusError('Invalid', 'the server rejected our request due to an error in our request', {});
  }
  const types = new Set(items.map((item) => (isObject(item) ? 'object' : typeof item)));
  if (types.size > 1) {
    throw new StatusError('BadRequest', `list element types are not identical: ${goText(lists)}`);
  }
}
