// Plain JSON as code that walks a schema sees it.

export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field as an object; undefined where it is absent or something else. */
export function objectAt(value: unknown, ...path: readonly string[]): JsonObject | undefined {
  let at = value;
  for (const name of path) at = isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return isJsonObject(at) ? at : undefined;
}

/** A field as a list of objects; entries of another shape are left out. */
export function objectsAt(value: unknown, ...path: readonly string[]): JsonObject[] {
  const parent = objectAt(value, ...path.slice(0, -1));
  const list = parent?.[path.at(-1) ?? ''];
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

/** A deep copy that may be changed. */
export function cloneJson<T>(value: T): T {
  if (Array.isArray(value)) return value.map(cloneJson) as T;
  if (!isJsonObject(value)) return value;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) setOwn(copy, key, cloneJson(value[key]));
  return copy as T;
}

/** Sets a field that may be called anything, `__proto__` too. */
export function setOwn(target: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else target[key] = value;
}
