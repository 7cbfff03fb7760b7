// How a cluster is, object by object, to be compared with how it was.
import type { ManifestObject } from '#lib/stack/component.ts';
import { type Kubectl, must } from '../support/kubectl.ts';
import { yamlOf } from './stack-objects.ts';

/** What the stack's objects are, and what controllers make of them; events and leases come and go by themselves. */
const KINDS = [
  'nodes',
  'namespaces',
  'clusterroles',
  'clusterrolebindings',
  'apiservices',
  'ingressclasses',
  'storageclasses',
  'persistentvolumes',
  'customresourcedefinitions',
  'roles',
  'rolebindings',
  'serviceaccounts',
  'configmaps',
  'secrets',
  'services',
  'endpointslices',
  'deployments',
  'replicasets',
  'statefulsets',
  'controllerrevisions',
  'jobs',
  'pods',
  'ingresses',
  'persistentvolumeclaims',
  'horizontalpodautoscalers',
].join();
/** Made by controllers in each namespace, a moment after it. */
const OF_EVERY_NAMESPACE = new Set(['ConfigMap kube-root-ca.crt', 'ServiceAccount default']);
const MANAGER = 'bramble';

interface Read extends ManifestObject {
  metadata: ManifestObject['metadata'] & {
    uid: string;
    generation?: number;
    managedFields?: { manager: string }[];
  };
}

/** All there is as JSON, by kind, namespace and name: without status, versions, and who wrote what. */
export async function everything(admin: Kubectl): Promise<Record<string, string>> {
  const { items } = JSON.parse(await must(admin(['get', KINDS, '-A', '-o', 'json']))) as { items: Read[] };
  const kept = items.filter(({ kind, metadata }) => !OF_EVERY_NAMESPACE.has(`${kind} ${metadata.name}`));
  return Object.fromEntries(
    kept.map(({ status: _status, metadata, ...object }) => {
      const { name, namespace = '', uid, labels, annotations } = metadata;
      return [`${object.kind} ${namespace}/${name}`, JSON.stringify({ ...object, uid, labels, annotations })];
    }),
  );
}

/** What was applied and when, as the API server keeps it: an apply that changes nothing leaves it as it is. */
export async function appliedState(kubectl: Kubectl, objects: readonly ManifestObject[]): Promise<string[]> {
  const args = ['get', '-f', '-', '-o', 'json', '--show-managed-fields'];
  const { items } = JSON.parse(await must(kubectl(args, yamlOf(objects)))) as { items: Read[] };
  return items.map(({ kind, metadata }) => {
    const { name, generation, managedFields = [] } = metadata;
    return JSON.stringify([kind, name, generation, managedFields.filter(({ manager }) => manager === MANAGER)]);
  });
}
