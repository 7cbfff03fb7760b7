// Custom resources against the OpenAPI schema of their definition.
// Words as kube-openapi/pkg/validation/errors/schema.go and apiextensions-apiserver/pkg/apiserver/validation have them;
// CEL rules (x-kubernetes-validations) and combinations (anyOf, oneOf, not) are not evaluated.
import { isObject, type JsonObject } from '../../json.ts';
import type { FieldErrors } from '../../schema/validation/field-errors.ts';
import { fieldsOf, type KubeObject } from '../../store/object.ts';

/** Longer texts are not matched against patterns: JavaScript's regular expressions have no time bound. */
const PATTERN_TEXT_MAX = 1024;
const DEPTH_MAX = 100;
/** k8s.io/kube-openapi/pkg/validation/strfmt, time.go. */
const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:?\d\d)$/;
/** Remainders of divisions below this come from binary fractions. */
const REMAINDER_MIN = 1e-9;

export function validateCustom(errors: FieldErrors, openApi: unknown, object: KubeObject): void {
  const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...rest } = fieldsOf(object);
  if (isObject(openApi)) check(errors, openApi, rest, '', 0);
}

function check(errors: FieldErrors, schema: JsonObject, value: unknown, path: string, depth: number): void {
  if (depth > DEPTH_MAX) return;
  if (value === null && schema.nullable === true) return;
  const wrong = wrongType(schema, value);
  if (wrong !== null) {
    const shown = isObject(value) || Array.isArray(value) ? `"${describe(value)}"` : JSON.stringify(describe(value));
    errors.typeInvalid(path, describe(value), `${path} in body must be of type ${wrong}: ${shown}`);
    return;
  }
  checkEnum(errors, schema, value, path);
  if (typeof value === 'string') checkText(errors, schema, value, path);
  else if (typeof value === 'number') checkNumber(errors, schema, value, path);
  else if (Array.isArray(value)) checkList(errors, schema, value, path, depth);
  else if (isObject(value)) checkObject(errors, schema, value, path, depth);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return isObject(value) ? 'object' : typeof value;
}

/** The type that was wanted, or null where the value has it. */
function wrongType(schema: JsonObject, value: unknown): string | null {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return typeof value === 'string' || Number.isInteger(value) ? null : 'integer,string';
  }
  const { type } = schema;
  if (typeof type !== 'string' || type === '') return null;
  const is = describe(value);
  return is === type || (type === 'number' && is === 'integer') ? null : type;
}

function checkEnum(errors: FieldErrors, schema: JsonObject, value: unknown, path: string): void {
  if (!Array.isArray(schema.enum)) return;
  const known = schema.enum.map((one: unknown) => JSON.stringify(one));
  if (!known.includes(JSON.stringify(value))) errors.notSupported(path, value, schema.enum.map(String));
}

function numberIn(schema: JsonObject, name: string): number | null {
  const value = schema[name];
  return typeof value === 'number' ? value : null;
}

function checkText(errors: FieldErrors, schema: JsonObject, value: string, path: string): void {
  const min = numberIn(schema, 'minLength');
  const max = numberIn(schema, 'maxLength');
  const length = Array.from(value).length;
  if (min !== null && length < min) errors.invalid(path, value, `${path} in body should be at least ${min} chars long`);
  if (max !== null && length > max) errors.tooLong(path, max);
  if (schema.format === 'date-time' && !DATE_TIME.test(value)) {
    errors.typeInvalid(path, value, `${path} in body must be of type date-time: ${JSON.stringify(value)}`);
  }
  const { pattern } = schema;
  if (typeof pattern === 'string' && !matches(pattern, value)) {
    errors.invalid(path, value, `${path} in body should match '${pattern}'`);
  }
}

/** A pattern that only Go's syntax knows is not checked. */
function matches(pattern: string, text: string): boolean {
  if (text.length > PATTERN_TEXT_MAX) return true;
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch (error) {
    if (error instanceof SyntaxError) return true;
    throw error;
  }
}

function checkNumber(errors: FieldErrors, schema: JsonObject, value: number, path: string): void {
  const min = numberIn(schema, 'minimum');
  const max = numberIn(schema, 'maximum');
  const under = schema.exclusiveMinimum === true;
  const over = schema.exclusiveMaximum === true;
  if (min !== null && (under ? value <= min : value < min)) {
    errors.invalid(path, value, `${path} in body should be greater than ${under ? '' : 'or equal to '}${min}`);
  }
  if (max !== null && (over ? value >= max : value > max)) {
    errors.invalid(path, value, `${path} in body should be less than ${over ? '' : 'or equal to '}${max}`);
  }
  const factor = numberIn(schema, 'multipleOf');
  if (factor === null || factor <= 0) return;
  const times = value / factor;
  if (Math.abs(times - Math.round(times)) > REMAINDER_MIN) {
    errors.invalid(path, value, `${path} in body should be a multiple of ${factor}`);
  }
}

function checkList(
  errors: FieldErrors,
  schema: JsonObject,
  list: readonly unknown[],
  path: string,
  depth: number,
): void {
  const min = numberIn(schema, 'minItems');
  const max = numberIn(schema, 'maxItems');
  if (min !== null && list.length < min)
    errors.invalid(path, list, `${path} in body should have at least ${min} items`);
  if (max !== null && list.length > max) errors.tooMany(path, list.length, max);
  const { items } = schema;
  checkDistinct(errors, schema, list, path);
  if (!isObject(items)) return;
  for (const [index, item] of list.entries()) check(errors, items, item, `${path}[${index}]`, depth + 1);
}

/** apiextensions-apiserver/pkg/apiserver/schema/listtype/validation.go: sets by value, maps by their keys. */
function checkDistinct(errors: FieldErrors, schema: JsonObject, list: readonly unknown[], path: string): void {
  const type = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'];
  const isMap = type === 'map' && Array.isArray(keys);
  if (type !== 'set' && !isMap) return;
  const shown = (item: unknown): unknown => {
    if (!isMap || !isObject(item)) return item;
    return Object.fromEntries(keys.map(String).map((key) => [key, item[key]]));
  };
  const seen = new Set<string>();
  for (const [index, item] of list.entries()) {
    const text = JSON.stringify(shown(item));
    if (seen.has(text)) errors.duplicate(`${path}[${index}]`, shown(item));
    seen.add(text);
  }
}

function checkObject(errors: FieldErrors, schema: JsonObject, object: JsonObject, path: string, depth: number): void {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  for (const name of required) {
    const isRoots = depth === 0 && (name === 'apiVersion' || name === 'kind' || name === 'metadata');
    if (!isRoots && !Object.hasOwn(object, name)) errors.required(at(name));
  }
  const most = numberIn(schema, 'maxProperties');
  const least = numberIn(schema, 'minProperties');
  const count = Object.keys(object).length;
  if (most !== null && count > most) errors.tooMany(path, count, most);
  if (least !== null && count < least)
    errors.invalid(path, count, `${path} in body should have at least ${least} properties`);
  const { additionalProperties } = schema;
  for (const [name, value] of Object.entries(object)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (isObject(property)) check(errors, property, value, at(name), depth + 1);
  }
}
