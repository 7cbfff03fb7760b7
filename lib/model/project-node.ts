// A Node and its metrics as records.
import type { Node, NodeCondition, NodeSystemInfo } from 'kubernetes-types/core/v1';
import { architectureOf } from '#lib/rules/nodes/platform.ts';
import { cpuMillicores, memoryBytes } from '#lib/rules/quantity.ts';
import { resourceAmounts } from '#lib/rules/resources.ts';
import type { HardwareView, ImageView } from './node-view.ts';
import type { NodeConditionRecord, NodeMetricsRecord, NodeRecord } from './records.ts';

/** The kubelet reports at most 50 images (--node-status-max-images); a node that says more is cut. */
const IMAGES_MAX = 100;

/** @throws {QuantityError} for amounts that no API server would have stored. */
export function projectNode(node: Node): NodeRecord {
  const { metadata = {}, spec = {}, status = {} } = node;
  return {
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    createdAt: metadata.creationTimestamp ?? '',
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    unschedulable: spec.unschedulable === true,
    taints: spec.taints ?? [],
    conditions: (status.conditions ?? []).map(conditionRecord),
    capacity: resourceAmounts(status.capacity),
    allocatable: resourceAmounts(status.allocatable),
    addresses: (status.addresses ?? []).map(({ type, address }) => ({ type, address })),
    hardware: hardwareView(node, status.nodeInfo),
    images: imageViews(node),
  };
}

/** An item of metrics.k8s.io NodeMetricsList; null when it cannot be read. */
export function projectNodeMetrics(metrics: unknown): NodeMetricsRecord | null {
  const { metadata, timestamp, window, usage } = metrics as {
    metadata?: { name?: string };
    timestamp?: string;
    window?: string;
    usage?: { cpu?: string | number; memory?: string | number };
  };
  if (metadata?.name === undefined || timestamp === undefined) return null;
  if (usage?.cpu === undefined || usage.memory === undefined) return null;
  return {
    name: metadata.name,
    at: timestamp,
    windowSeconds: window === undefined ? null : durationSeconds(window),
    cpuMillicores: cpuMillicores(usage.cpu),
    memoryBytes: memoryBytes(usage.memory),
  };
}

function conditionRecord(condition: NodeCondition): NodeConditionRecord {
  const { type, status, lastTransitionTime, lastHeartbeatTime, reason = '', message = '' } = condition;
  return {
    type,
    status: status === 'True' || status === 'False' ? status : 'Unknown',
    since: lastTransitionTime ?? null,
    heartbeatAt: lastHeartbeatTime ?? null,
    reason,
    message,
  };
}

function hardwareView(node: Node, info: Partial<NodeSystemInfo> = {}): HardwareView {
  return {
    architecture: architectureOf(node.metadata?.labels ?? {}, info.architecture),
    operatingSystem: info.operatingSystem ?? '',
    osImage: info.osImage ?? '',
    kernelVersion: info.kernelVersion ?? '',
    kubeletVersion: info.kubeletVersion ?? '',
    containerRuntimeVersion: info.containerRuntimeVersion ?? '',
    machineId: info.machineID || null,
    providerId: node.spec?.providerID || null,
    podCIDR: node.spec?.podCIDR || null,
  };
}

function imageViews(node: Node): ImageView[] {
  const images = (node.status?.images ?? []).slice(0, IMAGES_MAX);
  return images.map(({ names, sizeBytes }) => ({ names: names ?? [], sizeBytes: sizeBytes ?? null }));
}

/** Go's time.Duration text as metrics-server writes it: `15.1s`, `1m0s`. */
function durationSeconds(text: string): number | null {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:([\d.]+)s)?$/.exec(text);
  if (match === null || text === '') return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
