// The namespace controller: empties a namespace that is being deleted, pods first, and then lets it go.
// Mirrors kubernetes pkg/controller/namespace/deletion/{namespaced_resources_deleter.go,status_condition_utils.go}.
import type { Namespace, NamespaceCondition } from 'kubernetes-types/core/v1';
import type { ResourceId, Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { sameMeaning } from '../canonical.ts';
import { type Controller, keysOf, type Located, type Outcome, type View, type Write } from '../controller.ts';

const FINALIZER = 'kubernetes';

/** In the order they are reported: type, and reason and message where there is nothing to say. */
const CONDITIONS = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  ['NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  [
    'NamespaceDeletionContentFailure',
    'ContentDeleted',
    'All content successfully deleted, may be waiting on finalization',
  ],
  ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
  ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
] as const;

interface Remark {
  reason: string;
  message: string;
}

export const namespaceController: Controller = {
  name: 'namespace-controller',
  fieldManager: 'kube-controller-manager',
  *wakes({ type, resource, object }, view) {
    if (resource === 'namespaces') yield object.metadata.name;
    const { namespace } = object.metadata;
    if (namespace === undefined || type === 'ADDED') return;
    if (view.get('namespaces', undefined, namespace)?.metadata.deletionTimestamp !== undefined) yield namespace;
  },
  initialKeys: keysOf('namespaces'),
  reconcile,
};

function reconcile(view: View, name: string): Outcome {
  const namespace = view.get('namespaces', undefined, name);
  if (namespace?.metadata.deletionTimestamp === undefined) return {};
  if (!namespace.spec?.finalizers?.includes(FINALIZER)) return {};
  const content = contentOf(view, name);
  const status = { phase: 'Terminating', conditions: conditions(namespace, content, view.nowMs) };
  const writes: Write[] = [];
  if (!sameMeaning(status, namespace.status ?? {})) {
    writes.push({ op: 'updateStatus', resource: 'namespaces', object: { ...namespace, status } as Namespace });
  }
  if (content.length === 0) return { writes: [...writes, { op: 'finalizeNamespace', name }] };
  // Pods go before anything they may need to end well (OrderedNamespaceDeletion).
  const pods = content.filter(({ resource }) => resource === 'pods');
  for (const { resource, object } of pods.length > 0 ? pods : content) {
    if (object.metadata.deletionTimestamp !== undefined) continue;
    const options = { propagationPolicy: 'Background' as const };
    writes.push({ op: 'delete', resource, namespace: name, name: object.metadata.name, options });
  }
  return { writes };
}

function contentOf(view: View, namespace: string): Located[] {
  return view.resources().flatMap((resource) => {
    // Any resource's objects are stored ones.
    const objects = view.list(resource, namespace) as readonly Stored[];
    return objects.map((object) => ({ resource, object }));
  });
}

function conditions(namespace: Namespace, content: readonly Located[], nowMs: number): NamespaceCondition[] {
  const remarks: Record<string, Remark | null> = {
    NamespaceContentRemaining: contentRemark(content),
    NamespaceFinalizersRemaining: finalizerRemark(content),
  };
  return CONDITIONS.map(([type, okReason, okMessage]) => {
    const remark = remarks[type] ?? null;
    const before = namespace.status?.conditions?.find((condition) => condition.type === type);
    const status = remark === null ? 'False' : 'True';
    const sinceText = before?.status === status ? before.lastTransitionTime : undefined;
    return {
      type,
      status,
      lastTransitionTime: sinceText ?? timestamp(nowMs),
      reason: remark?.reason ?? okReason,
      message: remark?.message ?? okMessage,
    };
  });
}

function contentRemark(content: readonly Located[]): Remark | null {
  const left = content.filter(({ object }) => object.metadata.deletionTimestamp !== undefined);
  if (left.length === 0) return null;
  const counts = tally(left.map(({ resource }) => fullName(resource)));
  const list = counts.map(([resource, count]) => `${resource} has ${count} resource instances`);
  return { reason: 'SomeResourcesRemain', message: `Some resources are remaining: ${list.join(', ')}` };
}

function finalizerRemark(content: readonly Located[]): Remark | null {
  const counts = tally(content.flatMap(({ object }) => object.metadata.finalizers ?? []));
  if (counts.length === 0) return null;
  const list = counts.map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
  const message = `Some content in the namespace has finalizers remaining: ${list.join(', ')}`;
  return { reason: 'SomeFinalizersRemain', message };
}

/** `pods.`, `deployments.apps`: resource, dot, group. */
function fullName(resource: ResourceId): string {
  return resource.includes('.') ? resource : `${resource}.`;
}

function tally(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
