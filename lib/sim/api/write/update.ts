// Changing an object: who owns what (spec or status), optimistic concurrency, generation, and going for good
// once the last finalizer is gone. Mirrors apiserver/pkg/registry/rest/update.go and registry/generic/registry/store.go.
import { isDeepStrictEqual } from 'node:util';
import type { Namespace } from 'kubernetes-types/core/v1';
import { conflict, invalid, notFound } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';
import { fieldsOf, type KubeObject, type Stored } from '../../store/object.ts';
import { admitUpdate, checkAdmitted } from '../admission/admission.ts';
import type { Served } from '../registry/registry.ts';
import { defaultedObject } from './defaulting.ts';
import { checkEphemeralContainers, EPHEMERAL_CONTAINERS, withEphemeralContainers } from './ephemeral-containers.ts';
import { recordManager } from './managed.ts';
import { CUSTOM, strategyOf } from './strategies.ts';
import { type Strategy, statusOf, withStatus } from './strategy.ts';
import { checkValid } from './validating.ts';
import type { Machine, WriteOptions } from './write-context.ts';

/** Subresources that write the status, or a part of it. */
const STATUS_SUBRESOURCES = new Set(['approval', 'status']);

/** `object` is in the stored version. Returns the object after the update; an update that changes nothing is none. */
export function updateObject(machine: Machine, served: Served, object: KubeObject, options: WriteOptions): Stored {
  const { namespace, name = '' } = object.metadata ?? {};
  const previous = machine.store.get(served.storage, namespace, name);
  if (previous === undefined) throw notFound(served.type, name);
  const strategy = served.custom === true ? CUSTOM : strategyOf(served.storage);
  checkVersion(served, previous, object, strategy);
  const next = ownedPart(served, previous, object, options);
  const managed = preparedStatus(
    machine,
    served,
    previous,
    recordManager(machine, served, previous, next, options),
    options,
  );
  const admitted = admitUpdate(machine, served, managed, previous, options);
  // Only the binding subresource gives a pod its node, which validation refuses anybody else.
  if (!UNCOUNTED.has(options.subresource ?? '')) {
    if (options.subresource === EPHEMERAL_CONTAINERS) checkEphemeralContainers(admitted, previous);
    else checkValid(served, admitted, previous);
    const charged = checkAdmitted(machine, served, admitted, previous, options);
    if (options.dryRun !== true) for (const quota of charged) machine.store.put('resourcequotas', quota);
  }
  return save(machine, served, previous, withGeneration(previous, admitted, strategy, options), options);
}

/** What this request may change: the status, or everything else. */
function ownedPart(served: Served, previous: Stored, object: KubeObject, options: WriteOptions): KubeObject {
  const strategy = served.custom === true ? CUSTOM : strategyOf(served.storage);
  const { subresource = '', user } = options;
  if (STATUS_SUBRESOURCES.has(subresource)) {
    // Controllers write whole statuses; what clients send may lack what has a default.
    return asStatus(previous, user === undefined ? object : defaultedObject(served, object));
  }
  if (subresource === EPHEMERAL_CONTAINERS) return defaultedObject(served, withEphemeralContainers(previous, object));
  const owned = asSpec(served, previous, object, options);
  // A strategy keeps what only a subresource of its own may change.
  if (UNCOUNTED.has(subresource) || subresource === 'finalize') return defaultedObject(served, owned);
  return defaultedObject(served, strategy.prepareUpdate?.(owned, previous) ?? owned);
}

/** A status as its strategy completes it, which nobody manages. */
function preparedStatus(
  machine: Machine,
  served: Served,
  previous: Stored,
  object: KubeObject,
  { subresource = '', user }: WriteOptions,
): KubeObject {
  const strategy = served.custom === true ? CUSTOM : strategyOf(served.storage);
  if (!STATUS_SUBRESOURCES.has(subresource)) return object;
  const moment = { user, nowMs: machine.clock.now() };
  return strategy.prepareStatus?.(object, previous, moment, subresource) ?? object;
}

