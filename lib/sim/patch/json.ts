// Plain JSON as the patch code sees it: guards, equality and copies. Values are never changed in place.

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The object at `key`, or an empty one where there is none. */
export function objectAt(parent: JsonObject | undefined, key: string): JsonObject {
  const value = parent === undefined ? undefined : own(parent, key);
  return isObject(value) ? value : {};
}

/** The value of an own field: `toString` or `__proto__` in a request never reach the prototype. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** An object to be filled that treats every key, `__proto__` too, as a plain one. */
export function draft(from: JsonObject = {}): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(from)) setOwn(result, key, from[key]);
  return result;
}

export function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
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
