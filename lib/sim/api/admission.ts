// What the API server adds to objects, or refuses, before it validates them: its default admission plugins.
import type { Namespace, Pod, Toleration } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../store/object.ts';
import { forbidden, notFound } from './refusals.ts';
import type { Served } from './registry.ts';
import type { Machine, WriteOptions } from './write-context.ts';

/** plugin/pkg/admission/defaulttolerationseconds: how long a pod stays on a lost node. */
const TOLERATION_SECONDS = 300;
const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';

/** Namespaces that cannot be deleted (plugin/namespace/lifecycle). */
export const IMMORTAL_NAMESPACES: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

export function admitCreate(machine: Machine, served: Served, object: KubeObject, _options: WriteOptions): KubeObject {
  checkNamespace(machine, served, object);
  return served.storage === 'pods' ? withTolerations(object as Pod) : object;
}

export function admitUpdate(
  _machine: Machine,
  served: Served,
  object: KubeObject,
  _previous: KubeObject,
  options: WriteOptions,
): KubeObject {
  return served.storage === 'pods' && options.subresource === undefined ? withTolerations(object as Pod) : object;
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

function tolerates(tolerations: readonly Toleration[], key: string): boolean {
  return tolerations.some((one) => (one.key === key || !one.key) && (one.effect === 'NoExecute' || !one.effect));
}

/** plugin/pkg/admission/defaulttolerationseconds/admission.go. */
function withTolerations(pod: Pod): KubeObject {
  const given = pod.spec?.tolerations ?? [];
  const added = [NOT_READY, UNREACHABLE]
    .filter((key) => !tolerates(given, key))
    .map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: TOLERATION_SECONDS }));
  if (added.length === 0 || pod.spec === undefined) return pod;
  const next: Pod = { ...pod, spec: { ...pod.spec, tolerations: [...given, ...added] } };
  return next;
}
