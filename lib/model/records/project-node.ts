// A Node as a record.
import type { Node, NodeCondition, NodeSystemInfo } from 'kubernetes-types/core/v1';
import { architectureOf } from '#lib/rules/nodes/platform.ts';
import { resourceAmounts } from '#lib/rules/resources.ts';
import type { HardwareView, ImageView } from '../node/node-view.ts';
import type { NodeConditionRecord, NodeRecord } from './records.ts';

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
