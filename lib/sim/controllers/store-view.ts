// What controllers see of the store, with the indexes they ask by: owner, node, uid, and objects nobody controls.
// The indexes hold names only, so a change of anything else leaves them alone.
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { keyOf, type ObjectOf, type ResourceId, type Stored, splitKey } from '../store/object.ts';
import type { Change, Store } from '../store/store.ts';
import type { AdoptableResource, Located, View } from './controller.ts';
import { controllerOf } from './owner.ts';

interface Place {
  resource: ResourceId;
  namespace: string | undefined;
  name: string;
}

const ADOPTABLE: ReadonlySet<string> = new Set<AdoptableResource>([
  'controllerrevisions.apps',
  'pods',
  'replicasets.apps',
]);

export class StoreView implements View {
  readonly random: Random;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #places = new Map<string, Place>();
  /** Uids of dependents by uid of owner. */
  readonly #dependents = new Map<string, Set<string>>();
  readonly #podKeysByNode = new Map<string, Set<string>>();
  /** What podsOn answered, until one of them changes: the same pods are the same list. */
  readonly #podsByNode = new Map<string, readonly Stored<ObjectOf<'pods'>>[]>();
  readonly #orphanNames = new Map<string, Set<string>>();

  constructor(store: Store, clock: Clock, random: Random) {
    this.#store = store;
    this.#clock = clock;
    this.random = random;
    for (const resource of store.resources()) {
      for (const object of store.list(resource)) this.#index(resource, object);
    }
  }

  /** Brings the indexes up to date; to be called with every change of the store, in order. */
  observe(change: Change): void {
    const { type, resource, object, previous } = change;
    if (resource === 'pods') for (const pod of [object, previous]) this.#podsByNode.delete((pod && nodeOf(pod)) ?? '');
    if (type === 'MODIFIED' && previous !== undefined && samePlace(previous, object)) return;
    if (previous !== undefined) this.#forget(resource, previous);
    if (type !== 'DELETED') this.#index(resource, object);
  }

  get nowMs(): number {
    return this.#clock.now();
  }

  get<R extends ResourceId>(resource: R, namespace: string | undefined, name: string): Stored<ObjectOf<R>> | undefined {
    return this.#store.get(resource, namespace, name);
  }

  list<R extends ResourceId>(resource: R, namespace?: string): readonly Stored<ObjectOf<R>>[] {
    return this.#store.list(resource, namespace);
  }

  ownedBy<R extends ResourceId>(resource: R, uid: string): readonly Stored<ObjectOf<R>>[] {
    const owned: Stored<ObjectOf<R>>[] = [];
    for (const dependent of this.#dependents.get(uid) ?? []) {
      const place = this.#places.get(dependent);
      if (place?.resource !== resource) continue;
      const object = this.#store.get(resource, place.namespace, place.name);
      if (object !== undefined && controllerOf(object)?.uid === uid) owned.push(object);
    }
    return owned;
  }

  orphansIn<R extends AdoptableResource>(resource: R, namespace: string): readonly Stored<ObjectOf<R>>[] {
    const orphans: Stored<ObjectOf<R>>[] = [];
    for (const name of this.#orphanNames.get(`${resource} ${namespace}`) ?? []) {
      const object = this.#store.get(resource, namespace, name);
      if (object !== undefined) orphans.push(object);
    }
    return orphans;
  }

  podsOn(node: string): readonly Stored<ObjectOf<'pods'>>[] {
    const known = this.#podsByNode.get(node);
    if (known !== undefined) return known;
    const pods: Stored<ObjectOf<'pods'>>[] = [];
    for (const key of this.#podKeysByNode.get(node) ?? []) {
      const { namespace, name } = splitKey(key);
      const pod = this.#store.get('pods', namespace, name);
      if (pod !== undefined) pods.push(pod);
    }
    this.#podsByNode.set(node, pods);
    return pods;
  }

  dependentsOf(uid: string): readonly Located[] {
    const found: Located[] = [];
    for (const dependent of this.#dependents.get(uid) ?? []) {
      const located = this.byUid(dependent);
      if (located !== undefined) found.push(located);
    }
    return found;
  }

  byUid(uid: string): Located | undefined {
    const place = this.#places.get(uid);
    if (place === undefined) return undefined;
    const object = this.#store.get(place.resource, place.namespace, place.name);
    return object === undefined ? undefined : { resource: place.resource, object };
  }

  resources(): readonly ResourceId[] {
    return this.#store.resources();
  }

  #index(resource: ResourceId, object: Stored): void {
    const { uid, name, namespace, ownerReferences } = object.metadata;
    this.#places.set(uid, { resource, namespace, name });
    for (const owner of ownerReferences ?? []) add(this.#dependents, owner.uid, uid);
    if (ADOPTABLE.has(resource) && controllerOf(object) === undefined) {
      add(this.#orphanNames, `${resource} ${namespace}`, name);
    }
    const node = resource === 'pods' ? nodeOf(object) : undefined;
    if (node !== undefined) add(this.#podKeysByNode, node, keyOf(namespace, name));
  }

  #forget(resource: ResourceId, object: Stored): void {
    const { uid, name, namespace, ownerReferences } = object.metadata;
    this.#places.delete(uid);
    for (const owner of ownerReferences ?? []) drop(this.#dependents, owner.uid, uid);
    drop(this.#orphanNames, `${resource} ${namespace}`, name);
    const node = resource === 'pods' ? nodeOf(object) : undefined;
    if (node !== undefined) drop(this.#podKeysByNode, node, keyOf(namespace, name));
  }
}

/** Only asked of pods, whose spec is a PodSpec. */
function nodeOf(object: Stored): string | undefined {
  return (object as Stored<ObjectOf<'pods'>>).spec?.nodeName || undefined;
}

function samePlace(a: Stored, b: Stored): boolean {
  return a.metadata.uid === b.metadata.uid && sameOwners(a.metadata, b.metadata) && nodeOf(a) === nodeOf(b);
}

function sameOwners(a: ObjectMeta, b: ObjectMeta): boolean {
  if (a.ownerReferences === b.ownerReferences) return true;
  const text = (meta: ObjectMeta) => (meta.ownerReferences ?? []).map((o) => `${o.uid} ${o.controller}`).join();
  return text(a) === text(b);
}

function add(index: Map<string, Set<string>>, key: string, value: string): void {
  const values = index.get(key);
  if (values === undefined) index.set(key, new Set([value]));
  else values.add(value);
}

function drop(index: Map<string, Set<string>>, key: string, value: string): void {
  const values = index.get(key);
  values?.delete(value);
  if (values?.size === 0) index.delete(key);
}
