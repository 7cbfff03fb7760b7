// The projected objects of one resource, by key, and whose lives they are: says what differs when they are replaced.

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
  uids: Map<string, string>;
}

export function keyOf(object: RawObject): string {
  const { namespace, name = '' } = object.metadata ?? {};
  return namespace ? `${namespace}/${name}` : name;
}

export class ItemStore<T> {
  readonly #options: ItemStoreOptions<T>;
  readonly items = new Map<string, T>();
  /** Also of objects that the projection leaves out. */
  #uids = new Map<string, string>();

  constructor(options: ItemStoreOptions<T>) {
    this.#options = options;
  }

  empty(): Found<T> {
    return { items: new Map(), uids: new Map() };
  }

  collect(found: Found<T>, object: RawObject): void {
    const key = keyOf(object);
    const projected = this.#project(object);
    if (projected !== undefined) found.items.set(key, projected);
    found.uids.set(key, object.metadata?.uid ?? '');
    this.#dropOldest(found.items, found.uids);
  }

  put(object: RawObject): void {
    const key = keyOf(object);
    const previous = this.items.get(key);
    // Deleted first: an item that changes moves to the end, so the first ones are the longest unchanged.
    this.items.delete(key);
    const next = this.#project(object);
    if (next !== undefined) this.items.set(key, next);
    this.#uids.set(key, object.metadata?.uid ?? '');
    this.#options.changed(key, next, previous);
    const [dropped, item] = this.#dropOldest(this.items, this.#uids) ?? [];
    if (dropped !== undefined) this.#options.changed(dropped, undefined, item);
  }

  delete(object: RawObject): void {
    const key = keyOf(object);
    const previous = this.items.get(key);
    this.items.delete(key);
    this.#uids.delete(key);
    this.#options.changed(key, undefined, previous);
  }

  replace({ items: found, uids }: Found<T>): void {
    const before = new Map(this.items);
    this.items.clear();
    for (const [key, item] of found) this.items.set(key, item);
    this.#uids = uids;
    for (const [key, item] of before) if (!found.has(key)) this.#options.changed(key, undefined, item);
    for (const [key, item] of found) this.#options.changed(key, item, before.get(key));
  }

  /** Whether an object that has been there for as long as ours is one of ours: false in another cluster. */
  holds(object: RawObject): boolean {
    const uid = this.#uids.get(keyOf(object));
    if (uid === undefined) return this.#options.itemsMax !== undefined;
    return uid === (object.metadata?.uid ?? '');
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

  #dropOldest(items: Map<string, T>, uids: Map<string, string>): [string, T] | undefined {
    const { itemsMax } = this.#options;
    if (itemsMax === undefined || items.size <= itemsMax) return undefined;
    for (const [key, item] of items) {
      items.delete(key);
      uids.delete(key);
      return [key, item];
    }
    return undefined;
  }
}
