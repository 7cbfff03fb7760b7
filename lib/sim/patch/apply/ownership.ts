// How ownership moves when an object changes: whoever changes a field takes it from the others.
// Follows structured-merge-diff v6, merge/update.go, and apimachinery, managedfields/internal/stripmeta.go.
import type { Comparison } from './compare.ts';
import { difference, type FieldSet, intersection, recursiveDifference, setOf, union } from './field-set.ts';
import type { Managed } from './managed.ts';
import { fieldElement } from './path-element.ts';

/** What identifies an object or belongs to the server is nobody's. */
const NOBODYS: FieldSet = setOf(
  [fieldElement('apiVersion')],
  [fieldElement('kind')],
  [fieldElement('metadata')],
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'clusterName',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((name) => [fieldElement('metadata'), fieldElement(name)]),
);

export function withoutNobodys(fields: FieldSet): FieldSet {
  return difference(fields, NOBODYS);
}

/** A comparison without the fields that a write to this endpoint cannot change. */
export function withoutReset({ added, modified, removed }: Comparison, reset: FieldSet): Comparison {
  return {
    added: recursiveDifference(added, reset),
    modified: recursiveDifference(modified, reset),
    removed: recursiveDifference(removed, reset),
  };
}

/** What others own of what changed, by identity. */
export function contested(
  managed: ReadonlyMap<string, Managed>,
  { added, modified }: Comparison,
  self: string,
): Map<string, FieldSet> {
  const changed = union(modified, added);
  const conflicts = new Map<string, FieldSet>();
  for (const [identity, { fields }] of managed) {
    const conflict = identity === self ? undefined : intersection(fields, changed);
    if (conflict !== undefined && conflict.size > 0) conflicts.set(identity, conflict);
  }
  return conflicts;
}

/** Takes what changed and what is gone from everyone but `self`; who is left with nothing is dropped. */
export function dispossess(managed: Map<string, Managed>, comparison: Comparison, self: string): void {
  const conflicts = contested(managed, comparison, self);
  for (const [identity, manager] of managed) {
    if (identity === self) continue;
    const taken = conflicts.get(identity);
    const kept = taken === undefined ? manager.fields : difference(manager.fields, taken);
    const fields = keepIfSame(manager.fields, difference(kept, comparison.removed));
    if (fields !== manager.fields) managed.set(identity, { ...manager, fields });
  }
  for (const [identity, { fields }] of managed) if (fields.size === 0) managed.delete(identity);
}

/** The old set where nothing was taken: it is already encoded, and every reader shares that. */
function keepIfSame(before: FieldSet, after: FieldSet): FieldSet {
  return after !== before && intersectionIsAll(before, after) ? before : after;
}

function intersectionIsAll(before: FieldSet, after: FieldSet): boolean {
  if (before.size !== after.size) return false;
  for (const [element, node] of before) {
    const other = after.get(element);
    if (other === undefined || other.member !== node.member) return false;
    if (!intersectionIsAll(node.children, other.children)) return false;
  }
  return true;
}
