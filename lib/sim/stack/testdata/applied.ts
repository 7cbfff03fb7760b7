// Puts objects of any kind into a cluster as their manifests say them, by server-side apply over its API.
import type { Ask } from '#test/support/simulated-api.ts';

export interface Applicable {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  [field: string]: unknown;
}

const APPLY = { 'content-type': 'application/apply-patch+yaml' };
const CLUSTER_WIDE: ReadonlySet<string> = new Set([
  'APIService',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'Namespace',
  'StorageClass',
]);

export function pathOf({ apiVersion, kind, metadata }: Applicable): string {
  const lower = kind.toLowerCase();
  const plural = lower.endsWith('s') ? `${lower}es` : lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const within = CLUSTER_WIDE.has(kind) ? '' : `/namespaces/${metadata.namespace ?? 'default'}`;
  return `${root}${within}/${plural}/${metadata.name}`;
}

/** @throws where the API refuses one of them */
export async function apply(ask: Ask, objects: readonly Applicable[]): Promise<void> {
  for (const object of objects) {
    const path = `${pathOf(object)}?fieldManager=test&force=true`;
    const { status, text } = await ask('PATCH', path, { body: object, headers: APPLY });
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
  }
}
