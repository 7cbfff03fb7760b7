// What holds a deleted namespace until its objects are gone: pkg/registry/core/namespace/strategy.go PrepareForCreate.
import type { Namespace } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';

const FINALIZER = 'kubernetes';

export function withNamespaceFinalizer(object: KubeObject): KubeObject {
  const { spec } = object as Namespace;
  const finalizers = spec?.finalizers ?? [];
  if (finalizers.includes(FINALIZER)) return object;
  return { ...object, spec: { ...spec, finalizers: [...finalizers, FINALIZER] } } as KubeObject;
}

/** Only the finalize subresource takes them off. */
export function withFinalizersOf(object: KubeObject, previous: KubeObject): KubeObject {
  const { finalizers } = (previous as Namespace).spec ?? {};
  const { finalizers: _asked, ...spec } = (object as Namespace).spec ?? {};
  return { ...object, spec: { ...spec, ...(finalizers === undefined ? {} : { finalizers }) } } as KubeObject;
}
