import 'server-only';
// Where the API server has an object of the stack.
import type { ObjectRef } from '#lib/model/workshop/object-key.ts';
import { resourceOf } from '#lib/stack/permissions.ts';

/** `/apis/apps/v1/namespaces/demo/deployments/web`. Throws for a kind that no component has. */
export function objectPathOf(ref: ObjectRef): string {
  return `${collectionPathOf(ref)}/${encodeURIComponent(ref.name)}`;
}

/** `/apis/apps/v1/namespaces/demo/deployments`. */
export function collectionPathOf({ apiVersion, kind, namespace }: Omit<ObjectRef, 'name'>): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const place = namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${place}/${resourceOf({ apiVersion, kind }).resource}`;
}
