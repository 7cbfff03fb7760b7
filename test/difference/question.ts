// What is asked of the oracle and of the rules here, and what they answer.
import type { Namespace, Node, PersistentVolume, PersistentVolumeClaim, Pod, Service } from 'kubernetes-types/core/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';

/** Objects as an API server stores them: with their defaults. */
export interface GivenCluster {
  nodes: Node[];
  pods: Pod[];
  namespaces: Namespace[];
  services: Service[];
  persistentVolumes: PersistentVolume[];
  persistentVolumeClaims: PersistentVolumeClaim[];
  storageClasses: StorageClass[];
}

export interface Question {
  cluster: GivenCluster;
  /** Each on its own: none of them takes up room for the others. */
  judge: Pod[];
}

export interface Refusal {
  plugin: string;
  code: string;
  reasons: readonly string[];
}

/** What one attempt to schedule a pod comes to. */
export interface Verdict {
  /** What keeps it from all nodes before any is looked at. */
  preFilter?: Refusal;
  /** By node, in the plugins' order; empty for a node that can take the pod. */
  nodes?: Record<string, Refusal[]>;
  /** By feasible node and plugin, 0 to 100 times the plugin's weight. */
  scores?: Record<string, Record<string, number>>;
  /** Of the FailedScheduling event; empty where a node is feasible. */
  message: string;
}
