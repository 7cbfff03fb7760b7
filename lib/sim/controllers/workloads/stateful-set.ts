// The StatefulSet controller: pods with names that last. Mirrors kubernetes pkg/controller/statefulset/stateful_set.go.
import type { ControllerRevision, StatefulSet, StatefulSetStatus } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { isPodAvailable, nextAvailableInMs } from '#lib/rules/pods/pod-readiness.ts';
import { keyOf, type Stored, splitKey } from '../../store/object.ts';
import { sameMeaning } from '../canonical.ts';
import { claim, claimantsOf } from '../claim.ts';
import { type Controller, keysOf, type Outcome, type View, type Write, type WriteFailure } from '../controller.ts';
import { nonZero } from '../non-zero.ts';
import { isNamespaceLeaving, note } from '../note.ts';
import { claimRetention } from './claim-retention.ts';
import { dropRevisions, nameOf, type Revisions, syncRevisions, templateIn } from './revisions.ts';
import { isRunningAndReady, isTerminating, type StatefulPlan, statefulPlan } from './stateful-set-plan.ts';
import { claimsOf, newPod, ordinalOf, partitionOf, podName, revisionOf, startOrdinal } from './stateful-set-pods.ts';

const KIND = 'StatefulSet';
const RESOURCE = 'statefulsets.apps';
const HASH_LABEL = 'controller.kubernetes.io/hash';
const HISTORY_DEFAULT = 10;

export const statefulSetController: Controller = {
  name: 'statefulset-controller',
  fieldManager: 'kube-controller-manager',
  *wakes(change, view) {
    const { namespace, name } = change.object.metadata;
    if (change.resource === RESOURCE) yield keyOf(namespace, name);
    if (change.resource === 'pods') yield* claimantsOf(change, KIND, RESOURCE, view);
  },
  initialKeys: keysOf(RESOURCE),
  reconcile,
  failed,
};

function reconcile(view: View, key: string): Outcome {
  const { namespace, name } = splitKey(key);
  const set = view.get(RESOURCE, namespace, name);
  if (set?.spec === undefined) return {};
  const isMember = (pod: Stored<Pod>) => ordinalOf(set, pod) !== null;
  const owned = view.ownedBy('pods', set.metadata.uid).filter(isMember);
  const orphans = view.orphansIn('pods', namespace).filter(isMember);
  const pods = claim<Pod>('pods', set, set.spec.selector, owned, orphans);
  const revisions = syncRevisions(view, {
    owner: set,
    selector: set.spec.selector,
    template: set.spec.template,
    hashLabel: HASH_LABEL,
    collisionCount: set.status?.collisionCount ?? 0,
    firstHash: hashIn(set, owned.map(revisionOf).find(Boolean) ?? ''),
  });
  const update = nameOf(revisions.current);
  if (revisions.isTaken) return { writes: [...pods.writes, collision(set)] };
  const current = revisions.old.find((revision) => nameOf(revision) === set.status?.currentRevision);
  const currentRevision = current ?? revisions.current;
  const scene = { set, pods: pods.claimed, updateRevision: update, nowMs: view.nowMs };
  const isLeaving = set.metadata.deletionTimestamp !== undefined;
  const plan = isLeaving ? { start: [], end: [], outdated: 0 } : statefulPlan(scene);
  const status = statusOf(set, pods.claimed, nameOf(currentRevision), update, plan, view.nowMs);
  const retention = isLeaving ? [] : claimRetention(view, set, pods.claimed);
  const changes = carryOut(view, set, plan, currentRevision, revisions);
  const writes = [...pods.writes, ...revisions.writes, ...retention, ...changes];
  writes.push(...cleanUp(set, pods.claimed, revisions, nameOf(currentRevision)));
  if (!sameMeaning(status, set.status ?? {})) {
    writes.push({ op: 'updateStatus', resource: RESOURCE, object: { ...set, status } as StatefulSet });
  }
  const waitMs = nextAvailableInMs(pods.claimed, set.spec.minReadySeconds ?? 0, view.nowMs);
  return { writes, ...(waitMs === null ? {} : { requeueAfterMs: waitMs }) };
}

