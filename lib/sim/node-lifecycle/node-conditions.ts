// What the node lifecycle controller writes of a node: Unknown conditions once its kubelet is silent, and the taints
// that follow from conditions and from cordoning (kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go).
import type { Lease } from 'kubernetes-types/coordination/v1';
import type { Node, NodeCondition, Pod, Taint } from 'kubernetes-types/core/v1';
import { settledTaints } from '#lib/rules/nodes/node-lifecycle.ts';
import type { Stored } from '../store/object.ts';
import { parseTimestamp, timestamp } from '../timestamp.ts';

/** Conditions a kubelet owns; only these turn Unknown (tryUpdateNodeHealth). */
const KUBELET_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;

export function readyOf(node: Node): NodeCondition | undefined {
  return node.status?.conditions?.find(({ type }) => type === 'Ready');
}

/** When its kubelet was last heard: its lease, its status, or its registration. */
export function heardMs(node: Stored<Node>, lease: Lease | undefined): number {
  const times = [
    parseTimestamp(node.metadata.creationTimestamp),
    parseTimestamp(lease?.spec?.renewTime),
    // The controller counts from when it saw the renewal, whatever the board's clock wrote there (nodeHealthData).
    ...(lease?.metadata?.managedFields ?? []).map(({ time }) => parseTimestamp(time)),
    // Only what the kubelet posted itself: an Unknown condition keeps the last heartbeat's time.
    parseTimestamp(readyOf(node)?.lastHeartbeatTime),
  ];
  return Math.max(...times.filter((ms) => !Number.isNaN(ms)));
}

/** The conditions of a node nobody hears from; null where they already say so. */
export function unknownConditions(node: Stored<Node>, nowMs: number): NodeCondition[] | null {
  const before = node.status?.conditions ?? [];
  if (KUBELET_CONDITIONS.every((type) => before.find((one) => one.type === type)?.status === 'Unknown')) return null;
  const at = timestamp(nowMs);
  const kept = before.map((condition): NodeCondition => {
    const isKubelets = KUBELET_CONDITIONS.some((type) => type === condition.type);
    if (!isKubelets || condition.status === 'Unknown') return condition;
    const reason = 'NodeStatusUnknown';
    return {
      ...condition,
      status: 'Unknown',
      reason,
      message: 'Kubelet stopped posting node status.',
      lastTransitionTime: at,
    };
  });
  const missing = KUBELET_CONDITIONS.filter((type) => !before.some((one) => one.type === type));
  return [
    ...kept,
    ...missing.map(
      (type): NodeCondition => ({
        type,
        status: 'Unknown',
        lastHeartbeatTime: node.metadata.creationTimestamp,
        lastTransitionTime: at,
        reason: 'NodeStatusNeverUpdated',
        message: 'Kubelet never posted node status.',
      }),
    ),
  ];
}

/** The node's taints as they should be; null where they already are. `evicts` as settledTaints has it. */
export function taintsAfter({ spec, status }: Node, evicts: boolean, nowMs: number): Taint[] | null {
  const state = { conditions: status?.conditions ?? [], unschedulable: spec?.unschedulable === true };
  return settledTaints(spec?.taints ?? [], state, evicts, timestamp(nowMs));
}

/** A pod of a lost node, no longer ready (pkg/controller/util/node MarkPodsNotReady); null where it was not. */
export function notReady(pod: Stored<Pod>, nowMs: number): Stored<Pod> | null {
  const conditions = pod.status?.conditions ?? [];
  if (!conditions.some(({ type, status }) => type === 'Ready' && status === 'True')) return null;
  const marked = conditions.map((condition) =>
    condition.type === 'Ready' ? { ...condition, status: 'False', lastTransitionTime: timestamp(nowMs) } : condition,
  );
  return { ...pod, status: { ...pod.status, conditions: marked } };
}
