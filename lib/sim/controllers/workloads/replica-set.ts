// The ReplicaSet controller: keeps the wanted number of pods. Mirrors kubernetes pkg/controller/replicaset/replica_set.go.
// It runs ReplicationControllers too, which are sets with a plainer selector, as pkg/controller/replication has it.
import type { ReplicaSet, ReplicaSetStatus } from 'kubernetes-types/apps/v1';
import type { Pod, ReplicationController } from 'kubernetes-types/core/v1';
import { byDeletionPreference } from '#lib/rules/pods/pod-ranking.ts';
import { isPodActive, nextAvailableInMs } from '#lib/rules/pods/pod-readiness.ts';
import { type KubeObject, keyOf, type Stored, splitKey } from '../../store/object.ts';
import { sameMeaning } from '../canonical.ts';
import { claim, claimantsOf } from '../claim.ts';
import { type Controller, keysOf, type Outcome, type View, type Write, type WriteFailure } from '../controller.ts';
import { isNamespaceLeaving, note } from '../note.ts';
import { controllerOf } from '../owner.ts';
import { podFromTemplate } from '../pod-template.ts';
import { failureStatus, replicaSetStatus } from './replica-set-status.ts';

/** BurstReplicas: pods made or deleted by one reconciliation. */
const BURST_MAX = 500;

interface ReplicaKind {
  controller: string;
  kind: string;
  resource: 'replicasets.apps' | 'replicationcontrollers';
  /** The object as a ReplicaSet. */
  get(view: View, namespace: string, name: string): Stored<ReplicaSet> | undefined;
}

export const replicaSetController = controllerOfKind({
  controller: 'replicaset-controller',
  kind: 'ReplicaSet',
  resource: 'replicasets.apps',
  get: (view, namespace, name) => view.get('replicasets.apps', namespace, name),
});

export const replicationController = controllerOfKind({
  controller: 'replication-controller',
  kind: 'ReplicationController',
  resource: 'replicationcontrollers',
  get(view, namespace, name) {
    const object = view.get('replicationcontrollers', namespace, name);
    return object === undefined ? undefined : asReplicaSet(object);
  },
});

/** pkg/controller/replication/conversion.go */
function asReplicaSet(object: Stored<ReplicationController>): Stored<ReplicaSet> {
  const { spec, ...rest } = object;
  if (spec === undefined) return rest as unknown as Stored<ReplicaSet>;
  const { selector = {}, ...others } = spec;
  return { ...rest, spec: { ...others, selector: { matchLabels: selector } } } as unknown as Stored<ReplicaSet>;
}

function controllerOfKind(of: ReplicaKind): Controller {
  const { controller, kind, resource } = of;
  return {
    name: controller,
    fieldManager: 'kube-controller-manager',
    *wakes(change, view) {
      const { namespace, name } = change.object.metadata;
      if (change.resource === resource) yield keyOf(namespace, name);
      if (change.resource === 'pods') yield* claimantsOf(change, kind, resource, view);
    },
    initialKeys: keysOf(resource),
    reconcile: (view, key) => reconcile(of, view, key),
    failed: (view, key, failure) => failed(of, view, key, failure),
  };
}

function reconcile(of: ReplicaKind, view: View, key: string): Outcome {
  const { namespace, name } = splitKey(key);
  const set = of.get(view, namespace, name);
  if (set?.spec === undefined) return {};
  const owned = view.ownedBy('pods', set.metadata.uid);
  const orphans = view.orphansIn('pods', namespace).filter(isPodActive);
  const pods = claim<Pod>('pods', set, set.spec.selector, owned.filter(isPodActive), orphans);
  const writes: Write[] = [...pods.writes];
  if (set.metadata.deletionTimestamp === undefined) writes.push(...manageReplicas(view, of, set, pods.claimed));
  const status = replicaSetStatus(set, pods.claimed, owned, view.nowMs);
  // What only sets have is not part of the other kind, which drops it at every write.
  const { terminatingReplicas: _, ...plain } = status;
  const kept = of.resource === 'replicasets.apps' ? status : plain;
  if (!sameMeaning(kept, set.status ?? {})) writes.push(statusWrite(of, view, set, kept));
  const waitMs = nextAvailableInMs(pods.claimed, set.spec.minReadySeconds ?? 0, view.nowMs);
  return { writes, ...(waitMs === null ? {} : { requeueAfterMs: waitMs }) };
}

