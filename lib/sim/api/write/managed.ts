// Who manages which field after a write: metadata.managedFields.
import { updateManagedFields } from '../../patch/apply/managed-fields.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Served } from '../registry/registry.ts';
import type { Machine, WriteOptions } from './write-context.ts';

/** Bindings assign a node in nobody's name. */
const UNTRACKED = new Set(['binding', 'finalize']);

/** The object with its managedFields as this write leaves them; to be called before admission adds to it. */
export function recordManager(
  machine: Machine,
  served: Served,
  previous: KubeObject | undefined,
  next: KubeObject,
  options: WriteOptions,
): KubeObject {
  const { schema } = served;
  if (options.managed === true || schema === undefined || UNTRACKED.has(options.subresource ?? '')) return next;
  return updateManagedFields(previous, next, {
    manager: options.manager,
    operation: 'Update',
    subresource: options.subresource,
    schema,
    apiVersion: served.storedApiVersion,
    nowMs: machine.clock.now(),
    custom: served.custom === true,
    hasStatus: served.type.subresources.some(({ name }) => name === 'status'),
  });
}
