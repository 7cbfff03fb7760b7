// What the API server adds to objects, or refuses, before it validates them: its default admission plugins.
import type { Namespace, Node, PersistentVolumeClaim, Pod, Service } from 'kubernetes-types/core/v1';
import type { Ingress } from 'kubernetes-types/networking/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { forbidden, notFound } from '../../refusals.ts';
import type { KubeObject, ResourceId, Stored } from '../../store/object.ts';
import type { Served } from '../registry/registry.ts';
import type { Machine, WriteOptions } from '../write/write-context.ts';
import { admitPod, admitPodUpdate } from './admission-pods.ts';
import { withAddresses } from './admission-services.ts';
import { checkGlobalDefault, PRIORITY_CLASSES, withIngressClass, withStorageClass } from './default-classes.ts';
import { checkLimits } from './limit-ranges.ts';
import { checkPodSecurity } from './pod-security.ts';
import { chargedQuotas } from './quotas.ts';

/** Namespaces that cannot be deleted (plugin/namespace/lifecycle). */
const IMMORTAL_NAMESPACES: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

export function admitCreate(machine: Machine, served: Served, object: KubeObject): KubeObject {
  checkNamespace(machine, served, object);
  return completed(machine, served, object, undefined);
}

export function admitUpdate(
  machine: Machine,
  served: Served,
  object: KubeObject,
  previous: KubeObject,
  options: WriteOptions,
): KubeObject {
  return options.subresource === undefined ? completed(machine, served, object, previous) : object;
}

type Completion = (machine: Machine, object: KubeObject, previous: KubeObject | undefined) => KubeObject;

/** What plugins add to an object, by its resource. */
const COMPLETIONS: ReadonlyMap<ResourceId, Completion> = new Map<ResourceId, Completion>([
  ['ingresses.networking.k8s.io', (machine, object) => withIngressClass(machine, object as Ingress)],
  ['nodes', (_machine, object, previous) => (previous === undefined ? withNotReadyTaint(object as Node) : object)],
  ['persistentvolumeclaims', (machine, object) => withStorageClass(machine, object as PersistentVolumeClaim)],
  [
    'pods',
    (machine, object, previous) =>
      previous === undefined ? admitPod(machine, object as Pod) : admitPodUpdate(object as Pod, previous as Pod),
  ],
  [
    'services',
    (machine, object, previous) => withAddresses(machine, object as Service, previous as Service | undefined),
  ],
]);

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** plugin/pkg/admission/nodetaint: nothing is scheduled to a new node until its controller knows it. */
function withNotReadyTaint(node: Node): Node {
  const taints = node.spec?.taints ?? [];
  if (taints.some(({ key, effect }) => key === NOT_READY.key && effect === NOT_READY.effect)) return node;
  return { ...node, spec: { ...node.spec, taints: [...taints, NOT_READY] } };
}

function completed(machine: Machine, served: Served, object: KubeObject, previous: KubeObject | undefined): KubeObject {
  return COMPLETIONS.get(served.storage)?.(machine, object, previous) ?? object;
}

/**
 * The plugins that look at an object once it is valid. Throws Forbidden; returns what else is to be stored with it:
 * the quotas it is charged to.
 */
export function checkAdmitted(
  machine: Machine,
  served: Served,
  object: KubeObject,
  previous: KubeObject | undefined,
  { warn, subresource }: Pick<WriteOptions, 'warn' | 'subresource'> = {},
): readonly Stored[] {
  const { storage, type } = served;
  if (storage === PRIORITY_CLASSES) checkGlobalDefault(machine, object as PriorityClass);
  // Of a pod nothing may be changed that counts here.
  const isLooked = subresource === undefined && (storage !== 'pods' || previous === undefined);
  if (isLooked) checkPodSecurity(machine, storage, object, warn);
  const going = previous?.metadata?.deletionTimestamp !== undefined;
  const limited = storage === 'persistentvolumeclaims' || (storage === 'pods' && previous === undefined);
  if (limited && !going) checkLimits(machine, storage, object);
  return chargedQuotas(machine, { type, object, previous });
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
