// The finalize subresource of a namespace: what may still keep a namespace that is being deleted.
import type { Namespace } from 'kubernetes-types/core/v1';
import { notFound } from '../../refusals.ts';
import type { Stored } from '../../store/object.ts';
import { updateObject } from './update.ts';
import type { Machine, WriteOptions } from './write-context.ts';

/** Sets spec.finalizers; a namespace that is being deleted and has none left is gone for good. */
export function finalizeNamespace(
  machine: Machine,
  name: string,
  finalizers: readonly string[],
  options: WriteOptions,
): Stored {
  const served = machine.registry.stored('namespaces');
  const namespace = machine.store.get('namespaces', undefined, name);
  if (served === undefined || namespace === undefined) throw notFound({ group: '', resource: 'namespaces' }, name);
  const next: Namespace = { ...namespace, spec: { ...namespace.spec, finalizers: [...finalizers] } };
  return updateObject(machine, served, next, { ...options, subresource: 'finalize' });
}
