// The Deployment controller: one replica set per template, and the way from one to the next.
// Mirrors kubernetes pkg/controller/deployment/deployment_controller.go.
import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import { keyOf, type Stored, splitKey } from '../../store/object.ts';
import type { Change } from '../../store/store.ts';
import { canonical, sameMeaning } from '../canonical.ts';
import { claim, claimantsOf, controllerKey } from '../claim.ts';
import { type Controller, keysOf, type Outcome, type View, type Write, type WriteFailure } from '../controller.ts';
import { isNamespaceLeaving, note } from '../note.ts';
import { controllerOf } from '../owner.ts';
import { cleanUp, isResized, recreate, resize, rollOver } from './deployment-rollout.ts';
import {
  conditionOf,
  countedStatus,
  hasProgressDeadline,
  newCondition,
  rolloutStatus,
  withCondition,
} from './deployment-status.ts';
import { DeploymentSync } from './deployment-sync.ts';

const RESOURCE = 'deployments.apps';
const SETS = 'replicasets.apps';

export const deploymentController: Controller = {
  name: 'deployment-controller',
  fieldManager: 'kube-controller-manager',
  *wakes(change, view) {
    const { namespace, name } = change.object.metadata;
    if (change.resource === RESOURCE) yield keyOf(namespace, name);
    if (change.resource === SETS) yield* claimantsOf(change, 'Deployment', RESOURCE, view);
    // A Recreate rollout waits for the last old pod, whose set has nothing to report any more.
    if (change.resource === 'pods' && change.type === 'DELETED') yield* wokenByPod(change, view);
  },
  initialKeys: keysOf(RESOURCE),
  reconcile,
  failed,
};

function* wokenByPod(change: Change, view: View): Iterable<string> {
  const owner = controllerOf(change.object);
  const set = owner?.kind === 'ReplicaSet' && view.get(SETS, change.object.metadata.namespace, owner.name);
  const key = set && controllerKey(set, 'Deployment');
  if (key) yield key;
}

function reconcile(view: View, key: string): Outcome {
  const { namespace, name } = splitKey(key);
  const deployment = view.get(RESOURCE, namespace, name);
  if (deployment?.spec === undefined) return {};
  if (canonical(deployment.spec.selector) === '{}') return refuseToSelectAll(deployment);
  const owned = view.ownedBy(SETS, deployment.metadata.uid);
  const orphans = view.orphansIn(SETS, namespace);
  const sets = claim<ReplicaSet>(SETS, deployment, deployment.spec.selector, owned, orphans);
  const sync = new DeploymentSync(view, deployment, sets.claimed, sets.writes);
  if (deployment.metadata.deletionTimestamp !== undefined) {
    sync.syncNewest();
    sync.status = counted(sync);
    return sync.outcome();
  }
  notePause(sync);
  sync.syncNewest();
  if (deployment.spec.paused === true || isResized(sync)) {
    resize(sync);
    if (deployment.spec.paused === true) cleanUp(sync);
    sync.status = counted(sync);
    return sync.outcome();
  }
  if (sync.spec.type === 'Recreate') recreate(sync);
  else rollOver(sync);
  sync.status = sync.isWaitingForSet
    ? counted(sync)
    : rolloutStatus(deployment, sync.status, counted(sync), sync.sets, sync.newest, view.nowMs);
  return sync.outcome();
}

function counted(sync: DeploymentSync) {
  const availableMin = sync.spec.replicas - sync.bounds.unavailable;
  return countedStatus(sync.deployment, sync.status, sync.sets, sync.newest, availableMin, sync.view.nowMs);
}

/** checkPausedConditions: the time of a pause does not count towards the progress deadline. */
function notePause(sync: DeploymentSync): void {
  if (!hasProgressDeadline(sync.deployment)) return;
  const reason = conditionOf(sync.status, 'Progressing')?.reason;
  const isPaused = sync.deployment.spec?.paused === true;
  if (reason === 'ProgressDeadlineExceeded' || isPaused === (reason === 'DeploymentPaused')) return;
  if (isPaused) sync.setProgressing('Unknown', 'DeploymentPaused', 'Deployment is paused');
  else sync.setProgressing('Unknown', 'DeploymentResumed', 'Deployment is resumed');
}

function refuseToSelectAll(deployment: Stored<Deployment>): Outcome {
  const message = 'This deployment is selecting all pods. A non-empty selector is required.';
  const writes = [note(deployment, 'Warning', 'SelectingAll', message)];
  const { generation } = deployment.metadata;
  if (generation !== undefined && (deployment.status?.observedGeneration ?? 0) < generation) {
    const object = { ...deployment, status: { ...deployment.status, observedGeneration: generation } };
    writes.push({ op: 'updateStatus', resource: RESOURCE, object });
  }
  return { writes };
}

/** A replica set that cannot be made is the Deployment's own trouble. */
function failed(view: View, key: string, { write, error }: WriteFailure): readonly Write[] {
  const { namespace, name } = splitKey(key);
  const deployment = view.get(RESOURCE, namespace, name);
  if (deployment === undefined || write.op !== 'create' || isNamespaceLeaving(error)) return [];
  const reason = 'ReplicaSetCreateError';
  const message = `Failed to create new replica set "${write.object.metadata?.name}": ${error.message}`;
  const writes = [note(deployment, 'Warning', reason, message)];
  const condition = newCondition('Progressing', 'False', reason, message, view.nowMs);
  const status = withCondition(deployment.status ?? {}, condition);
  if (hasProgressDeadline(deployment) && !sameMeaning(status, deployment.status ?? {})) {
    writes.push({ op: 'updateStatus', resource: RESOURCE, object: { ...deployment, status } as Deployment });
  }
  return writes;
}
