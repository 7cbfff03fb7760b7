// How a Deployment moves its pods: rolling, recreating, resizing, cleaning up.
// Mirrors kubernetes pkg/controller/deployment/{rolling.go,recreate.go,sync.go}.

import type { ReplicaSet } from 'kubernetes-types/apps/v1';
import { isPodActive, isPodTerminating } from '#lib/rules/pods/pod-readiness.ts';
import { newReplicaSetSize, proportionalSizes, type SetSize, shrinkSteps } from '#lib/rules/rollout.ts';
import type { Stored } from '../../store/object.ts';
import { controllerOf } from '../owner.ts';
import { desiredReplicasOf, maxReplicasOf, newReplicaSet, revisionOf, templateText } from './deployment-revisions.ts';
import { isComplete } from './deployment-status.ts';
import { type DeploymentSync, sizeOf } from './deployment-sync.ts';

export function rollOver(sync: DeploymentSync): void {
  const newest = sync.newest;
  if (newest === undefined) {
    createNewest(sync);
    return;
  }
  const total = sync.sets.reduce((sum, set) => sum + sizeOf(set), 0);
  const size =
    sizeOf(newest) > sync.spec.replicas ? sync.spec.replicas : newReplicaSetSize(sync.spec, sizeOf(newest), total);
  if (sync.scale(newest.metadata.name, size)) return;
  const active = sync.old.filter((set) => sizeOf(set) > 0).map(asSetSize);
  const steps = shrinkSteps(sync.spec, active, asSetSize(newest));
  for (const step of steps) sync.scale(step.name, step.replicas);
  if (steps.length === 0 && isComplete(sync.deployment, sync.deployment.status)) cleanUp(sync);
}

export function recreate(sync: DeploymentSync): void {
  const active = sync.old.filter((set) => sizeOf(set) > 0);
  if (active.filter((set) => sync.scale(set.metadata.name, 0)).length > 0) return;
  if (sync.old.some((set) => hasPods(sync, set))) return;
  if (sync.newest === undefined) {
    createNewest(sync);
    return;
  }
  sync.scale(sync.newest.metadata.name, sync.spec.replicas);
  if (isComplete(sync.deployment, sync.deployment.status)) cleanUp(sync);
}

/** isScalingEvent: the Deployment was resized since its sets last heard how many it wants. */
export function isResized(sync: DeploymentSync): boolean {
  return sync.active.some((set) => {
    const desired = desiredReplicasOf(set);
    return desired !== null && desired !== sync.spec.replicas;
  });
}

/** `scale` of sync.go: what a resize means for the sets there are, without a rollout. */
export function resize(sync: DeploymentSync): void {
  const active = sync.active;
  if (active.length <= 1) {
    const only = active[0] ?? sync.newest ?? sync.old.at(-1);
    if (only !== undefined) sync.scale(only.metadata.name, sync.spec.replicas);
    return;
  }
  if (isSaturated(sync)) {
    for (const set of sync.old.filter((old) => sizeOf(old) > 0)) sync.scale(set.metadata.name, 0);
    return;
  }
  if (sync.spec.type === 'Recreate') return;
  const sizes = proportionalSizes(
    sync.spec,
    active.map((set) => ({
      name: set.metadata.name,
      replicas: sizeOf(set),
      maxReplicasBefore: maxReplicasOf(set),
      creationMs: Date.parse(set.metadata.creationTimestamp),
    })),
    sync.deployment.status?.replicas ?? 0,
  );
  for (const [name, size] of sizes) sync.scale(name, size, true);
}

/** cleanupDeployment: sets beyond revisionHistoryLimit go, the oldest revisions first, if nothing is left in them. */
export function cleanUp(sync: DeploymentSync): void {
  const limit = sync.deployment.spec?.revisionHistoryLimit;
  if (limit === undefined) return;
  const alive = sync.old.filter((set) => set.metadata.deletionTimestamp === undefined);
  const surplus = alive.sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, alive.length - limit));
  for (const set of surplus) {
    const isSettled = (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0);
    if (isSettled && sizeOf(set) === 0 && (set.status?.replicas ?? 0) === 0) sync.deleteSet(set);
  }
}

function createNewest(sync: DeploymentSync): void {
  const set = newReplicaSet(sync.deployment);
  const existing = sync.view.get('replicasets.apps', set.metadata?.namespace, set.metadata?.name ?? '');
  if (existing !== undefined) {
    // Another template with the same hash, or a set of somebody else: the count makes the next hash differ.
    const isOurs =
      controllerOf(existing)?.uid === sync.deployment.metadata.uid &&
      templateText(existing.spec?.template) === templateText(sync.deployment.spec?.template);
    if (!isOurs) sync.status = { ...sync.status, collisionCount: (sync.status.collisionCount ?? 0) + 1 };
    return;
  }
  const total = sync.old.reduce((sum, old) => sum + sizeOf(old), 0);
  sync.createSet(set, newReplicaSetSize(sync.spec, 0, total));
}

function isSaturated(sync: DeploymentSync): boolean {
  const { newest, spec } = sync;
  if (newest === undefined || desiredReplicasOf(newest) !== spec.replicas) return false;
  return sizeOf(newest) === spec.replicas && newest.status?.availableReplicas === spec.replicas;
}

/** oldPodsRunning: Recreate waits for the very last old pod, also one on its way out. */
function hasPods(sync: DeploymentSync, set: Stored<ReplicaSet>): boolean {
  if ((set.status?.replicas ?? 0) > 0) return true;
  return sync.view.ownedBy('pods', set.metadata.uid).some((pod) => isPodActive(pod) || isPodTerminating(pod));
}

function asSetSize(set: Stored<ReplicaSet>): SetSize {
  return { name: set.metadata.name, replicas: sizeOf(set), available: set.status?.availableReplicas ?? 0 };
}
