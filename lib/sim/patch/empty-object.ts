// What a new object is compared with: a zero value of its Go type still has its structs and its required lists,
// so a creator owns what is in them, not them (`f:spec` without `.`). Custom resources start from nothing.
import type { Schema } from '../schema/schema.ts';
import { isObject, type JsonObject } from './json.ts';

const made = new WeakMap<Schema, JsonObject>();

export function emptyObject(schema: Schema): JsonObject {
  let empty = made.get(schema);
  if (empty === undefined) {
    empty = zeroOf(schema);
    made.set(schema, empty);
  }
  return empty;
}

/** OpenAPI shows a struct that is no pointer by its default `{}`, a list without omitempty by its being required. */
function zeroOf(schema: Schema): JsonObject {
  const zero: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.properties)) {
    if (isObject(field.default) && Object.keys(field.default).length === 0) zero[name] = zeroOf(field);
    else if (schema.required.includes(name) && field.type === 'array') zero[name] = null;
  }
  return zero;
}
