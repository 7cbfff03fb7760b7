// What goes when an applier stops naming it: a field it applied last time and nobody else owns.
// Follows structured-merge-diff v6, merge/update.go (prune, addBackOwnedItems, addBackDanglingItems).

import type { JsonObject } from '../../json.ts';
import type { Schema } from '../../schema/schema.ts';
import { difference, EMPTY_SET, type FieldSet, intersection, union } from './field-set.ts';
import type { Managed } from './managed.ts';
import { ownedFields, withNamedParents } from './owned-fields.ts';
import { removeFields } from './remove-fields.ts';

/** `managed` holds the applier's new claims already; `last` is what it owned before. */
export function prune(
  merged: JsonObject,
  managed: ReadonlyMap<string, Managed>,
  last: FieldSet,
  schema: Schema,
): JsonObject {
  if (last.size === 0) return merged;
  const whole = (set: FieldSet) => withNamedParents(set, schema);
  const present = whole(ownedFields(merged, schema));
  const owned = [...managed.values()].reduce<FieldSet>((all, { fields }) => union(all, fields), EMPTY_SET);

  const withoutLast = removeFields(merged, whole(last), schema);
  const kept = union(whole(ownedFields(withoutLast, schema)), whole(owned));
  const withOwned = removeFields(merged, difference(present, kept), schema);
  // Removing an item takes along what others put below it unowned: only what the applier had itself may go.
  const gone = difference(present, whole(ownedFields(withOwned, schema)));
  return removeFields(merged, intersection(gone, whole(last)), schema);
}
