// A supposition and its consequences. `POST /api/what-if` with a WhatIfRequest answers a WhatIfView; nothing is changed.
import type { SupposableAction } from '../actions/cluster-action.ts';
import type { BoardView, PodRef } from '../overview/overview-view.ts';
import type { WorkloadRef } from './workload-ref.ts';

/** What can be supposed: any action, a board that is unplugged, or one that comes back. */
export type Supposition =
  | { suppose: 'action'; action: SupposableAction }
  | { suppose: 'unplug'; node: string }
  | { suppose: 'plug-in'; node: string };

/** So many are played together. */
export const SUPPOSITIONS_MAX = 10;

export interface WhatIfRequest {
  /** At most SUPPOSITIONS_MAX. */
  suppositions: readonly Supposition[];
}

export interface WhatIfView {
  /** Boards with their pods, before and after: drawn side by side. */
  before: readonly BoardView[];
  after: readonly BoardView[];
  pods: readonly PodFate[];
  /** One plain sentence each, the gravest first. */
  summary: readonly string[];
  /** The commands that make it so, in order; none for pulling a plug. */
  kubectl: readonly string[];
  /** The same as actions; empty where it cannot be done from here. */
  actions: readonly SupposableAction[];
  /** What is not modelled and may come out otherwise, each in one sentence. */
  notModelled: readonly string[];
}

/** What becomes of one pod: only those that something happens to. */
export interface PodFate extends PodRef {
  owner: WorkloadRef;
  /**
   * `moves`: it ends and its controller's next one lands on `to`, which may be where it was; `stuck`: its next one, or without
   * `from` one that is added, stays Pending for `reason`; `held`: it goes on running, as the one that is to replace it stays
   * Pending for `reason`; `lost`: it ends and nobody makes another; `stays-down`: it cannot be reached, and is not replaced (a
   * DaemonSet's, a static pod, a StatefulSet's that nobody knows to have ended); `placed`: it was Pending and lands on `to`;
   * `added`, `removed`: by scaling, or by a DaemonSet that comes to a node.
   */
  fate: FateKind;
  from: string | null;
  to: string | null;
  /** When, in seconds from the change; 0 is at once. */
  afterSeconds: number;
  reason: string | null;
  /** It would happen without the change as well. */
  anyway: boolean;
  /**
   * Other nodes it may land on instead, NOWHERE for none: the scheduler takes any of equals, and programs start and stop as
   * they like. Of one that is removed where another may be instead. Empty where chance has no part in it.
   */
  orElse: readonly string[];
}

export type FateKind = 'moves' | 'stuck' | 'held' | 'lost' | 'stays-down' | 'placed' | 'added' | 'removed';

/** In `orElse`: it may stay Pending. */
export const NOWHERE = 'Pending';
