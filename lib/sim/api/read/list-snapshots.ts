// The objects of a resource as they were at a version: what later pages of a list and exact lists are made of.
import type { Clock } from '../../clock.ts';
import { keyOf, type ResourceId, type Stored } from '../../store/object.ts';
import type { Change, Store } from '../../store/store.ts';

/** Lists that are being paged through and are held as they were; of others the history tells how they were. */
const HELD_MAX = 16;
/** etcd is compacted every five minutes: nobody may count on more. */
const HELD_MS_MAX = 5 * 60_000;

interface Held {
  id: string;
  version: number;
  objects: readonly Stored[];
  sinceMs: number;
}

/** Objects are immutable, so that to hold a list is to hold an array of them. */
export class ListSnapshots {
  #held: Held[] = [];

  /** Null where that version is no longer known. `hold` keeps the list for the pages that follow. */
  at(
    machine: { store: Store; clock: Clock },
    resource: ResourceId,
    namespace: string | undefined,
    version: number,
    hold: boolean,
  ): readonly Stored[] | null {
    const { store, clock } = machine;
    const nowMs = clock.now();
    const id = `${resource}/${namespace ?? ''}`;
    this.#held = this.#held.filter((one) => one.version >= store.compactedVersion && nowMs - one.sinceMs < HELD_MS_MAX);
    const known = this.#held.find((one) => one.id === id && one.version === version);
    if (known !== undefined) return known.objects;
    if (version < store.compactedVersion) return null;
    const objects = listAt(store, resource, namespace, version);
    if (objects !== null && hold)
      this.#held = [...this.#held, { id, version, objects, sinceMs: nowMs }].slice(-HELD_MAX);
    return objects;
  }
}

/** What is there now, with all that happened since undone; null where the history does not reach back so far. */
function listAt(
  store: Store,
  resource: ResourceId,
  namespace: string | undefined,
  version: number,
): readonly Stored[] | null {
  const now = store.list(resource, namespace);
  const since = store.changesSince(resource, version);
  if (since === null) return null;
  const undone = since.filter(({ object }) => namespace === undefined || object.metadata.namespace === namespace);
  if (undone.length === 0) return now;
  const objects = new Map(now.map((object) => [keyOfStored(object), object]));
  for (const change of undone.toReversed()) undo(objects, change);
  // Keys are compared as the store orders them, by code unit.
  return [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}

function undo(objects: Map<string, Stored>, { object, previous }: Change): void {
  const key = keyOfStored(object);
  if (previous === undefined) objects.delete(key);
  else objects.set(key, previous);
}

function keyOfStored({ metadata }: Stored): string {
  return keyOf(metadata.namespace, metadata.name);
}
