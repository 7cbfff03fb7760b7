// Why a value of one JSON type is no other, where Go converts instead of parsing (apimachinery/pkg/runtime/converter.go).
import type { Schema } from './schema.ts';

/** Undefined where the field's type reads JSON itself, and complains as its parser does. */
export function conversionError(schema: Schema, value: unknown): string | undefined {
  const from = kindOf(value);
  if (schema.quantity || schema.intOrString || schema.format === 'date-time') return undefined;
  if (schema.type === 'array') return `cannot restore slice from ${from}`;
  if (schema.type === 'object') {
    return schema.additionalProperties === undefined
      ? `cannot restore struct from: ${from}`
      : `cannot restore map from ${from}`;
  }
  const to = scalarOf(schema);
  // Go's language can make a string of a number, and a whole number of any: only then does it get as far as refusing.
  const isConvertible = typeof value === 'number' && to !== 'bool';
  return isConvertible ? `cannot convert ${from} to ${to}` : `unrecognized type: ${to}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' ? 'map' : typeof value;
}

function scalarOf({ type, format }: Schema): string {
  if (type === 'integer') return format === 'int32' ? 'int32' : 'int64';
  if (type === 'number') return 'float64';
  return type === 'boolean' ? 'bool' : 'string';
}
