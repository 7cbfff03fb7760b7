// The garbage collector: removes what lost its owners, in the background, in the foreground or not at all.
// Mirrors kubernetes pkg/controller/garbagecollector/{garbagecollector.go,graph_builder.go}; the graph is the view's index.
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import { type KubeObject, keyOf, type ResourceId, type Stored } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import type { Controller, Located, Outcome, View, Write } from './controller.ts';
import { withOwnerReferences } from './owner.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

export const garbageCollector: Controller = {
  name: 'garbage-collector-controller',
  fieldManager: 'kube-controller-manager',
  wakes,
  *initialKeys(view) {
    for (const resource of view.resources()) {
      for (const object of view.list(resource) as readonly Stored[]) {
        const { ownerReferences, deletionTimestamp } = object.metadata;
        if (ownerReferences?.length || deletionTimestamp !== undefined) yield itemKey({ resource, object });
      }
    }
  },
  reconcile,
};

function* wakes({ type, resource, object, previous }: Change, view: View): Iterable<string> {
  const { uid, ownerReferences } = object.metadata;
  const hasNewOwners = previous === undefined || previous.metadata.ownerReferences !== ownerReferences;
  if (type === 'DELETED') {
    for (const dependent of view.dependentsOf(uid)) yield itemKey(dependent);
    yield* waitingOwners(ownerReferences, view);
    return;
  }
  if (ownerReferences?.length && hasNewOwners) yield itemKey({ resource, object });
  if (hasNewOwners) yield* waitingOwners(previous?.metadata.ownerReferences, view);
  if (!isWaiting(object, FOREGROUND) && !isWaiting(object, ORPHAN)) return;
  yield itemKey({ resource, object });
  const isNew = previous === undefined || !isWaiting(previous, FOREGROUND);
  if (isNew) for (const dependent of view.dependentsOf(uid)) yield itemKey(dependent);
}

/** Owners in foreground deletion, which may just have lost the last dependent they waited for. */
function* waitingOwners(references: readonly OwnerReference[] | undefined, view: View): Iterable<string> {
  for (const reference of references ?? []) {
    const owner = view.byUid(reference.uid);
    if (owner !== undefined && isWaiting(owner.object, FOREGROUND)) yield itemKey(owner);
  }
}

function reconcile(view: View, key: string): Outcome {
  const item = itemAt(view, key);
  if (item === undefined) return {};
  if (isWaiting(item.object, ORPHAN)) return { writes: orphanDependents(view, item) };
  if (isWaiting(item.object, FOREGROUND)) {
    const isBlocked = view.dependentsOf(item.object.metadata.uid).some((dependent) => blocks(dependent, item));
    return isBlocked ? {} : { writes: [withoutFinalizer(item, FOREGROUND)] };
  }
  if (item.object.metadata.deletionTimestamp !== undefined) return {};
  return { writes: collect(view, item) };
}

/** attemptToDeleteItem */
function collect(view: View, item: Located): Write[] {
  const references = item.object.metadata.ownerReferences ?? [];
  const owners = references.map((reference) => ownerOf(view, item, reference));
  const isSolid = (owner: Located | undefined) => owner !== undefined && !isWaiting(owner.object, FOREGROUND);
  if (references.length === 0 || owners.every(isSolid)) return [];
  if (owners.some(isSolid)) {
    // The others must not wait for this object: it stays.
    return [
      withOwners(
        item,
        references.filter((_, index) => isSolid(owners[index])),
      ),
    ];
  }
  const dependents = view.dependentsOf(item.object.metadata.uid);
  if (owners.some((owner) => owner !== undefined) && dependents.length > 0) {
    // A dependent that is itself waiting may close a circle: this object no longer blocks its owners.
    const isCircle = dependents.some(({ object }) => isWaiting(object, FOREGROUND));
    const open = references.map((reference) => ({ ...reference, blockOwnerDeletion: false }));
    const unblock = isCircle ? [withOwners(item, open)] : [];
    return [...unblock, removal(item, 'Foreground', isCircle)];
  }
  return [removal(item, policyOf(item.object), false)];
}

/** Undefined where the owner is gone, another object has its name, or it lives in another namespace. */
function ownerOf(view: View, item: Located, reference: OwnerReference): Located | undefined {
  const owner = view.byUid(reference.uid);
  const namespace = owner?.object.metadata.namespace;
  return namespace === undefined || namespace === item.object.metadata.namespace ? owner : undefined;
}

function orphanDependents(view: View, owner: Located): Write[] {
  const { uid } = owner.object.metadata;
  const writes = view.dependentsOf(uid).map((dependent) => {
    const references = dependent.object.metadata.ownerReferences ?? [];
    return withOwners(
      dependent,
      references.filter((reference) => reference.uid !== uid),
    );
  });
  return [...writes, withoutFinalizer(owner, ORPHAN)];
}

/** A finalizer put on beforehand decides, else what depends on the object goes after it. */
function policyOf(object: Stored): 'Background' | 'Foreground' | 'Orphan' {
  const finalizers = object.metadata.finalizers ?? [];
  if (finalizers.includes(ORPHAN)) return 'Orphan';
  return finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background';
}

function blocks(dependent: Located, owner: Located): boolean {
  const { uid } = owner.object.metadata;
  return (dependent.object.metadata.ownerReferences ?? []).some(
    (reference) => reference.uid === uid && reference.blockOwnerDeletion === true,
  );
}

function isWaiting(object: Stored, finalizer: string): boolean {
  const { deletionTimestamp, finalizers } = object.metadata;
  return deletionTimestamp !== undefined && (finalizers ?? []).includes(finalizer);
}

/** Guarded by uid and version, as the collector's own requests are; not by version after a write of its own. */
function removal(item: Located, propagationPolicy: 'Background' | 'Foreground' | 'Orphan', isWritten: boolean): Write {
  const { namespace, name, uid, resourceVersion } = item.object.metadata;
  const preconditions = isWritten ? { uid } : { uid, resourceVersion };
  return {
    op: 'delete',
    resource: item.resource,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    options: { propagationPolicy, preconditions },
  };
}

function withOwners(item: Located, ownerReferences: OwnerReference[]): Write {
  return update(item, withOwnerReferences(item.object, ownerReferences));
}

function withoutFinalizer(item: Located, finalizer: string): Write {
  const { finalizers, ...metadata } = item.object.metadata;
  const others = (finalizers ?? []).filter((other) => other !== finalizer);
  return update(item, {
    ...item.object,
    metadata: others.length === 0 ? metadata : { ...metadata, finalizers: others },
  });
}

function update(item: Located, object: KubeObject): Write {
  return { op: 'update', resource: item.resource, object };
}

/** `<resource> <namespace>/<name>` */
function itemKey({ resource, object }: Located): string {
  return `${resource} ${keyOf(object.metadata.namespace, object.metadata.name)}`;
}

function itemAt(view: View, key: string): Located | undefined {
  const space = key.indexOf(' ');
  const resource: ResourceId = key.slice(0, space);
  const [first = '', second] = key.slice(space + 1).split('/');
  const object = second === undefined ? view.get(resource, undefined, first) : view.get(resource, first, second);
  return object === undefined ? undefined : { resource, object };
}
