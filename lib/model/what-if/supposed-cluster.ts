// What a supposition is played on: the cluster as it is now, as records.
import type { PlatformsOf } from '../images/platform-knowledge.ts';
import type {
  BudgetRecord,
  ClaimRecord,
  NamespaceRecord,
  NodeRecord,
  PodRecord,
  ServiceRecord,
  StorageClassRecord,
  VolumeRecord,
  WorkloadRecord,
} from '../records/records.ts';

export interface SupposedCluster {
  /** Of the cluster's own clock, milliseconds since the epoch. */
  nowMs: number;
  nodes: readonly NodeRecord[];
  pods: readonly PodRecord[];
  workloads: readonly WorkloadRecord[];
  namespaces: readonly NamespaceRecord[];
  services: readonly ServiceRecord[];
  budgets: readonly BudgetRecord[];
  claims: readonly ClaimRecord[];
  volumes: readonly VolumeRecord[];
  storageClasses: readonly StorageClassRecord[];
  /** Resources that may not be read, as RBAC names them: what there is of them is not known. */
  unread: readonly string[];
  /** What is known of images; left out where nobody asks. */
  platformsOf?: PlatformsOf;
}
