// Plain JSON: guards, fields, equality and copies. A field may be called anything, `__proto__` and `toString` too.

/** As it is stored and passed around: never changed in place. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One that whoever made it still fills. */
export type JsonDraft = Record<string, unknown>;

export function isObject(value: unknown): value is JsonDraft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The value of an own field: `toString` or `__proto__` in a request never reach the prototype. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A field as an object; undefined where it is absent or something else. */
export function objectAt(value: unknown, ...path: readonly string[]): JsonDraft | undefined {
  let at = value;
  for (const name of path) at = isObject(at) ? own(at, name) : undefined;
  return isObject(at) ? at : undefined;
}

/** A field as a list of objects; entries of another shape are left out. */
export function objectsAt(value: unknown, ...path: readonly string[]): JsonDraft[] {
  const parent = objectAt(value, ...path.slice(0, -1));
  const list = parent === undefined ? undefined : own(parent, path.at(-1) ?? '');
  return isList(list) ? list.filter(isObject) : [];
}

/** A copy of the object itself, to be filled further. */
export function draft(from: JsonObject = {}): JsonDraft {
  const result: JsonDraft = {};
  for (const key of Object.keys(from)) setOwn(result, key, from[key]);
  return result;
}

/** A deep copy that may be changed. */
export function cloneJson<T>(value: T): T {
  if (Array.isArray(value)) return value.map(cloneJson) as T;
  if (!isObject(value)) return value;
  const copy: JsonDraft = {};
  for (const key of Object.keys(value)) setOwn(copy, key, cloneJson(value[key]));
  return copy as T;
}

export function setOwn(object: JsonDraft, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

export function jsonEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (isList(left)) {
    return isList(right) && left.length === right.length && left.every((item, i) => jsonEqual(item, right[i]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && jsonEqual(left[key], right[key]))
  );
}
