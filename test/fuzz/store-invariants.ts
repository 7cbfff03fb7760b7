// For tests: what must hold of a cluster's store at any instant, whatever was asked of the cluster before.
import { builtInResources } from '#lib/sim/schema/resources.ts';
import { keyOf, type ResourceId, type Stored } from '#lib/sim/store/object.ts';
import type { Store } from '#lib/sim/store/store.ts';

/** One sentence for each that is broken, with the object it is broken by. */
export function brokenInvariants(store: Store): string[] {
  const broken: string[] = [];
  const uids = new Map<string, string>();
  const versions = new Map<string, string>();
  const namespaces = new Set(store.list('namespaces').map(({ metadata }) => metadata.name));
  const namespacedIds = new Set(builtInResources().flatMap(({ id, namespaced }) => (namespaced ? [id] : [])));
  const clusterIds = new Set(builtInResources().flatMap(({ id, namespaced }) => (namespaced ? [] : [id])));
  for (const resource of store.resources()) {
    // What the simulation keeps for itself is no Kubernetes object.
    if (resource.endsWith('.simulation.internal')) continue;
    for (const object of store.list(resource)) {
      const { namespace, name, uid, resourceVersion } = object.metadata;
      const where = `${resource} ${keyOf(namespace, name)}`;
      const say = (what: string) => void broken.push(`${where}: ${what}`);
      if (!sound(object)) say('lacks apiVersion, kind, name, uid or a time of creation');
      once(uids, uid, where, say);
      once(versions, resourceVersion, where, say);
      if (Number(resourceVersion) > store.version) say(`version ${resourceVersion} is newer than the store`);
      if (namespacedIds.has(resource) && !namespaces.has(namespace ?? '')) say(`is in no namespace: ${namespace}`);
      if (clusterIds.has(resource) && namespace !== undefined) say(`is in the namespace ${namespace}`);
      if (store.get(resource, namespace, name) !== object) say('is another when it is asked for by name');
      const { ownerReferences = [] } = object.metadata;
      if (ownerReferences.filter(({ controller }) => controller === true).length > 1) say('has two controllers');
      if (isLeftover(resource, object)) say('is deleted, waits for nobody, and is still there');
    }
  }
  return broken;
}

function sound({ apiVersion, kind, metadata }: Stored): boolean {
  const { name, uid, creationTimestamp } = metadata;
  return [apiVersion, kind, name, uid].every(Boolean) && !Number.isNaN(Date.parse(creationTimestamp));
}

function once(seen: Map<string, string>, value: string, where: string, say: (what: string) => void): void {
  const other = seen.get(value);
  if (other !== undefined) say(`shares ${value} with ${other}`);
  seen.set(value, where);
}

/** Pods and namespaces go in two steps; everything else stays only for its finalizers. */
function isLeftover(resource: ResourceId, { metadata }: Stored): boolean {
  if (resource === 'pods' || resource === 'namespaces') return false;
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length === 0;
}
