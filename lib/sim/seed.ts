// Puts a cluster's first objects into the store: what was there before anybody asked.
import type { Service } from 'kubernetes-types/core/v1';
import { withFamilies } from './api/admission/service-families.ts';
import { defaultedObject } from './api/write/defaulting.ts';
import { withNamespaceFinalizer } from './api/write/namespace-finalizer.ts';
import type { Machine } from './api/write/write-context.ts';
import type { KubeObject } from './store/object.ts';
import { timestamp } from './timestamp.ts';

/** Adds identity (uid, creationTimestamp) and defaults where they are missing; a later object replaces an earlier one. */
export function seedObjects(machine: Machine, objects: readonly KubeObject[]): void {
  for (const object of objects) {
    const { apiVersion = '', kind = '' } = object;
    // Definitions and registrations stand before what they serve.
    const served = machine.registry.ofKind(apiVersion, kind);
    if (served === undefined) throw new Error(`no API serves ${apiVersion} ${kind}, which the scenario holds`);
    const whole = identified(machine, served.toStored(object));
    machine.store.put(served.storage, completed(defaultedObject(served, whole)));
  }
}

/** With what a create would have added beside the defaults. */
function completed(object: KubeObject): KubeObject {
  if (object.kind === 'Namespace') return withNamespaceFinalizer(object);
  return object.kind === 'Service' ? withFamilies(object as Service) : object;
}

/** The same for objects that have their identity and all defaults: they go in as they are. */
export function seedWholeObjects(machine: Machine, objects: readonly KubeObject[]): void {
  for (const object of objects) {
    const { apiVersion = '', kind = '' } = object;
    const served = machine.registry.ofKind(apiVersion, kind);
    if (served === undefined) throw new Error(`no API serves ${apiVersion} ${kind}, which the scenario holds`);
    machine.store.put(served.storage, object);
  }
}

function identified(machine: Machine, object: KubeObject): KubeObject {
  const metadata = {
    uid: machine.random.uuid(),
    creationTimestamp: timestamp(machine.clock.now()),
    ...object.metadata,
  };
  return { ...object, metadata };
}
