// What an object of the stack is called: the same in plans, in the journal and in what was read.
import type { ManifestObject } from '#lib/stack/component.ts';

export interface ObjectRef {
  apiVersion: string;
  kind: string;
  /** Null for what has no namespace. */
  namespace: string | null;
  name: string;
}

export function refOf({ apiVersion, kind, metadata }: ManifestObject): ObjectRef {
  return { apiVersion, kind, namespace: metadata.namespace ?? null, name: metadata.name };
}

/** `apps/Deployment kube-system/metrics-server`, `Namespace monitoring`: the version does not make it another object. */
export function objectKey({ apiVersion, kind, namespace, name }: ObjectRef): string {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : `${apiVersion.slice(0, slash)}/`;
  return `${group}${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
}

/** For sentences: `Deployment kube-system/metrics-server`. */
export function objectText({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
}

/** Null for a manifest, which has none. */
export function uidOf({ metadata }: ManifestObject): string | null {
  return 'uid' in metadata && typeof metadata.uid === 'string' ? metadata.uid : null;
}
