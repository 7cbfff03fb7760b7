// The projected objects of one resource, by key, and which lives and versions they are of: says what differs when they
// are replaced.
import { isEarlier } from './resource-version.ts';

export interface RawObject {
  metadata?: { namespace?: string; name?: string; uid?: string; resourceVersion?: string };
}

export interface ItemStoreOptions<T> {
  /** As RBAC names it: `pods`; for the log. */
  resource: string;
  project(object: unknown): T | null;
  changed(key: string, next: T | undefined, previous: T | undefined): void;
  /** Beyond it the longest unchanged go. */
  itemsMax?: number;
}

/** What a list found, before it takes the place of what was there. */
export interface Found<T> {
  items: Map<string, T>;
  /** Also of objects that the projection leaves out. */
  seen: Map<string, Seen>;
}

/** Which object's which state was seen last. */
interface Seen {
  uid: string | undefined;
  resourceVersion: string | undefined;
}

export function keyOf(object: RawObject): string {
  const { namespace, name = '' } = object.metadata ?? {};
  return namespace ? `${namespace}/${name}` : name;
}

export class ItemStore<T> {
  readonly #options: ItemStoreOptions<T>;
  readonly items = new Map<string, T>();
  #seen = new Map<string, Seen>();
  /** Key of what changed last. */
  #newest: string | null = null;

  constructor(options: ItemStoreOptions<T>) {
    this.#options = options;
  }

  empty(): Found<T> {
    return { items: new Map(), seen: new Map() };
  }

  collect(found: Found<T>, object: RawObject): void {
    const key = keyOf(object);
    const projected = this.#project(object);
    if (projected !== undefined) found.items.set(key, projected);
    found.seen.set(key, seenOf(object));
    this.#dropOldest(found.items, found.seen);
  }

  put(object: RawObject): void {
    const key = keyOf(object);
    const previous = this.items.get(key);
    // Deleted first: an item that changes moves to the end, so the first ones are the longest unchanged.
    this.items.delete(key);
    const next = this.#project(object);
    if (next !== undefined) this.items.set(key, next);
    this.#seen.set(key, seenOf(object));
    this.#newest = key;
    this.#options.changed(key, next, previous);
    const [dropped, item] = this.#dropOldest(this.items, this.#seen) ?? [];
    if (dropped !== undefined) this.#options.changed(dropped, undefined, item);
  }

  delete(object: RawObject): void {
    const key = keyOf(object);
    const previous = this.items.get(key);
    this.items.delete(key);
    this.#seen.delete(key);
    if (this.#newest === key) this.#newest = newestOf(this.#seen);
    this.#options.changed(key, undefined, previous);
  }

  replace({ items: found, seen }: Found<T>): void {
    const before = new Map(this.items);
    this.items.clear();
    for (const [key, item] of found) this.items.set(key, item);
    this.#seen = seen;
    this.#newest = newestOf(seen);
    for (const [key, item] of before) if (!found.has(key)) this.#options.changed(key, undefined, item);
    for (const [key, item] of found) this.#options.changed(key, item, before.get(key));
  }

  /** Key of an object by which to tell whether it is the same cluster still: what changed last; null where there is none. */
  get newest(): string | null {
    return this.#newest;
  }

  /** Whether it is the object we know by that name, as we saw it or, as it may have changed, after `version`. */
  isOurs(object: RawObject, version: string): boolean {
    const seen = this.#seen.get(keyOf(object));
    const { uid, resourceVersion } = object.metadata ?? {};
    if (seen === undefined || seen.uid !== uid) return false;
    return seen.resourceVersion === resourceVersion || isEarlier(version, resourceVersion ?? null) === true;
  }

  #project(object: RawObject): T | undefined {
    try {
      return this.#options.project(object) ?? undefined;
    } catch (error) {
      // One object that cannot be read must not hide all others; no API server would have stored it.
      console.error(`${this.#options.resource} ${keyOf(object)} is left out:`, String(error));
      return undefined;
    }
  }

  #dropOldest(items: Map<string, T>, seen: Map<string, Seen>): [string, T] | undefined {
    const { itemsMax } = this.#options;
    if (itemsMax === undefined || items.size <= itemsMax) return undefined;
    for (const [key, item] of items) {
      items.delete(key);
      seen.delete(key);
      return [key, item];
    }
    return undefined;
  }
}

function seenOf({ metadata }: RawObject): Seen {
  return { uid: metadata?.uid, resourceVersion: metadata?.resourceVersion };
}

/** Of versions that cannot be compared, one of them. */
function newestOf(seen: ReadonlyMap<string, Seen>): string | null {
  let newest: string | null = null;
  let version: string | undefined;
  for (const [key, { resourceVersion }] of seen) {
    if (newest !== null && isEarlier(version, resourceVersion ?? null) !== true) continue;
    newest = key;
    version = resourceVersion;
  }
  return newest;
}
