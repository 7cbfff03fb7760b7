// Which taints follow from a node's conditions and from cordoning it.
// Mirrors kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go (nodeConditionToTaintKeyStatusMap).
import type { Taint } from 'kubernetes-types/core/v1';
import type { Condition } from './node-status.ts';
import {
  TAINT_DISK_PRESSURE,
  TAINT_MEMORY_PRESSURE,
  TAINT_NETWORK_UNAVAILABLE,
  TAINT_NOT_READY,
  TAINT_PID_PRESSURE,
  TAINT_UNREACHABLE,
  TAINT_UNSCHEDULABLE,
} from './taints.ts';

/** How long a node may be silent before Ready turns Unknown (50 s since 1.32). */
export const NODE_MONITOR_GRACE_MS = 50_000;

const TAINTS_BY_CONDITION: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: TAINT_NOT_READY, Unknown: TAINT_UNREACHABLE },
  MemoryPressure: { True: TAINT_MEMORY_PRESSURE },
  DiskPressure: { True: TAINT_DISK_PRESSURE },
  NetworkUnavailable: { True: TAINT_NETWORK_UNAVAILABLE },
  PIDPressure: { True: TAINT_PID_PRESSURE },
};

export interface LifecycleTaint {
  key: string;
  effect: 'NoSchedule' | 'NoExecute';
}

/** Taints the controller wants on a node; the ones of its own that are not among them it removes. */
export function lifecycleTaints(conditions: readonly Condition[], unschedulable: boolean): LifecycleTaint[] {
  const taints: LifecycleTaint[] = [];
  for (const { type, status } of conditions) {
    const key = TAINTS_BY_CONDITION[type]?.[status];
    if (key !== undefined) taints.push({ key, effect: 'NoSchedule' });
  }
  if (unschedulable) taints.push({ key: TAINT_UNSCHEDULABLE, effect: 'NoSchedule' });
  const ready = conditions.find(({ type }) => type === 'Ready');
  const outage = ready === undefined ? undefined : TAINTS_BY_CONDITION['Ready']?.[ready.status];
  if (outage !== undefined) taints.push({ key: outage, effect: 'NoExecute' });
  return taints;
}

/** Whether the controller itself manages this taint: it removes such a taint when its condition is gone. */
export function isLifecycleTaint({ key, effect }: { key: string; effect: string }): boolean {
  if (effect === 'NoExecute') return key === TAINT_NOT_READY || key === TAINT_UNREACHABLE;
  if (effect !== 'NoSchedule') return false;
  if (key === TAINT_UNSCHEDULABLE) return true;
  return Object.values(TAINTS_BY_CONDITION).some((byStatus) => Object.values(byStatus).includes(key));
}

/**
 * The node's taints as they should be; null where they already are. `evicts` is false while every node is lost: then the
 * fault is more likely the controller's (full disruption mode). `at` is when, for those that are added.
 */
export function settledTaints(
  before: readonly Taint[],
  { conditions, unschedulable }: { conditions: readonly Condition[]; unschedulable: boolean },
  evicts: boolean,
  at: string,
): Taint[] | null {
  const same = (a: LifecycleTaint, b: Taint) => a.key === b.key && a.effect === b.effect;
  const wanted = lifecycleTaints(conditions, unschedulable).filter(({ effect }) => evicts || effect !== 'NoExecute');
  const kept = before.filter((taint) => !isLifecycleTaint(taint) || wanted.some((one) => same(one, taint)));
  const added = wanted.filter((one) => !before.some((taint) => same(one, taint)));
  if (added.length === 0 && kept.length === before.length) return null;
  return [...kept, ...added.map((taint) => ({ ...taint, timeAdded: at }))];
}
