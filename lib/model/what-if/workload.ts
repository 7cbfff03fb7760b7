// A workload in a play: how many pods it wants, of which template, and what its controller has decided so far.
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { WorkloadRef } from '../placement/workload-ref.ts';
import type { PodRecord, ReplacementRecord } from '../records/records.ts';

/** Who looks after it; `none` makes no other pods, `replicas` is a count of pods without rollouts. */
export type ControllerKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'replicas' | 'Pod' | 'none';

export type TemplateChange = (template: PodRecord) => PodRecord;

export interface Workload {
  readonly key: string;
  readonly ref: WorkloadRef;
  readonly controller: ControllerKind;
  /** Pods it wants; of no meaning for a DaemonSet. */
  desired: number;
  readonly paused: boolean;
  readonly replacement: ReplacementRecord;
  /** As it is now; null where it cannot be read: then its pods say what they are made of. */
  readonly template: PodRecord | null;
  readonly selector: LabelSelector | null;
  /** What is supposed of the template. */
  change: TemplateChange;
  /** The newest template: 0 is the one there is, 1 a supposed one. */
  generation: 0 | 1;
  /** How many pods each template's set is to have: of Deployments and plain sets. */
  readonly sets: Map<number, number>;
  /** A Job's pods that may still fail. */
  failuresLeft: number;
  gaveUp: boolean;
  /** Pods it made in the play. */
  made: number;
}
