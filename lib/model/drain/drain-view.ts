// Draining a node: what is asked for, what it would do, and how it goes. `POST /api/nodes/<name>/drain` with a DrainRequest
// answers a DrainPreview, or a DrainView once it runs. Topic `drain/<node>`: key `drain` is a DrainView (absent while none
// was begun since this server started), `pod/<namespace>/<name>` a DrainPodView.
import type { PodRef } from '../overview/overview-view.ts';

/** What somebody has to agree to, as kubectl's flags. */
export interface DrainConsent {
  /** `--force`: pods that no controller makes again. */
  force: boolean;
  /** `--delete-emptydir-data`: pods with data that ends with them. */
  deleteEmptyDirData: boolean;
}

export type DrainRequest =
  | { drain: 'preview'; consent: DrainConsent }
  /** `previewed` is the fingerprint of the preview that was confirmed. */
  | { drain: 'start'; consent: DrainConsent; previewed: string }
  | { drain: 'cancel' };

export interface DrainPreview {
  node: string;
  /** The command that does the same. */
  kubectl: string;
  /** By namespace and name. */
  pods: readonly DrainPodPlan[];
  /** What has to be agreed to for it to begin; empty when it can. */
  missing: readonly (keyof DrainConsent)[];
  /** In words, one line an effect. */
  effects: readonly string[];
  fingerprint: string;
}

export interface DrainPodPlan extends PodRef {
  uid: string;
  /** `Deployment/web`; null for a bare pod. */
  owner: string | null;
  /** Left alone: a DaemonSet's pods come back at once, a static pod is the kubelet's. */
  fate: 'evicted' | 'left';
  /** Why it is left; null for one that is evicted. */
  why: string | null;
  /** Nobody makes another. */
  isLost: boolean;
  /** Data in its emptyDir volumes ends with it. */
  losesData: boolean;
  /** The disruption budget that is in its way now, and why; null where none is. */
  budget: { name: string; why: string } | null;
  /** Other boards that could take the next one now; null where that is not known, or there is no next one. */
  feasibleCount: number | null;
}

export interface DrainView {
  state: 'running' | 'done' | 'cancelled' | 'failed';
  /** ISO 8601, by this server's clock. */
  startedAt: string;
  endedAt: string | null;
  /** Pods that are gone, of all that have to go. */
  goneCount: number;
  podCount: number;
  /** Why it failed; null otherwise. */
  message: string | null;
}

export interface DrainPodView extends PodRef {
  /**
   * `waiting`: not asked yet; `blocked`: refused for now, asked again every few seconds; `ending`: evicted, and not gone yet;
   * `kept`: the drain was cancelled before it was evicted.
   */
  state: 'waiting' | 'blocked' | 'ending' | 'gone' | 'failed' | 'kept';
  /** In the words of the API server; null where it said nothing. */
  message: string | null;
}
