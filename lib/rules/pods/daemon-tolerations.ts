// What the pods of a DaemonSet tolerate: trouble with a node is no reason for a daemon to leave it.
// Mirrors AddOrUpdateDaemonPodTolerations of kubernetes pkg/controller/daemon/util/daemonset_util.go.
import type { Toleration } from 'kubernetes-types/core/v1';
import {
  TAINT_DISK_PRESSURE,
  TAINT_MEMORY_PRESSURE,
  TAINT_NETWORK_UNAVAILABLE,
  TAINT_NOT_READY,
  TAINT_PID_PRESSURE,
  TAINT_UNREACHABLE,
  TAINT_UNSCHEDULABLE,
} from '../nodes/taints.ts';

const ADDED: readonly (readonly [key: string, effect: string])[] = [
  [TAINT_NOT_READY, 'NoExecute'],
  [TAINT_UNREACHABLE, 'NoExecute'],
  [TAINT_DISK_PRESSURE, 'NoSchedule'],
  [TAINT_MEMORY_PRESSURE, 'NoSchedule'],
  [TAINT_PID_PRESSURE, 'NoSchedule'],
  [TAINT_UNSCHEDULABLE, 'NoSchedule'],
];
const ADDED_ON_HOST_NETWORK = [...ADDED, [TAINT_NETWORK_UNAVAILABLE, 'NoSchedule'] as const];

/** The template's own, and those that the controller adds. */
export function daemonTolerations(own: readonly Toleration[], hostNetwork: boolean): Toleration[] {
  const added = hostNetwork ? ADDED_ON_HOST_NETWORK : ADDED;
  const isAdded = ({ key, operator, effect, value }: Toleration) =>
    operator === 'Exists' && !value && added.some(([k, e]) => k === key && e === effect);
  return [
    ...own.filter((toleration) => !isAdded(toleration)),
    ...added.map(([key, effect]): Toleration => ({ key, operator: 'Exists', effect })),
  ];
}
