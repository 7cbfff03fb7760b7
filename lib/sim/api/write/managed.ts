// Who manages which field after a write: metadata.managedFields.
import { updateManagedFields } from '../../patch/apply/managed-fields.ts';
import type { KubeObject } from '../../store/object.ts';
import { shown } from '../encode.ts';
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
  // Fields are named as in the version of the request, which may not be the one that is kept.
  const named = (object: KubeObject) =>
    served.apiVersion === served.storedApiVersion ? object : shown(served, object);
  const before = previous === undefined ? undefined : named(previous);
  const managed = updateManagedFields(before, named(next), {
    manager: options.manager,
    operation: 'Update',
    subresource: options.subresource,
    schema,
    apiVersion: served.apiVersion,
    nowMs: machine.clock.now(),
    custom: served.custom === true,
    hasStatus: served.type.subresources.some(({ name }) => name === 'status'),
  });
  const { managedFields: _replaced, ...metadata } = next.metadata ?? {};
  const { managedFields } = managed.metadata ?? {};
  return { ...next, metadata: { ...metadata, ...(managedFields === undefined ? {} : { managedFields }) } };
}
