// Reads an object as the API server's decoder does: checks JSON types, reports or drops unknown fields,
// and writes quantities and times in their canonical form.
import { canonicalQuantity, QuantityError } from '#lib/rules/quantity.ts';
import { isObject, type JsonDraft, setOwn } from '../json.ts';
import { StatusError } from '../status-error.ts';
import type { KubeObject } from '../store/object.ts';
import { conversionError } from './conversion-error.ts';
import { DecodeError, decodeScalar, describe, goTypeOf } from './decode-scalar.ts';
import { parseApiVersion } from './group-version.ts';
import { isOmittedZero } from './omitted-zeros.ts';
import type { Schema } from './schema.ts';

export { DecodeError } from './decode-scalar.ts';

/** The request's `fieldValidation`. */
export type FieldValidation = 'Ignore' | 'Strict' | 'Warn';

export interface Decoded<T> {
  /** A copy without unknown fields. */
  object: T;
  /** One text per unknown field, in document order: `unknown field "spec.foo"`. */
  strictErrors: string[];
}

/** sigs.k8s.io/json collects no more than this many strict errors. */
const STRICT_ERRORS_MAX = 100;
/** Keeps recursion off the end of the stack; no real object nests half as deep. */
const DEPTH_MAX = 1000;

/**
 * Decodes a whole object of a request. A custom resource's types are checked later, by validation, as upstream does.
 * Throws BadRequest in the API server's words: a wrong JSON type always, an unknown field in mode Strict.
 * In mode Warn the unknown fields come back as warnings, for Warning headers.
 * `complete` adds what only the document shows that the object was read from: fields it gives twice.
 */
export function decodeStrict<T extends KubeObject>(
  schema: Schema,
  object: T,
  mode: FieldValidation,
  complete: (strictErrors: readonly string[]) => string[] = (strictErrors) => [...strictErrors],
): { object: T; warnings: string[] } {
  try {
    const decoded = decodeFields(schema, object);
    if (mode === 'Ignore') return { object: decoded.object, warnings: [] };
    const found = complete(decoded.strictErrors);
    if (mode === 'Strict' && found.length > 0) throw new DecodeError(strictMessage(found));
    return { object: decoded.object, warnings: found };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const kind = String(object.kind ?? '');
    const { version } = parseApiVersion(String(object.apiVersion ?? ''));
    const message = `${kind} in version "${version}" cannot be handled as a ${kind}: ${error.message}`;
    throw new StatusError('BadRequest', message);
  }
}

/** How several strict errors read as one (apimachinery/pkg/runtime/error.go). */
export function strictMessage(strictErrors: readonly string[]): string {
  return `strict decoding error: ${strictErrors.join(', ')}`;
}

/** The same without a Status: throws DecodeError for a wrong type, for callers that word it themselves (PATCH does). */
export function decodeFields<T>(schema: Schema, object: T): Decoded<T> {
  const decoder = new Decoder(schema.typeName === undefined);
  const copy = decoder.value(schema, object, { path: '', fields: [], struct: '', depth: 0 });
  return { object: copy as T, strictErrors: decoder.strictErrors };
}

interface Place {
  /** `spec.containers[0].image`, as strict errors write it. */
  path: string;
  /** Names without indexes, as Go's type errors write it. */
  fields: readonly string[];
  /** The Go struct the field belongs to. */
  struct: string;
  depth: number;
}

class Decoder {
  readonly strictErrors: string[] = [];
  readonly #custom: boolean;

  constructor(custom: boolean) {
    this.#custom = custom;
  }

