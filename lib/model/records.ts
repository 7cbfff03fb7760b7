// What is kept of each API object: the projection every view is made from. Quantities are parsed, absent parts say so.
import type { Affinity, Taint, Toleration } from 'kubernetes-types/core/v1';
import type { PodState } from '#lib/rules/pods/pin-state.ts';
import type { ResourceAmounts } from '#lib/rules/resources.ts';
import type { HostPort } from '#lib/rules/scheduling/host-ports.ts';
import type { EventView, HardwareView, ImageView } from './node-view.ts';

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

export interface PodRecord {
  namespace: string;
  name: string;
  uid: string;
  createdAt: string;
  /** When it has to be gone; null while nobody deletes it. */
  deletionAt: string | null;
  labels: Readonly<Record<string, string>>;
  /** The controller; null for a bare pod. `Node` for a static pod. */
  owner: OwnerRecord | null;
  nodeName: string | null;
  phase: string;
  /** As kubectl prints STATUS and READY. */
  status: string;
  ready: string;
  restarts: number;
  lastRestartAt: string | null;
  /** Provided that its node answers: see podStateOn. */
  state: PodState;
  /** Why no node takes it, and since when; null when scheduled or not tried yet. */
  unschedulable: { message: string; since: string | null } | null;
  podIP: string | null;
  requests: ResourceAmounts;
  limits: ResourceAmounts;
  images: readonly string[];
  nodeSelector: Readonly<Record<string, string>>;
  affinity: Affinity | null;
  tolerations: readonly Toleration[];
  hostPorts: readonly HostPort[];
  priority: number;
}

export interface EventRecord extends EventView {
  uid: string;
}

export interface NodeMetricsRecord {
  name: string;
  /** When it was measured, and over how long. */
  at: string;
  windowSeconds: number | null;
  cpuMillicores: number;
  memoryBytes: number;
}
