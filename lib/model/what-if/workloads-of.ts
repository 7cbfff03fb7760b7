// The workloads of a cluster as a play begins: those that can be read, and those that only their pods tell of.

import { type WorkloadRef, workloadKey } from '../placement/workload-ref.ts';
import { isStatic, workloadOf } from '../placement/workloads.ts';
import { groupBy } from '../records/grouping.ts';
import { PLAIN_REPLACEMENT } from '../records/project-workload.ts';
import type { PodRecord, WorkloadRecord } from '../records/records.ts';
import { hasEnded } from './actor.ts';
import type { SupposedCluster } from './supposed-cluster.ts';
import type { ControllerKind, Workload } from './workload.ts';

/** By the resource that has to be readable for its workloads to be known. */
const RESOURCES: Readonly<Record<string, string>> = {
  Deployment: 'deployments.apps',
  StatefulSet: 'statefulsets.apps',
  DaemonSet: 'daemonsets.apps',
  ReplicaSet: 'replicasets.apps',
  Job: 'jobs.batch',
};

const CONTROLLERS: Readonly<Record<string, ControllerKind>> = {
  Deployment: 'Deployment',
  StatefulSet: 'StatefulSet',
  DaemonSet: 'DaemonSet',
  Job: 'Job',
  ReplicaSet: 'replicas',
  ReplicationController: 'replicas',
  Pod: 'Pod',
};

export function workloadsOf(cluster: SupposedCluster): Map<string, Workload> {
  const pods = groupBy(cluster.pods, (pod) => workloadKey(workloadOf(pod)));
  const workloads = new Map<string, Workload>();
  for (const record of cluster.workloads) {
    const key = workloadKey(record);
    workloads.set(key, readWorkload(key, record, pods.get(key) ?? []));
  }
  for (const [key, group] of pods) {
    const [first] = group;
    if (first === undefined || workloads.has(key)) continue;
    workloads.set(key, guessedWorkload(key, workloadOf(first), group, cluster.unread));
  }
  return workloads;
}

function readWorkload(key: string, record: WorkloadRecord, pods: readonly PodRecord[]): Workload {
  const { kind, namespace, name, ended, desired, suspended, replacement, template, selector } = record;
  const wanted = ended === null && !(kind === 'Job' && suspended) ? (desired ?? 0) : 0;
  return {
    key,
    ref: { kind, namespace, name },
    controller: ended === null ? (CONTROLLERS[kind] ?? 'none') : 'none',
    desired: wanted,
    paused: suspended,
    replacement,
    template,
    selector,
    change: (pod) => pod,
    generation: 0,
    sets: setsOf(kind, wanted, pods),
    failuresLeft: replacement.failuresLeft ?? Number.POSITIVE_INFINITY,
    gaveUp: false,
    made: 0,
  };
}

/** As many as there are now are taken to be wanted; a controller that nothing is known of is taken to do nothing. */
function guessedWorkload(
  key: string,
  ref: WorkloadRef,
  pods: readonly PodRecord[],
  unread: readonly string[],
): Workload {
  const resource = RESOURCES[ref.kind];
  const isKnown = resource === undefined || unread.includes(resource);
  const wanted = pods.filter(isCounted).length;
  return {
    key,
    ref,
    // A static pod is its node's own, and comes back with it.
    controller: isKnown && !pods.some(isStatic) ? (CONTROLLERS[ref.kind] ?? 'none') : 'none',
    desired: wanted,
    paused: false,
    replacement: PLAIN_REPLACEMENT,
    template: null,
    selector: null,
    change: (pod) => pod,
    generation: 0,
    sets: setsOf(ref.kind, wanted, pods),
    failuresLeft: Number.POSITIVE_INFINITY,
    gaveUp: false,
    made: 0,
  };
}

/** In the middle of a rollout a Deployment has several sets: the one with the youngest pod is the newest. */
function setsOf(kind: string, desired: number, pods: readonly PodRecord[]): Map<number, number> {
  if (kind !== 'Deployment') return new Map([[0, desired]]);
  const counts = new Map<number, number>();
  const sets = setsByOwner(pods);
  for (const { owner } of pods.filter(isCounted)) {
    const set = sets.get(owner?.name ?? '') ?? 0;
    counts.set(set, (counts.get(set) ?? 0) + 1);
  }
  if (counts.size <= 1) return new Map([[0, desired]]);
  if (!counts.has(0)) counts.set(0, 0);
  return counts;
}

/** By name of the owner, of one workload's pods: 0 for a Deployment's newest set, -1, -2, ... for older ones. */
export function setsByOwner(siblings: readonly PodRecord[]): ReadonlyMap<string, number> {
  const [first] = siblings;
  if (first === undefined || workloadOf(first).kind !== 'Deployment') return new Map();
  const youngest = new Map<string, string>();
  for (const { owner, createdAt } of siblings.filter(isCounted)) {
    const name = owner?.name ?? '';
    if (createdAt > (youngest.get(name) ?? '')) youngest.set(name, createdAt);
  }
  const names = [...youngest.keys()].sort((a, b) => compare(youngest.get(b) ?? '', youngest.get(a) ?? ''));
  return new Map(names.map((name, index) => [name, index === 0 ? 0 : -index]));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isCounted(pod: PodRecord): boolean {
  return pod.deletionAt === null && !hasEnded(pod);
}
