// Who manages which field after a write: metadata.managedFields.
import type { KubeObject } from '../store/object.ts';
import type { Served } from './registry.ts';
import type { Machine, WriteOptions } from './write-context.ts';

/** The object with its managedFields as this write leaves them. */
export function recordManager(
  _machine: Machine,
  _served: Served,
  _previous: KubeObject | undefined,
  next: KubeObject,
  _options: WriteOptions,
): KubeObject {
  return next;
}