/** On the object as it is stored, not as a set. */
function statusWrite({ resource }: ReplicaKind, view: View, set: Stored<ReplicaSet>, status: ReplicaSetStatus): Write {
  const object: KubeObject | undefined = view.get(resource, set.metadata.namespace, set.metadata.name);
  return { op: 'updateStatus', resource, object: { ...object, status } as KubeObject };
}

function manageReplicas(view: View, of: ReplicaKind, set: Stored<ReplicaSet>, pods: readonly Stored<Pod>[]): Write[] {
  const missing = (set.spec?.replicas ?? 1) - pods.length;
  const writes: Write[] = [];
  for (let made = 0; made < Math.min(missing, BURST_MAX); made++) writes.push(...createPod(view, set));
  const surplus = Math.min(-missing, BURST_MAX);
  if (surplus > 0) {
    for (const pod of podsToDelete(view, of, set, pods, surplus)) {
      const { namespace = '', name } = pod.metadata;
      writes.push({ op: 'delete', resource: 'pods', namespace, name });
      writes.push(note(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`));
    }
  }
  return writes;
}

function createPod(view: View, set: Stored<ReplicaSet>): Write[] {
  const pod = podFromTemplate(set.spec?.template ?? {}, set);
  const name = view.random.nameFrom(`${set.metadata.name}-`);
  return [
    { op: 'create', resource: 'pods', object: { ...pod, metadata: { ...pod.metadata, name } } },
    note(set, 'Normal', 'SuccessfulCreate', `Created pod: ${name}`),
  ];
}

/** getPodsToDelete: pods that share a node with many of their kind go early; their kind includes sibling sets' pods. */
function podsToDelete(
  view: View,
  of: ReplicaKind,
  set: Stored<ReplicaSet>,
  pods: readonly Stored<Pod>[],
  count: number,
): readonly Stored<Pod>[] {
  if (count >= pods.length) return pods;
  const owner = controllerOf(set);
  const siblings: readonly Stored[] = owner === undefined ? [set] : view.ownedBy(of.resource, owner.uid);
  const colocated = new Map<string, number>();
  for (const sibling of siblings) {
    for (const pod of view.ownedBy('pods', sibling.metadata.uid).filter(isPodActive)) {
      const node = pod.spec?.nodeName ?? '';
      colocated.set(node, (colocated.get(node) ?? 0) + 1);
    }
  }
  return byDeletionPreference(pods, colocated, view.nowMs).slice(0, count);
}

function failed(of: ReplicaKind, view: View, key: string, { write, error }: WriteFailure): readonly Write[] {
  const { namespace, name } = splitKey(key);
  const set = of.get(view, namespace, name);
  if (set === undefined || isNamespaceLeaving(error) || (write.op !== 'create' && write.op !== 'delete')) return [];
  const reason = write.op === 'create' ? 'FailedCreate' : 'FailedDelete';
  const writes = [
    note(set, 'Warning', reason, `Error ${write.op === 'create' ? 'creating' : 'deleting'}: ${error.message}`),
  ];
  // What was made before counts all the same.
  const owned = view.ownedBy('pods', set.metadata.uid);
  const counted = replicaSetStatus(set, owned.filter(isPodActive), owned, view.nowMs);
  const { conditions = [] } = set.status ?? {};
  const status = failureStatus({ ...set, status: { ...counted, conditions } }, reason, error.message, view.nowMs);
  if (!sameMeaning(status, set.status ?? {})) writes.push(statusWrite(of, view, set, status));
  return writes;
}
