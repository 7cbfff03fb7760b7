// An object without some of its fields. Follows structured-merge-diff v6, typed/remove.go.

import { isList, isObject, type JsonObject, setOwn } from '../../json.ts';
import type { FieldSet } from './field-set.ts';
import { type FieldType, identify, shapeOf } from './field-type.ts';
import { fieldElement } from './path-element.ts';

export function removeFields(object: JsonObject, doomed: FieldSet, type: FieldType): JsonObject {
  const rest = remove(object, doomed, type);
  return isObject(rest) ? rest : {};
}

/** Undefined where nothing is left, so that an emptied list or map goes too. */
function remove(value: unknown, doomed: FieldSet, type: FieldType): unknown {
  if (doomed.size === 0) return value;
  const shape = shapeOf(type, value);
  if (shape.kind === 'scalar') return value;
  if (shape.kind === 'map') {
    if (!isObject(value) || shape.atomic) return undefined;
    const rest: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(value)) {
      const node = doomed.get(fieldElement(name));
      if (node?.member === true) continue;
      const kept = node === undefined ? field : remove(field, node.children, shape.field(name) ?? 'deduced');
      if (kept !== undefined) setOwn(rest, name, kept);
    }
    return Object.keys(rest).length === 0 ? undefined : rest;
  }
  if (!isList(value) || shape.relation === 'atomic') return undefined;
  const rest: unknown[] = [];
  for (const item of value) {
    const { element } = identify(shape, item);
    const node = element === undefined ? undefined : doomed.get(element);
    if (node?.member === true) continue;
    const kept = node === undefined ? item : remove(item, node.children, shape.items);
    if (kept !== undefined) rest.push(kept);
  }
  return rest.length === 0 ? undefined : rest;
}
