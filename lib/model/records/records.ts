// What is kept of each API object: the projection every view is made from. Quantities are parsed, absent parts say so.
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { PersistentVolume, PersistentVolumeClaim, Taint, Volume } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import type { PodState } from '#lib/rules/pods/pin-state.ts';
import type { ResourceAmounts } from '#lib/rules/resources.ts';
import type { IntOrPercent } from '#lib/rules/rollout.ts';
import type { RolloutStatus } from '#lib/rules/rollout-status.ts';
import type { SchedulingPod } from '#lib/rules/scheduling/scheduling-input.ts';
import type { EventView, HardwareView, ImageView } from '../node/node-view.ts';

export interface NodeRecord {
  name: string;
  uid: string;
  resourceVersion: string;
  /** ISO 8601, as the API writes it. */
  createdAt: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  unschedulable: boolean;
  taints: readonly Taint[];
  conditions: readonly NodeConditionRecord[];
  /** cpu in millicores, the rest in whole units; a resource the node does not name is absent. */
  capacity: ResourceAmounts;
  allocatable: ResourceAmounts;
  addresses: readonly { type: string; address: string }[];
  hardware: HardwareView;
  images: readonly ImageView[];
}

export interface NodeConditionRecord {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  since: string | null;
  heartbeatAt: string | null;
  reason: string;
  message: string;
}

export interface OwnerRecord {
  kind: string;
  name: string;
}

/** Whatever the scheduler's rules look at, and what pages show beside it. */
export interface PodRecord extends SchedulingPod {
  uid: string;
  createdAt: string;
  /** When it has to be gone; null while nobody deletes it. */
  deletionAt: string | null;
  /** The controller; null for a bare pod. `Node` for a static pod. */
  owner: OwnerRecord | null;
  phase: string;
  /** As kubectl prints STATUS and READY. */
  status: string;
  ready: string;
  restarts: number;
  lastRestartAt: string | null;
  /** Provided that its node answers: see podStateOn. */
  state: PodState;
  /** Since when its Ready condition holds; null while it does not. */
  readySince: string | null;
  /** Of two alike a replica set gives up the cheaper one first: the annotation pod-deletion-cost, as it is written. */
  deletionCost: string | null;
  /** Why no node takes it, and since when; null when scheduled or not tried yet. */
  unschedulable: { message: string; since: string | null } | null;
  podIP: string | null;
  limits: ResourceAmounts;
  /** Init containers first, in the pod's order. */
  containers: readonly ContainerRecord[];
  schedulerName: string;
  /** Names of the gates that keep the scheduler from trying. */
  schedulingGates: readonly string[];
  /** Names of devices and the like that it claims by dynamic resource allocation. */
  resourceClaims: readonly string[];
  /** The node that preemption made room on for it. */
  nominatedNode: string | null;
  /** Those of its volumes that stand for a claim. */
  claimVolumes: readonly Volume[];
  hostNetwork: boolean;
  pullSecrets: readonly string[];
}

export interface ContainerRecord {
  name: string;
  image: string;
  isInit: boolean;
  requests: ResourceAmounts;
  limits: ResourceAmounts;
  /** As the runtime reports it, with the digest; null before the image is there. */
  imageID: string | null;
  ready: boolean;
  restarts: number;
  /** Of the state it waits in: `CrashLoopBackOff`, `ErrImagePull`; null while it runs or has ended. */
  waiting: { reason: string; message: string } | null;
  /** How it ended last, whether it runs again or not; null when it never did. */
  ended: { exitCode: number; reason: string; message: string; at: string | null } | null;
}

/** A Deployment, StatefulSet, DaemonSet, Job or a ReplicaSet of its own. */
export interface WorkloadRecord {
  kind: WorkloadKind;
  namespace: string;
  name: string;
  uid: string;
  resourceVersion: string;
  createdAt: string;
  /** Pods it wants; of a DaemonSet what its controller counted, null before it has. */
  desired: number | null;
  ready: number;
  /** A suspended Job, a paused Deployment. */
  suspended: boolean;
  /** A Job that has ended: it wants no pods any more. */
  ended: 'Complete' | 'Failed' | null;
  selector: LabelSelector | null;
  /** The pod it makes, with neither name nor status. */
  template: PodRecord;
  replacement: ReplacementRecord;
  /** How far its pods are those of its template. */
  rollout: RolloutStatus;
}

/** How a workload replaces its pods: those of another template, and those that are lost. */
export interface ReplacementRecord {
  /** `Recreate`: all old ones end first. `OnDelete`: old ones stay until somebody ends them. */
  type: 'RollingUpdate' | 'Recreate' | 'OnDelete';
  maxSurge: IntOrPercent;
  maxUnavailable: IntOrPercent;
  /** How long a pod has to be ready to count. */
  minReadySeconds: number;
  /** Of a StatefulSet: pods of a lower ordinal keep the old template. 0 elsewhere. */
  partition: number;
  firstOrdinal: number;
  /** Of a StatefulSet: its pods start and end all at once. */
  parallel: boolean;
  /** Of a StatefulSet: each pod gets a claim of each, `<name>-<pod>`. */
  claimTemplates: readonly ClaimRecord[];
  /** Of a Job: pods that may still fail before it gives up; null where that does not end it. */
  failuresLeft: number | null;
}

export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'ReplicaSet';

export interface NamespaceRecord {
  name: string;
  labels: Readonly<Record<string, string>>;
}

export interface BudgetRecord {
  namespace: string;
  name: string;
  selector: LabelSelector | null;
  disruptionsAllowed: number;
  currentHealthy: number;
  desiredHealthy: number;
  /** Pods whose eviction was granted and is not yet counted. */
  disruptedPods: readonly string[];
}

export interface ServiceRecord {
  namespace: string;
  name: string;
  selector: Readonly<Record<string, string>>;
  /** `name` is null where a Service of one port gives it none. */
  ports: readonly { name: string | null; port: number }[];
}

/** Without their bookkeeping. */
export type ClaimRecord = PersistentVolumeClaim;
export type VolumeRecord = PersistentVolume;
export type StorageClassRecord = StorageClass;

/** As autoscaling/v2 writes it, without its bookkeeping. */
export interface AutoscalerRecord extends HorizontalPodAutoscaler {
  /** Where the cluster serves only that. */
  servedIn?: 'autoscaling/v1';
}

/** Which server answers for a group and version of APIs. */
export interface ApiServiceRecord {
  /** `v1beta1.custom.metrics.k8s.io`. */
  name: string;
  group: string;
  version: string;
  /** Null where the API server answers itself. */
  service: { namespace: string; name: string } | null;
  /** Null before the aggregator has looked. */
  available: { isTrue: boolean; reason: string; message: string; since: string | null } | null;
}

export interface EventRecord extends EventView {
  uid: string;
  /** Of the object it is about; null where the event does not name it. */
  aboutUid: string | null;
}
