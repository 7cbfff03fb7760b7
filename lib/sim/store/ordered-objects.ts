// The objects of one resource: found by key, and kept in etcd's order as they come and go, so that a namespace, or a
// page, is a slice of them.
import type { Stored } from './object.ts';

/** Up to this many new objects are put in one by one; more are cheaper sorted together with the others. */
const INSERTS_MAX = 64;
/** Greater than any character of a key. */
const LAST = '\uffff';

export class OrderedObjects {
  readonly #byKey = new Map<string, Stored>();
  #keys: string[] = [];
  /** The object of each of the keys. */
  #objects: Stored[] = [];
  /** Keys added since somebody last looked. */
  #added: string[] = [];

  get size(): number {
    return this.#byKey.size;
  }

  get(key: string): Stored | undefined {
    return this.#byKey.get(key);
  }

  set(key: string, object: Stored): void {
    const isNew = !this.#byKey.has(key);
    this.#byKey.set(key, object);
    if (isNew) {
      this.#added.push(key);
      return;
    }
    this.#settle();
    this.#objects[this.#lowerBound(key)] = object;
  }

  /** The key must be there. */
  delete(key: string): void {
    this.#settle();
    this.#byKey.delete(key);
    const at = this.#lowerBound(key);
    this.#keys.splice(at, 1);
    this.#objects.splice(at, 1);
  }

  /** Those whose key starts with the prefix, in order. */
  startingWith(prefix: string): Stored[] {
    this.#settle();
    return this.#objects.slice(this.#lowerBound(prefix), this.#lowerBound(prefix + LAST));
  }

  #settle(): void {
    if (this.#added.length === 0) return;
    if (this.#added.length > INSERTS_MAX) this.#sort();
    else for (const key of this.#added) this.#insert(key);
    this.#added = [];
  }

  #sort(): void {
    this.#keys = [...this.#keys, ...this.#added].sort();
    this.#objects = this.#keys.map((key) => this.#held(key));
  }

  #insert(key: string): void {
    const at = this.#lowerBound(key);
    this.#keys.splice(at, 0, key);
    this.#objects.splice(at, 0, this.#held(key));
  }

  #held(key: string): Stored {
    const object = this.#byKey.get(key);
    if (object === undefined) throw new Error(`${key} is in the order of objects, but not among them`);
    return object;
  }

  /** Where the first key that is not less stands, or would stand. */
  #lowerBound(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
