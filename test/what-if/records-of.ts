// A simulated cluster's objects as the records that a supposition is played on.
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { Job } from 'kubernetes-types/batch/v1';
import type { Namespace, Node, PersistentVolume, PersistentVolumeClaim, Pod, Service } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import {
  projectBudget,
  projectClaim,
  projectNamespace,
  projectService,
  projectStorageClass,
  projectVolume,
} from '#lib/model/records/project-ground.ts';
import { projectNode } from '#lib/model/records/project-node.ts';
import { projectPod } from '#lib/model/records/project-pod.ts';
import {
  projectDaemonSet,
  projectDeployment,
  projectJob,
  projectReplicaSet,
  projectStatefulSet,
} from '#lib/model/records/project-workload.ts';
import type { SupposedCluster } from '#lib/model/what-if/supposed-cluster.ts';
import type { Cluster } from '#lib/sim/index.ts';

export function recordsOf({ store, clock }: Pick<Cluster, 'store' | 'clock'>): SupposedCluster {
  // What the store holds under a resource is of its kind.
  const all = <T>(resource: string) => store.list(resource) as unknown as readonly T[];
  return {
    nowMs: clock.now(),
    nodes: all<Node>('nodes').map(projectNode),
    pods: all<Pod>('pods').map(projectPod),
    workloads: [
      ...all<Deployment>('deployments.apps').map(projectDeployment),
      ...all<StatefulSet>('statefulsets.apps').map(projectStatefulSet),
      ...all<DaemonSet>('daemonsets.apps').map(projectDaemonSet),
      ...all<ReplicaSet>('replicasets.apps')
        .map(projectReplicaSet)
        .filter((record) => record !== null),
      ...all<Job>('jobs.batch').map(projectJob),
    ],
    namespaces: all<Namespace>('namespaces').map(projectNamespace),
    services: all<Service>('services').map(projectService),
    budgets: all<PodDisruptionBudget>('poddisruptionbudgets.policy').map(projectBudget),
    claims: all<PersistentVolumeClaim>('persistentvolumeclaims').map(projectClaim),
    volumes: all<PersistentVolume>('persistentvolumes').map(projectVolume),
    storageClasses: all<StorageClass>('storageclasses.storage.k8s.io').map(projectStorageClass),
    unread: [],
  };
}
