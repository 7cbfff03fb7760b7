// The cluster's state: immutable objects by resource and key, one counter for resourceVersion,
// and a bounded history per resource for watches. Knows nothing of HTTP, time, defaults or permissions.
import { type KubeObject, keyOf, type ObjectOf, type ResourceId, type Stored } from './object.ts';
import { OrderedObjects } from './ordered-objects.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

export interface Change<T extends KubeObject = KubeObject> {
  type: ChangeType;
  resource: ResourceId;
  /** The object after the change; for DELETED its last state, with the resourceVersion of the deletion. */
  object: Stored<T>;
  previous: Stored<T> | undefined;
  version: number;
}

export type ChangeListener = (change: Change) => void;

/** Changes kept per resource for watches that start in the past; older ones answer 410 Expired. */
const HISTORY_MAX = 2_000;

/** Between the last version of a store and the first of the one in its place: nothing of the one fits the other. */
const VERSION_GAP = 1_000;

interface Table {
  objects: OrderedObjects;
  history: Change[];
  /** Changes up to this version are no longer in the history. */
  forgottenVersion: number;
}

export class Store {
  #tables = new Map<string, Table>();
  #listeners = new Set<ChangeListener>();
  #version: number;
  #compactedVersion: number;

  /**
   * A store that takes another's place counts on from beyond it (`after`, the other's last version): all that was given
   * out by the other is expired here, as after an etcd restore with a bumped and compacted revision.
   */
  constructor(after?: number) {
    this.#version = after === undefined ? 1 : after + VERSION_GAP;
    this.#compactedVersion = after === undefined ? 0 : this.#version;
  }

  /** The newest resourceVersion given out, over all resources. */
  get version(): number {
    return this.#version;
  }

  /** Versions before this one were forgotten by a compaction. */
  get compactedVersion(): number {
    return this.#compactedVersion;
  }

  get<R extends ResourceId>(resource: R, namespace: string | undefined, name: string): Stored<ObjectOf<R>> | undefined {
    return this.#tables.get(resource)?.objects.get(keyOf(namespace, name)) as Stored<ObjectOf<R>> | undefined;
  }

  /** All objects of a resource (of one namespace), ordered by key as etcd orders them. */
  list<R extends ResourceId>(resource: R, namespace?: string): readonly Stored<ObjectOf<R>>[] {
    const found = this.#tables.get(resource)?.objects.startingWith(namespace ? `${namespace}/` : '') ?? [];
    // A resource's table holds that resource's objects.
    return found as unknown as Stored<ObjectOf<R>>[];
  }

  /** Every resource that has ever held an object. */
  resources(): readonly ResourceId[] {
    return [...this.#tables.keys()];
  }

  count(resource: ResourceId): number {
    return this.#tables.get(resource)?.objects.size ?? 0;
  }

  /** Adds an object that must not exist yet, or replaces one that must; stamps the resourceVersion. */
  put(resource: ResourceId, object: KubeObject): Stored {
    const table = this.#table(resource);
    const key = keyOf(object.metadata?.namespace, object.metadata?.name ?? '');
    const previous = table.objects.get(key);
    const stored = stamp(object, ++this.#version);
    table.objects.set(key, stored);
    this.#record(table, {
      type: previous === undefined ? 'ADDED' : 'MODIFIED',
      resource,
      object: stored,
      previous,
      version: this.#version,
    });
    return stored;
  }

  /** Removes an object; returns its last state, or undefined where there was none. */
  remove(resource: ResourceId, namespace: string | undefined, name: string): Stored | undefined {
    const table = this.#table(resource);
    const key = keyOf(namespace, name);
    const previous = table.objects.get(key);
    if (previous === undefined) return undefined;
    table.objects.delete(key);
    const last = stamp(previous, ++this.#version);
    this.#record(table, { type: 'DELETED', resource, object: last, previous, version: this.#version });
    return last;
  }

  /** Changes of a resource after `version`, oldest first; null where the history no longer reaches back. */
  changesSince(resource: ResourceId, version: number): readonly Change[] | null {
    const table = this.#table(resource);
    if (version < table.forgottenVersion) return null;
    // Most ask for what is new to them: the last few.
    const last = table.history.findLastIndex((change) => change.version <= version);
    return table.history.slice(last + 1);
  }

  /** Forgets all history, as a compaction does: every watch or continue token from before is expired. */
  compact(): void {
    this.#compactedVersion = this.#version;
    for (const table of this.#tables.values()) {
      table.history = [];
      table.forgottenVersion = this.#version;
    }
  }

  /** Calls `listener` synchronously after every change. */
  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #table(resource: ResourceId): Table {
    let table = this.#tables.get(resource);
    if (table === undefined) {
      table = {
        objects: new OrderedObjects(),
        history: [],
        forgottenVersion: this.#compactedVersion,
      };
      this.#tables.set(resource, table);
    }
    return table;
  }

  #record(table: Table, change: Change): void {
    table.history.push(change);
    if (table.history.length > HISTORY_MAX) {
      const dropped = table.history.splice(0, HISTORY_MAX / 2);
      table.forgottenVersion = dropped.at(-1)?.version ?? table.forgottenVersion;
    }
    for (const listener of this.#listeners) listener(change);
  }
}

/** A frozen copy with the given resourceVersion: what is stored is never changed in place. */
function stamp(object: KubeObject, version: number): Stored {
  const stamped = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
  return Object.freeze(stamped) as Stored;
}
