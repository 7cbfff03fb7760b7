// What a new object is compared with: a zero value of its Go type still has its structs and its required lists,
// so a creator owns what is in them, not them (`f:spec` without `.`). Custom resources start from nothing.

import { isObject, type JsonObject, own } from '../../json.ts';
import { alwaysWrittenLists, alwaysWrittenTimes } from '../../schema/omitted-zeros.ts';
import type { Schema } from '../../schema/schema.ts';

const made = new WeakMap<Schema, JsonObject>();

export function emptyObject(schema: Schema): JsonObject {
  let empty = made.get(schema);
  if (empty === undefined) {
    empty = zeroOf(schema);
    made.set(schema, empty);
  }
  return empty;
}

/** An object as its Go type would hold it: with the zero values of what it leaves out, outside of lists. */
export function withZeros(object: JsonObject, schema: Schema): JsonObject {
  return filled(object, emptyObject(schema));
}

function filled(object: JsonObject, zero: JsonObject): JsonObject {
  const missing: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(zero)) {
    const current = own(object, name);
    if (current === undefined) missing[name] = value;
    else if (isObject(value) && isObject(current)) {
      const below = filled(current, value);
      if (below !== current) missing[name] = below;
    }
  }
  return Object.keys(missing).length === 0 ? object : { ...object, ...missing };
}

/**
 * In OpenAPI a struct that is no pointer has the default `{}`, a plain string or number without omitempty its zero,
 * and a list without omitempty is required. Times are null where they may not be left out: as good as absent.
 */
function zeroOf(schema: Schema): JsonObject {
  const zero: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.properties)) {
    const given = field.default;
    if (isObject(given) && Object.keys(given).length === 0) zero[name] = zeroOf(field);
    else if (given === '' || given === 0 || given === false) zero[name] = given;
    else if (isAlwaysWritten(schema, name, field)) zero[name] = null;
  }
  return zero;
}

/** A time that is no pointer; a list without omitempty, required or not: a role's rules. */
function isAlwaysWritten({ typeName, required }: Schema, name: string, field: Schema): boolean {
  if (field.format === 'date-time') return typeName !== undefined && alwaysWrittenTimes(typeName).has(name);
  if (field.type !== 'array') return false;
  return required.includes(name) || (typeName !== undefined && alwaysWrittenLists(typeName).has(name));
}