function carryOut(
  view: View,
  set: Stored<StatefulSet>,
  plan: StatefulPlan,
  current: ControllerRevision,
  revisions: Revisions,
): Write[] {
  const writes: Write[] = [];
  const template = set.spec?.template ?? {};
  for (const ordinal of plan.start) {
    const name = podName(set, ordinal);
    for (const object of claimsOf(set, ordinal)) {
      const { namespace, name: claimName = '' } = object.metadata ?? {};
      if (view.get('persistentvolumeclaims', namespace, claimName) !== undefined) continue;
      writes.push({ op: 'create', resource: 'persistentvolumeclaims', object });
      const what = `Create Claim ${claimName} Pod ${name} in StatefulSet ${set.metadata.name} success`;
      writes.push(note(set, 'Normal', 'SuccessfulCreate', what));
    }
    const isCurrent = startsAsCurrent(set, ordinal);
    const pod = isCurrent
      ? newPod(set, templateIn(current, template), nameOf(current), ordinal)
      : newPod(set, template, nameOf(revisions.current), ordinal);
    writes.push({ op: 'create', resource: 'pods', object: pod });
    writes.push(note(set, 'Normal', 'SuccessfulCreate', podMessage('Create', name, set, 'successful')));
  }
  for (const { metadata } of plan.end) {
    writes.push({ op: 'delete', resource: 'pods', namespace: metadata.namespace ?? '', name: metadata.name });
    writes.push(note(set, 'Normal', 'SuccessfulDelete', podMessage('Delete', metadata.name, set, 'successful')));
  }
  return writes;
}

/** newVersionedStatefulSetPod: below the partition a lost pod comes back as it was. */
function startsAsCurrent(set: StatefulSet, ordinal: number): boolean {
  const strategy = set.spec?.updateStrategy;
  if (strategy?.rollingUpdate !== undefined) return ordinal < startOrdinal(set) + partitionOf(set);
  return strategy?.type === 'RollingUpdate' && ordinal < startOrdinal(set) + (set.status?.currentReplicas ?? 0);
}

function statusOf(
  set: Stored<StatefulSet>,
  pods: readonly Stored<Pod>[],
  currentRevision: string,
  updateRevision: string,
  plan: StatefulPlan,
  nowMs: number,
): StatefulSetStatus {
  const ready = pods.filter(isRunningAndReady);
  const available = ready.filter((pod) => isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs));
  const staying = pods.filter((pod) => !isTerminating(pod));
  const count = (revision: string) => staying.filter((pod) => revisionOf(pod) === revision).length;
  const updated = count(updateRevision);
  const replicas = set.spec?.replicas ?? 1;
  // completeUpdate: the new revision is the current one once everything has it.
  const isComplete = updated === replicas && ready.length === replicas && pods.length === replicas;
  const conditions = set.status?.conditions;
  return {
    ...nonZero('observedGeneration', set.metadata.generation ?? 0),
    replicas: pods.length,
    ...nonZero('readyReplicas', ready.length),
    ...nonZero('currentReplicas', isComplete ? updated : count(currentRevision) - plan.outdated),
    ...nonZero('updatedReplicas', updated),
    currentRevision: isComplete ? updateRevision : currentRevision,
    updateRevision,
    collisionCount: set.status?.collisionCount ?? 0,
    availableReplicas: available.length,
    ...(conditions === undefined ? {} : { conditions }),
  };
}

/** truncateHistory */
function cleanUp(set: StatefulSet, pods: readonly Pod[], { current, old }: Revisions, currentRevision: string) {
  const live = new Set([...pods.map(revisionOf), currentRevision, nameOf(current)]);
  const isLive = (revision: ControllerRevision) => live.has(nameOf(revision));
  const historic = old.filter((revision) => !isLive(revision)).length;
  return dropRevisions(old, isLive, historic - (set.spec?.revisionHistoryLimit ?? HISTORY_DEFAULT));
}

/** The part of a revision's name after the set's own. */
function hashIn(set: Stored<StatefulSet>, revision: string): string | undefined {
  const prefix = `${set.metadata.name}-`;
  return revision.startsWith(prefix) ? revision.slice(prefix.length) : undefined;
}

function collision(set: Stored<StatefulSet>): Write {
  const status = { ...set.status, collisionCount: (set.status?.collisionCount ?? 0) + 1 } as StatefulSetStatus;
  return { op: 'updateStatus', resource: RESOURCE, object: { ...set, status } as StatefulSet };
}

function failed(view: View, key: string, { write, error }: WriteFailure): readonly Write[] {
  const { namespace, name } = splitKey(key);
  const set = view.get(RESOURCE, namespace, name);
  if (set === undefined || write.op !== 'create' || isNamespaceLeaving(error)) return [];
  const object = write.object.metadata?.name ?? '';
  const message =
    write.resource === 'pods'
      ? podMessage('Create', object, set, `failed error: ${error.message}`)
      : `Create ${write.object.kind} ${object} in StatefulSet ${set.metadata.name} failed error: ${error.message}`;
  return [note(set, 'Warning', 'FailedCreate', message)];
}

function podMessage(verb: 'Create' | 'Delete', pod: string, set: Stored, outcome: string): string {
  return `${verb} Pod ${pod} in StatefulSet ${set.metadata.name} ${outcome}`;
}