function checkVersion(served: Served, previous: Stored, object: KubeObject, strategy: Strategy): void {
  const { name, uid, resourceVersion } = previous.metadata;
  const asked = object.metadata;
  if (asked?.uid && asked.uid !== uid) {
    const why = `Precondition failed: UID in precondition: ${asked.uid}, UID in object meta: ${uid}`;
    const key = ['/registry', served.type.resource, previous.metadata.namespace, name].filter(Boolean).join('/');
    const storage = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: `;
    throw conflict(served.type, name, storage + why);
  }
  const version = asked?.resourceVersion;
  if (version === undefined || version === '') {
    if (strategy.needsVersion !== true) return;
    throw invalid(served.type.resource, served.type.group, name, [
      {
        field: 'metadata.resourceVersion',
        reason: 'FieldValueInvalid',
        message: 'Invalid value: 0: must be specified for an update',
      },
    ]);
  }
  if (version === resourceVersion) return;
  if (!/^\d+$/.test(version))
    throw new StatusError('', `strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`);
  throw conflict(served.type, name);
}

/** A write to the status: everything else stays as it was, but for what a status writer may note beside it. */
function asStatus(previous: Stored, object: KubeObject): KubeObject {
  const metadata = {
    ...previous.metadata,
    ...(object.metadata?.annotations === undefined ? {} : { annotations: object.metadata.annotations }),
    ...(object.metadata?.managedFields === undefined ? {} : { managedFields: object.metadata.managedFields }),
  };
  const whole = 'spec' in fieldsOf(previous) || 'status' in fieldsOf(object) ? previous : object;
  return withStatus({ ...whole, metadata }, statusOf(object));
}

/** What is the server's own in metadata stays; so does the status where it is a subresource. */
function asSpec(served: Served, previous: Stored, object: KubeObject, options: WriteOptions): KubeObject {
  const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, generation } = previous.metadata;
  const {
    deletionTimestamp: _asked,
    deletionGracePeriodSeconds: _askedGrace,
    generation: _generation,
    ...given
  } = object.metadata ?? {};
  const metadata = {
    ...given,
    ...(given.managedFields === undefined && previous.metadata.managedFields !== undefined
      ? { managedFields: previous.metadata.managedFields }
      : {}),
    uid,
    creationTimestamp,
    resourceVersion: previous.metadata.resourceVersion,
    ...(generation === undefined ? {} : { generation }),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds }),
  };
  const whole = { ...object, apiVersion: served.storedApiVersion, kind: served.type.kind, metadata };
  const ownsStatus = served.type.subresources.some(({ name }) => name === 'status');
  return ownsStatus && options.subresource !== 'binding' ? withStatus(whole, statusOf(previous)) : whole;
}

/** Writes that do not count as changes of the spec. */
const UNCOUNTED = new Set(['approval', 'status', 'binding']);

function withGeneration(previous: Stored, next: KubeObject, strategy: Strategy, options: WriteOptions): KubeObject {
  if (strategy.tracksGeneration !== true || UNCOUNTED.has(options.subresource ?? '')) return next;
  const { metadata: _m, status: _s, ...spec } = fieldsOf(next);
  const { metadata: _pm, status: _ps, ...before } = fieldsOf(previous);
  const annotations = (object: KubeObject) => object.metadata?.annotations ?? {};
  const isAnnotated =
    strategy.countsAnnotations === true && !isDeepStrictEqual(annotations(next), annotations(previous));
  if (!isAnnotated && isDeepStrictEqual(spec, before)) return next;
  return { ...next, metadata: { ...next.metadata, generation: (previous.metadata.generation ?? 0) + 1 } };
}

function save(machine: Machine, served: Served, previous: Stored, next: KubeObject, options: WriteOptions): Stored {
  const { resourceVersion: _version, ...metadata } = next.metadata ?? {};
  const { resourceVersion, ...before } = previous.metadata;
  if (isDeepStrictEqual({ ...next, metadata }, { ...previous, metadata: before })) return previous;
  if (options.dryRun === true) return { ...next, metadata: { ...next.metadata, resourceVersion } } as Stored;
  if (mayGo(next)) {
    const { namespace, name } = previous.metadata;
    machine.store.put(served.storage, next);
    return machine.store.remove(served.storage, namespace, name) ?? previous;
  }
  return machine.store.put(served.storage, next);
}

/** Deleted before, with nothing left that holds it. */
function mayGo(object: KubeObject): boolean {
  const { metadata } = object;
  if (metadata?.deletionTimestamp === undefined || (metadata.finalizers?.length ?? 0) > 0) return false;
  if (object.kind === 'Namespace') return ((object as Namespace).spec?.finalizers?.length ?? 0) === 0;
  return (metadata.deletionGracePeriodSeconds ?? 0) === 0;
}
