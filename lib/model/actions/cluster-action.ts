// Whatever a person can do to the cluster, and what the server answers: a dry run first, then the same for real.
import type { Affinity, Toleration } from 'kubernetes-types/core/v1';
import type { PodRef } from '../overview/overview-view.ts';
import type { WorkloadRef } from '../placement/workload-ref.ts';
import type { AutoscalerAction } from './autoscaler-action.ts';
import type { NodeAction } from './node-action.ts';

/** Where a workload's pods may land: these fields of its pod template, each replaced as a whole; null removes it. */
export interface PlacementFields {
  nodeSelector: Readonly<Record<string, string>> | null;
  affinity: Affinity | null;
  tolerations: readonly Toleration[] | null;
}

export type WorkloadAction =
  | { action: 'place'; workload: WorkloadRef; placement: PlacementFields }
  | { action: 'scale'; workload: WorkloadRef; replicas: number }
  /** Quantities as Kubernetes writes them; null removes the request. */
  | { action: 'request'; workload: WorkloadRef; container: string; requests: Readonly<Record<string, string | null>> }
  | { action: 'image'; workload: WorkloadRef; container: string; image: string };

export type PodAction = { action: 'delete-pod'; pod: PodRef };

/** What can be supposed of a cluster as well. */
export type SupposableAction = NodeAction | WorkloadAction | PodAction;

export type ClusterAction = SupposableAction | AutoscalerAction;

/** Body of `POST /api/actions`. Errors are a Kubernetes Status. */
export interface ActionRequest {
  action: ClusterAction;
  /** Asks the API server what would happen, and changes nothing. */
  dryRun: boolean;
  /** What the preview that was confirmed said it would do; where it would now do something else, it is a Conflict. */
  previewed?: string;
}

export interface ActionResult {
  /** The command that does the same. */
  kubectl: string;
  applied: boolean;
  /** False when it is already so: there is nothing to do. */
  changes: boolean;
  /** In words, one line an effect: `adds taint a=b:NoSchedule`. */
  effects: readonly string[];
  /**
   * What is likely to come of it, by what is measured now: it changes by the second, so it is no part of what is confirmed.
   * Of a dry run only; empty where nothing more can be said.
   */
  forecast: readonly string[];
  /** Pods that have to leave (with the seconds they may stay; 0 is at once). */
  evicts: readonly (PodRef & { afterSeconds: number })[];
  /** Stands for the effects and the evicted pods, to be sent back as `previewed`. */
  fingerprint: string;
  /** What takes it back; null where nothing changed, or nothing can. */
  undo: ClusterAction | null;
}
