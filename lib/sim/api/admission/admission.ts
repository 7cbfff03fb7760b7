// What the API server adds to objects, or refuses, before it validates them: its default admission plugins.
import type { Namespace, Pod, Service } from 'kubernetes-types/core/v1';
import { forbidden, notFound } from '../../refusals.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Served } from '../registry/registry.ts';
import type { Machine, WriteOptions } from '../write/write-context.ts';
import { admitPod, admitPodUpdate } from './admission-pods.ts';
import { withAddresses } from './admission-services.ts';

/** Namespaces that cannot be deleted (plugin/namespace/lifecycle). */
const IMMORTAL_NAMESPACES: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

export function admitCreate(machine: Machine, served: Served, object: KubeObject): KubeObject {
  checkNamespace(machine, served, object);
  if (served.storage === 'pods') return admitPod(machine, object as Pod);
  return served.storage === 'services' ? withAddresses(machine, object as Service, undefined) : object;
}

export function admitUpdate(
  machine: Machine,
  served: Served,
  object: KubeObject,
  previous: KubeObject,
  options: WriteOptions,
): KubeObject {
  if (options.subresource !== undefined) return object;
  if (served.storage === 'pods') return admitPodUpdate(object as Pod);
  return served.storage === 'services' ? withAddresses(machine, object as Service, previous as Service) : object;
}

export function admitDelete(served: Served, name: string): void {
  if (served.storage !== 'namespaces' || !IMMORTAL_NAMESPACES.has(name)) return;
  throw forbidden(served.type, name, 'this namespace may not be deleted');
}

/** NamespaceLifecycle: nothing new in a namespace that is not there or is going. */
function checkNamespace(machine: Machine, served: Served, object: KubeObject): void {
  const name = object.metadata?.namespace;
  if (!served.type.namespaced || name === undefined) return;
  const namespace = machine.store.get('namespaces', undefined, name) as Namespace | undefined;
  if (namespace === undefined) throw notFound({ group: '', resource: 'namespaces' }, name);
  if (namespace.metadata?.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${name} because it is being terminated`;
  const message = `namespace ${name} is being terminated`;
  throw forbidden(served.type, object.metadata?.name ?? '', why, [
    { reason: 'NamespaceTerminating', message, field: 'metadata.namespace' },
  ]);
}
