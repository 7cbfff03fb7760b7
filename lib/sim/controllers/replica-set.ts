// The ReplicaSet controller: keeps the wanted number of pods. Mirrors kubernetes pkg/controller/replicaset/replica_set.go.
import type { ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { matchesLabelSelector } from '#lib/rules/label-selector.ts';
import { byDeletionPreference } from '#lib/rules/pod-ranking.ts';
import { availableInMs, isPodActive, isPodReady } from '#lib/rules/pod-readiness.ts';
import { keyOf, type Stored, splitKey } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import { sameMeaning } from './canonical.ts';
import { claim, controllerKey } from './claim.ts';
import type { Controller, EventNote, Outcome, View, Write, WriteFailure } from './controller.ts';
import { controllerOf } from './owner.ts';
import { generatedName, podFromTemplate } from './pod-template.ts';
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
    if (change.resource === 'pods') yield* wokenByPod(change, view);
  },
  *initialKeys(view) {
    for (const { metadata } of view.list(RESOURCE)) yield keyOf(metadata.namespace, metadata.name);
  },
  reconcile,
  failed,
};

function* wokenByPod(change: Change, view: View): Iterable<string> {
  const key = controllerKey(change.object, KIND);
  const previousKey = change.previous && controllerKey(change.previous, KIND);
  if (key !== undefined) yield key;
  if (previousKey !== undefined && previousKey !== key) yield previousKey;
  if (controllerOf(change.object) !== undefined || change.type === 'DELETED') return;
  const { namespace, labels } = change.object.metadata;
  if (change.previous?.metadata.labels === labels && previousKey === undefined) return;
  for (const set of view.list(RESOURCE, namespace)) {
    if (matchesLabelSelector(set.spec?.selector, labels)) yield keyOf(namespace, set.metadata.name);
  }
}

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
  return { writes, ...nextAvailabilityCheck(set, pods.claimed, view.nowMs) };
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
      writes.push(note(set, 'SuccessfulDelete', `Deleted pod: ${name}`));
    }
  }
  return writes;
}

function createPod(view: View, set: Stored<ReplicaSet>): Write[] {
  const pod = podFromTemplate(set.spec?.template ?? {}, set);
  const name = generatedName(`${set.metadata.name}-`, view.random);
  return [
    { op: 'create', resource: 'pods', object: { ...pod, metadata: { ...pod.metadata, name } } },
    note(set, 'SuccessfulCreate', `Created pod: ${name}`),
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

/** With minReadySeconds a pod becomes available by the mere passing of time. */
function nextAvailabilityCheck(set: ReplicaSet, pods: readonly Stored<Pod>[], nowMs: number): Outcome {
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  if (minReadySeconds === 0) return {};
  const waits = pods.filter(isPodReady).map((pod) => availableInMs(pod, minReadySeconds, nowMs) ?? 0);
  const waitMs = Math.min(...waits.filter((ms) => ms > 0));
  return Number.isFinite(waitMs) ? { requeueAfterMs: waitMs } : {};
}

function failed(view: View, key: string, { write, error }: WriteFailure): readonly Write[] {
  const { namespace, name } = splitKey(key);
  const set = view.get(RESOURCE, namespace, name);
  const isLeaving = error.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') === true;
  if (set === undefined || isLeaving || (write.op !== 'create' && write.op !== 'delete')) return [];
  const reason = write.op === 'create' ? 'FailedCreate' : 'FailedDelete';
  const writes = [note(set, reason, `Error ${write.op === 'create' ? 'creating' : 'deleting'}: ${error.message}`)];
  const status = failureStatus(set, reason, error.message, view.nowMs);
  if (!sameMeaning(status, set.status ?? {})) {
    writes.push({ op: 'updateStatus', resource: RESOURCE, object: { ...set, status } as ReplicaSet });
  }
  return writes;
}

function note(about: Stored, reason: string, message: string): Write {
  const type: EventNote['type'] = reason.startsWith('Failed') ? 'Warning' : 'Normal';
  return { op: 'event', event: { about, type, reason, message } };
}