  value(schema: Schema, value: unknown, place: Place): unknown {
    if (place.depth > DEPTH_MAX) throw new DecodeError('exceeded max depth');
    // The metadata of a custom resource is Kubernetes' own and checked like any.
    const lenient = this.#custom && schema.typeName === undefined && !place.fields.includes('metadata');
    if (schema.quantity) return quantity(value);
    if (schema.type === 'object' || schema.type === 'array') {
      const isList = schema.type === 'array';
      if (isList && Array.isArray(value)) return this.#list(schema, value, place);
      if (!isList && isObject(value)) return this.#object(schema, value, place);
      if (lenient) return this.#copy(value, place.depth);
      throw mismatch(schema, value, place);
    }
    if (schema.type === undefined && !schema.intOrString) return this.#copy(value, place.depth);
    return lenient
      ? this.#copy(value, place.depth)
      : decodeScalar(schema, value, (found) => mismatch(schema, found, place));
  }

  #list(schema: Schema, list: readonly unknown[], place: Place): unknown[] {
    const items = schema.items;
    return list.map((item, index) => {
      const at = { ...place, path: `${place.path}[${index}]`, depth: place.depth + 1 };
      if (items === undefined) return this.#copy(item, at.depth);
      return item === null && !this.#custom ? zeroOf(items) : this.value(items, item, at);
    });
  }

  #object(schema: Schema, object: JsonDraft, place: Place): JsonDraft {
    const copy: JsonDraft = {};
    const struct = schema.typeName?.slice(schema.typeName.lastIndexOf('.') + 1) ?? place.struct;
    for (const key of Object.keys(object)) {
      const value = object[key];
      const known = schema.properties[key];
      const path = place.path === '' ? key : `${place.path}.${key}`;
      const at: Place = { path, fields: [...place.fields, key], struct, depth: place.depth + 1 };
      const isRootType = place.depth === 0 && (key === 'apiVersion' || key === 'kind');
      if (isRootType) copy[key] = value;
      else if (known !== undefined) {
        // Go leaves a field alone that is given as null.
        if (value !== null) {
          const decoded = this.value(known, value, at);
          if (!isOmittedZero(schema.typeName, key, decoded)) copy[key] = decoded;
        } else if (this.#custom && known.typeName === undefined) copy[key] = null;
      } else if (schema.additionalProperties !== undefined) {
        const nulled = value === null && !this.#custom;
        const entry = schema.additionalProperties;
        setOwn(copy, key, nulled ? zeroOf(entry) : this.value(entry, value, { ...at, fields: place.fields }));
      } else if (schema.preserveUnknownFields) setOwn(copy, key, this.#copy(value, at.depth));
      else this.#unknown(path);
    }
    return copy;
  }

  #unknown(path: string): void {
    if (this.strictErrors.length < STRICT_ERRORS_MAX) this.strictErrors.push(`unknown field "${path}"`);
  }

  #copy(value: unknown, depth: number): unknown {
    if (depth > DEPTH_MAX) throw new DecodeError('exceeded max depth');
    if (Array.isArray(value)) return value.map((item) => this.#copy(item, depth + 1));
    if (!isObject(value)) return value;
    const copy: JsonDraft = {};
    for (const key of Object.keys(value)) setOwn(copy, key, this.#copy(value[key], depth + 1));
    return copy;
  }
}

/** Go's zero value, which null becomes inside maps and lists. */
function zeroOf(schema: Schema): unknown {
  if (schema.quantity || schema.type === 'integer' || schema.type === 'number') return schema.quantity ? '0' : 0;
  if (schema.type === 'string') return '';
  if (schema.type === 'boolean') return false;
  return schema.type === 'array' ? [] : {};
}

function quantity(value: unknown): string {
  try {
    return canonicalQuantity(
      typeof value === 'number' ? value : typeof value === 'string' ? value : JSON.stringify(value),
    );
  } catch (error) {
    if (error instanceof QuantityError) throw new DecodeError(error.message);
    throw error;
  }
}

/** encoding/json's UnmarshalTypeError. */
function mismatch(schema: Schema, value: unknown, place: Place): DecodeError {
  const field = place.fields.length === 0 ? 'value' : `struct field ${place.struct}.${place.fields.join('.')}`;
  const text = `json: cannot unmarshal ${describe(schema, value)} into Go ${field} of type ${goTypeOf(schema)}`;
  return new DecodeError(text, conversionError(schema, value));
}
