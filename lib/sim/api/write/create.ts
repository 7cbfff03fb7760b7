// Creating an object: identity, first generation and status, admission, validation, store.
// Mirrors apiserver/pkg/registry/rest/create.go and pkg/registry/generic/registry/store.go Create.

import type { User } from '../../identity/user.ts';
import { alreadyExists } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';
import type { KubeObject, Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { admitCreate, checkAdmitted } from '../admission/admission.ts';
import type { Served } from '../registry/registry.ts';
import { defaultedObject } from './defaulting.ts';
import { recordManager } from './managed.ts';
import { CUSTOM, strategyOf } from './strategies.ts';
import { statusOf, type WriteMoment, withStatus } from './strategy.ts';
import { checkValid } from './validating.ts';
import type { Machine, WriteOptions } from './write-context.ts';

/** `object` is in the stored version; returns what the API answers, in the stored version too. */
export function createObject(machine: Machine, served: Served, object: KubeObject, options: WriteOptions): Stored {
  const prepared = prepareCreate(machine, served, object, options.user);
  const managed = recordManager(machine, served, undefined, prepared, options);
  const admitted = admitCreate(machine, served, completed(machine, served, managed, options.user));
  checkValid(served, admitted, undefined);
  const charged = checkAdmitted(machine, served, admitted, undefined, options);

  const { namespace, name } = admitted.metadata ?? {};
  if (machine.store.get(served.storage, namespace, name ?? '') !== undefined) {
    throw alreadyExists(served.type, name ?? '');
  }
  if (options.dryRun === true) return admitted as Stored;
  for (const quota of charged) machine.store.put('resourcequotas', quota);
  return machine.store.put(served.storage, admitted);
}

function prepareCreate(machine: Machine, served: Served, object: KubeObject, user: User | undefined): KubeObject {
  const moment: WriteMoment = { user, nowMs: machine.clock.now() };
  const strategy = served.custom === true ? CUSTOM : strategyOf(served.storage);
  const { type } = served;
  const {
    resourceVersion: version,
    deletionTimestamp: _deletionTimestamp,
    deletionGracePeriodSeconds: _grace,
    generation,
    selfLink: _selfLink,
    ...given
  } = object.metadata ?? {};
  if (version !== undefined && version !== '') {
    // Its storage refuses it, and upstream hands that on as it is (storage/etcd3/store.go).
    throw new StatusError('', 'resourceVersion should not be set on objects to be created');
  }
  const isCounted = strategy.tracksGeneration === true || strategy.generationStays === true;
  const metadata = {
    ...given,
    ...(given.name ? {} : { name: given.generateName ? machine.random.nameFrom(given.generateName) : undefined }),
    uid: machine.random.uuid(),
    creationTimestamp: timestamp(moment.nowMs),
    ...(isCounted ? { generation: 1 } : generation === undefined ? {} : { generation }),
  };
  const whole = { ...object, apiVersion: served.storedApiVersion, kind: type.kind, metadata };
  const status = strategy.keepsStatusOnCreate === true ? statusOf(object) : strategy.initialStatus?.(whole, moment);
  const ownsStatus = type.subresources.some(({ name }) => name === 'status');
  const clean = ownsStatus || strategy.initialStatus !== undefined ? withStatus(whole, status) : whole;
  return defaultedObject(served, clean);
}

/** With what its strategy adds, which nobody manages: a Job's selector, a claim's finalizer. */
function completed(machine: Machine, served: Served, object: KubeObject, user: User | undefined): KubeObject {
  const strategy = strategyOf(served.storage);
  if (served.custom === true || strategy.prepareCreate === undefined) return object;
  return defaultedObject(served, strategy.prepareCreate(object, { user, nowMs: machine.clock.now() }));
}
