// What a controller is: which changes wake it, and a pure function from what it sees to what it writes.

import type { DeleteOptions } from '../api/write/writer.ts';
import type { Random } from '../random.ts';
import type { StatusError } from '../status-error.ts';
import { type KubeObject, keyOf, type ObjectOf, type ResourceId, type Stored } from '../store/object.ts';
import type { Change } from '../store/store.ts';

/** An object of any resource, with the resource it is stored under. */
export interface Located {
  resource: ResourceId;
  object: Stored;
}

/** A read-only look at the cluster at one instant. */
export interface View {
  /** Simulated time, milliseconds since the epoch. */
  readonly nowMs: number;
  readonly random: Random;
  get<R extends ResourceId>(resource: R, namespace: string | undefined, name: string): Stored<ObjectOf<R>> | undefined;
  list<R extends ResourceId>(resource: R, namespace?: string): readonly Stored<ObjectOf<R>>[];
  /** Objects whose controlling owner has this uid. */
  ownedBy<R extends ResourceId>(resource: R, uid: string): readonly Stored<ObjectOf<R>>[];
  /** Objects of a namespace without a controlling owner, which a controller may adopt. */
  orphansIn<R extends AdoptableResource>(resource: R, namespace: string): readonly Stored<ObjectOf<R>>[];
  /** Pods bound to a node, by spec.nodeName. */
  podsOn(node: string): readonly Stored<ObjectOf<'pods'>>[];
  /** Objects of any resource that name this uid among their owners, controlling or not. */
  dependentsOf(uid: string): readonly Located[];
  byUid(uid: string): Located | undefined;
  /** Every resource that has ever held an object. */
  resources(): readonly ResourceId[];
}

export type AdoptableResource = 'controllerrevisions.apps' | 'pods' | 'replicasets.apps';

export interface EventNote {
  /** The object the event is about. */
  about: KubeObject;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** Which part of the object: `spec.containers{web}`. */
  fieldPath?: string;
  /** What was done: makes it an event of the newer kind (events.k8s.io), repeated as a series. */
  action?: string;
  /** The node it was seen from: events of a kubelet name it. */
  host?: string;
}

export type Write =
  | { op: 'create'; resource: ResourceId; object: KubeObject }
  | { op: 'update'; resource: ResourceId; object: KubeObject }
  | { op: 'updateStatus'; resource: ResourceId; object: KubeObject }
  /** Takes a finalizer off an object as it is by then; one that is gone or lacks it is left alone. */
  | { op: 'dropFinalizer'; resource: ResourceId; namespace?: string; name: string; finalizer: string }
  /** The namespace's finalize subresource: takes `kubernetes` off spec.finalizers. */
  | { op: 'finalizeNamespace'; name: string }
  | { op: 'delete'; resource: ResourceId; namespace?: string; name: string; options?: DeleteOptions }
  /** The scale subresource. */
  | { op: 'scale'; resource: ResourceId; namespace: string; name: string; replicas: number }
  /** Gives an unassigned pod its node, as the binding subresource does. */
  | { op: 'bind'; namespace: string; name: string; uid: string; node: string }
  | { op: 'event'; event: EventNote };

/** A write that the API refused; the writes after it were not tried. */
export interface WriteFailure {
  write: Write;
  error: StatusError;
}

export interface Outcome {
  writes?: Write[];
  /** Look at this key again after this much simulated time, even if nothing changes. */
  requeueAfterMs?: number;
}

export interface Controller {
  /** Also the field manager of its writes and the source component of its events. */
  readonly name: string;
  readonly fieldManager?: string;
  /** Keys to look at again because of this change; called for every change of every resource. */
  wakes(change: Change, view: View): Iterable<string>;
  /** Keys to look at once at the start. */
  initialKeys(view: View): Iterable<string>;
  /** Pure: same view and key, same outcome. A thrown StatusError puts the key back with back-off. */
  reconcile(view: View, key: string): Outcome;
  /** What to record when a write was refused, before the key goes back with back-off. */
  failed?(view: View, key: string, failure: WriteFailure): readonly Write[];
}

/** The keys of all objects of a resource: what most controllers look at first. */
export const keysOf = (resource: ResourceId) =>
  function* (view: View): Iterable<string> {
    for (const { metadata } of view.list(resource)) yield keyOf(metadata.namespace, metadata.name);
  };
