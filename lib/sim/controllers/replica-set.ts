// The ReplicaSet controller: keeps the wanted number of pods. Mirrors kubernetes pkg/controller/replicaset/replica_set.go.
import type { ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { byDeletionPreference } from '#lib/rules/pod-ranking.ts';
import { isPodActive, nextAvailableInMs } from '#lib/rules/pod-readiness.ts';
import { keyOf, type Stored, splitKey } from '../store/object.ts';
import { sameMeaning } from './canonical.ts';
import { claim, claimantsOf } from './claim.ts';
import type { Controller, Outcome, View, Write, WriteFailure } from './controller.ts';
import { isNamespaceLeaving, note } from './note.ts';
import { controllerOf } from './owner.ts';
import { podFromTemplate } from './pod-template.ts';
import { failureStatus, replicaSetStatus } from './replica-set-status.ts';

const KIND = 'ReplicaSet';
const RESOURCE = 'replicasets.apps';

/** BurstReplicas: pods made or deleted by one reconciliation. */
const BURST_MAX = 500;

export const replicaSetController: Controller = {
  name: 'replicaset-controller',
  fieldManager: 'kube-controller-manager',
  *wakes(change, view) {
    const { namespace, name } = change.object.metadata;
    if (change.resource === RESOURCE) yield keyOf(namespace, name);
    if (change.resource === 'pods') yield* claimantsOf(change, KIND, RESOURCE, view);
  },
  *initialKeys(view) {
    for (const { metadata } of view.list(RESOURCE)) yield keyOf(metadata.namespace, metadata.name);
  },
  reconcile,
  failed,
};

function reconcile(view: View, key: string): Outcome {
  const { namespace, name } = splitKey(key);
  const set = view.get(RESOURCE, namespace, name);
  if (set?.spec === undefined) return {};
  const owned = view.ownedBy('pods', set.metadata.uid);
  const orphans = view.orphansIn('pods', namespace).filter(isPodActive);
  const pods = claim<Pod>('pods', set, set.spec.selector, owned.filter(isPodActive), orphans);
  const writes: Write[] = [...pods.writes];
  if (set.metadata.deletionTimestamp === undefined) writes.push(...manageReplicas(view, set, pods.claimed));
  const status = replicaSetStatus(set, pods.claimed, owned, view.nowMs);
  if (!sameMeaning(status, set.status ?? {})) {
    writes.push({ op: 'updateStatus', resource: RESOURCE, object: { ...set, status } as ReplicaSet });
  }
  const waitMs = nextAvailableInMs(pods.claimed, set.spec.minReadySeconds ?? 0, view.nowMs);
  return { writes, ...(waitMs === null ? {} : { requeueAfterMs: waitMs }) };
}

function manageReplicas(view: View, set: Stored<ReplicaSet>, pods: readonly Stored<Pod>[]): Write[] {
  const missing = (set.spec?.replicas ?? 1) - pods.length;
  const writes: Write[] = [];
  for (let made = 0; made < Math.min(missing, BURST_MAX); made++) writes.push(...createPod(view, set));
  const surplus = Math.min(-missing, BURST_MAX);
  if (surplus > 0) {
    for (const pod of podsToDelete(view, set, pods, surplus)) {
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
function podsToDelete(view: View, set: Stored<ReplicaSet>, pods: readonly Stored<Pod>[], count: number) {
  if (count >= pods.length) return pods;
  const owner = controllerOf(set);
  const siblings = owner === undefined ? [set] : view.ownedBy(RESOURCE, owner.uid);
  const colocated = new Map<string, number>();
  for (const sibling of siblings) {
    for (const pod of view.ownedBy('pods', sibling.metadata.uid).filter(isPodActive)) {
      const node = pod.spec?.nodeName ?? '';
      colocated.set(node, (colocated.get(node) ?? 0) + 1);
    }
  }
  return byDeletionPreference(pods, colocated, view.nowMs).slice(0, count);
}

function failed(view: View, key: string, { write, error }: WriteFailure): readonly Write[] {
  const { namespace, name } = splitKey(key);
  const set = view.get(RESOURCE, namespace, name);
  if (set === undefined || isNamespaceLeaving(error) || (write.op !== 'create' && write.op !== 'delete')) return [];
  const reason = write.op === 'create' ? 'FailedCreate' : 'FailedDelete';
  const writes = [
    note(set, 'Warning', reason, `Error ${write.op === 'create' ? 'creating' : 'deleting'}: ${error.message}`),
  ];
  const status = failureStatus(set, reason, error.message, view.nowMs);
  if (!sameMeaning(status, set.status ?? {})) {
    writes.push({ op: 'updateStatus', resource: RESOURCE, object: { ...set, status } as ReplicaSet });
  }
  return writes;
}
