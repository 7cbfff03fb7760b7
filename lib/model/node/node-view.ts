// What a node's page shows. Topic `node/<name>`: key `node` is a NodeView (absent when there is no such node),
// `pod/<namespace>/<name>` a PodRowView, `event/<uid>` an EventView, `sources` the overview's SourceView by name,
// `spark` its Sparkline (absent while nothing is remembered).
import type { BoardView, MeasureView, PinState, PodRef } from '../overview/overview-view.ts';

export interface NodeView extends BoardView {
  resourceVersion: string;
  hardware: HardwareView;
  conditions: readonly ConditionView[];
  addresses: readonly { type: string; address: string }[];
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  /** cpu, memory, ephemeral-storage, pods, extended resources: in that order. */
  resources: readonly ResourceRowView[];
  images: readonly ImageView[];
}

export interface HardwareView {
  architecture: string;
  operatingSystem: string;
  osImage: string;
  kernelVersion: string;
  kubeletVersion: string;
  containerRuntimeVersion: string;
  machineId: string | null;
  providerId: string | null;
  podCIDR: string | null;
}

export interface ConditionView {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  /** Whether this status is what a healthy node has: True for Ready, False for pressures. */
  good: boolean;
  since: string | null;
  heartbeatAt: string | null;
  reason: string;
  message: string;
}

export interface ResourceRowView {
  name: string;
  /** In millicores for cpu, bytes for memory and storage, a count else; null where unknown. */
  capacity: number | null;
  allocatable: number | null;
  requested: number | null;
  limited: number | null;
  used: MeasureView | null;
}

export interface ImageView {
  names: readonly string[];
  sizeBytes: number | null;
}

export interface PodRowView extends PodRef {
  state: PinState;
  status: string;
  ready: string;
  restarts: number;
  lastRestartAt: string | null;
  /** Top owner as `Deployment/web`, or null for a bare pod. */
  owner: string | null;
  podIP: string | null;
  cpuRequestMillicores: number;
  memoryRequestBytes: number;
  createdAt: string;
}

export interface EventView {
  type: 'Normal' | 'Warning' | (string & {});
  reason: string;
  message: string;
  count: number;
  firstAt: string | null;
  lastAt: string | null;
  source: string;
  about: { kind: string; namespace: string | null; name: string };
}
