// Defaults of an object: those of its CRD's schema, or Kubernetes' own.
import { withDefaults, withSchemaDefaults } from '../../schema/defaults/defaults.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Served } from '../registry/registry.ts';

/** A copy with defaults; the object is in the stored version. */
export function defaultedObject(served: Served, object: KubeObject): KubeObject {
  if (served.custom !== true) return withDefaults(served.storedApiVersion, served.type.kind, object);
  return served.schema === undefined ? object : withSchemaDefaults(served.schema, object);
}
