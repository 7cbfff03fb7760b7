// Shortest forms of cases about one object: what it is completed to, and what it is refused for.
import { post } from '../build.ts';
import type { Case, RequestStep } from '../case.ts';

export interface Made {
  apiVersion: string;
  kind: string;
  metadata?: object;
  [field: string]: unknown;
}

/** Kinds that live in no namespace. */
const CLUSTER_WIDE = new Set([
  'APIService',
  'CSIDriver',
  'CSINode',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'VolumeAttachment',
]);

/** Where objects of its kind are created: in the namespace `default`, unless they live in none. */
export function collectionOf({ apiVersion, kind }: Pick<Made, 'apiVersion' | 'kind'>, namespace = 'default'): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const lower = kind.toLowerCase();
  const plural =
    /(s|x)$/.test(lower) && lower !== 'endpoints' ? `${lower}es` : lower.replace(/y$/, 'ie').replace(/(?<!s)$/, 's');
  return CLUSTER_WIDE.has(kind) ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
}

/** Created in a dry run, which answers what would be stored and leaves nothing behind. */
export function tried(object: Made, more: Partial<RequestStep> = {}): RequestStep {
  const named = { ...object, metadata: { name: '{ns}', ...object.metadata } };
  return post(`${collectionOf(object)}?dryRun=All`, named, more);
}

/** A case whose one step is a dry run. */
export function single(name: string, object: Made): Case {
  return { name, kind: object.kind, steps: [tried(object)] };
}
