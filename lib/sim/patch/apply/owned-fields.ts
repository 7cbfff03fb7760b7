// The fields an applied configuration claims. Follows structured-merge-diff v6, typed/tofieldset.go.

import { isList, isObject, type JsonObject } from '../../json.ts';
import { type DraftSet, type FieldSet, insert } from './field-set.ts';
import { type FieldType, identified, shapeOf } from './field-type.ts';
import { type FieldPath, fieldElement } from './path-element.ts';

export function ownedFields(object: JsonObject, type: FieldType): FieldSet {
  const set: DraftSet = new Map();
  collect(set, object, type, []);
  return set;
}

function collect(set: DraftSet, value: unknown, type: FieldType, path: FieldPath): void {
  const shape = shapeOf(type, value);
  if (shape.kind === 'scalar') insert(set, path);
  else if (shape.kind === 'map') collectMap(set, value, shape, path);
  else if (shape.relation === 'atomic') insert(set, path);
  else {
    const items = identified(shape, isList(value) ? value : []);
    const counts = new Map<string, number>();
    for (const { element } of items) counts.set(element, (counts.get(element) ?? 0) + 1);
    for (const item of items) {
      const below = [...path, item.element];
      // Items that share a key are owned as one.
      if (counts.get(item.element) === 1) collect(set, item.value, shape.items, below);
      insert(set, below);
    }
  }
}

function collectMap(
  set: DraftSet,
  value: unknown,
  shape: Extract<ReturnType<typeof shapeOf>, { kind: 'map' }>,
  path: FieldPath,
): void {
  if (shape.atomic) {
    insert(set, path);
    return;
  }
  for (const [name, field] of Object.entries(isObject(value) ? value : {})) {
    const below = [...path, fieldElement(name)];
    collect(set, field, shape.field(name) ?? 'deduced', below);
    const empty = field === null || (isObject(field) && Object.keys(field).length === 0);
    // A key of a map is owned itself; a field of a type only through what it holds.
    if (empty || !shape.declares(name)) insert(set, below);
  }
}

/**
 * The set with every named field above its members in it too, as pruning needs it
 * (fieldpath/set.go, EnsureNamedFieldsAreMembers).
 */
export function withNamedParents(set: FieldSet, type: FieldType | undefined): FieldSet {
  const result = new Map<string, { member: boolean; children: FieldSet }>();
  for (const [element, node] of set) {
    const isField = element.startsWith('f:');
    const shape = type === undefined ? undefined : shapeOf(type, isField ? {} : []);
    const name = element.slice(2);
    let below: FieldType | undefined;
    let declared = false;
    if (isField && shape?.kind === 'map') {
      below = shape.field(name);
      declared = shape.declares(name);
    } else if (element.startsWith('k:') && shape?.kind === 'list') {
      below = shape.items;
    }
    const member = node.member || (node.children.size > 0 && declared);
    result.set(element, { member, children: withNamedParents(node.children, below) });
  }
  return result;
}
