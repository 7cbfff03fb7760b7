// Keys of one resource in etcd's order, kept in order as they come and go, so that a namespace is a slice of them.

/** Up to this many new keys are put in one by one; more are cheaper sorted together with the others. */
const INSERTS_MAX = 64;

export class SortedKeys {
  #keys: string[] = [];
  /** Added since somebody last looked. */
  #added: string[] = [];

  /** The key must not be there yet. */
  add(key: string): void {
    this.#added.push(key);
  }

  remove(key: string): void {
    this.#settle();
    const at = this.#lowerBound(key);
    if (this.#keys[at] === key) this.#keys.splice(at, 1);
  }

  /** All keys that start with the prefix, in order. */
  *startingWith(prefix: string): Iterable<string> {
    this.#settle();
    for (let at = this.#lowerBound(prefix); at < this.#keys.length; at++) {
      const key = this.#keys[at];
      if (key === undefined || !key.startsWith(prefix)) return;
      yield key;
    }
  }

  #settle(): void {
    if (this.#added.length > INSERTS_MAX) this.#keys = [...this.#keys, ...this.#added].sort();
    else for (const key of this.#added) this.#keys.splice(this.#lowerBound(key), 0, key);
    this.#added = [];
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
