// What an autoscaler's controller must remember, from what was seen of it: its own memory is nowhere to be read.
import { firstMemory, type Memory, withScaleChange } from '#lib/rules/hpa/memory.ts';
import type { AutoscalerRecord } from '../records/records.ts';
import { conditionOf } from './status-health.ts';

/** --horizontal-pod-autoscaler-sync-period: no more recommendations than its controller makes. */
const SYNC_PERIOD_MS = 15_000;

export interface ObservedMemory {
  memory: Memory;
  /** Since when it was seen, and when last; the cluster's time. */
  sinceMs: number;
  recordedMs: number;
  /** What was scaled last: replicas, and when the autoscaler said so. */
  replicas: number;
  lastScaleTime: string | null;
}

/** Of what was before only that is known that holds something back now: then it may have been said a moment ago. */
export function firstObserved({ status }: AutoscalerRecord, replicas: number, nowMs: number): ObservedMemory {
  const able = conditionOf(status?.conditions ?? [], 'AbleToScale');
  const isHeld = able?.reason === 'ScaleDownStabilized' || able?.reason === 'ScaleUpStabilized';
  const memory = isHeld ? firstMemory(replicas, nowMs) : { recommendations: [], ups: [], downs: [] };
  return { memory, sinceMs: nowMs, recordedMs: nowMs, replicas, lastScaleTime: status?.lastScaleTime ?? null };
}

/** `next`: as it would be after a look now. Of it only recommendations count: changes are those that were made. */
export function observed(
  before: ObservedMemory,
  seen: { autoscaler: AutoscalerRecord; replicas: number; next: Memory | null; nowMs: number },
): ObservedMemory {
  const { autoscaler, replicas, next, nowMs } = seen;
  const lastScaleTime = autoscaler.status?.lastScaleTime ?? null;
  let { memory, recordedMs } = before;
  if (lastScaleTime !== null && lastScaleTime !== before.lastScaleTime && replicas !== before.replicas) {
    const change = { from: before.replicas, to: replicas, atMs: Date.parse(lastScaleTime) };
    memory = withScaleChange(memory, autoscaler.spec?.behavior, change);
    if (replicas < before.replicas) memory = withoutDisproved(memory, autoscaler, replicas);
  }
  if (next !== null && nowMs - recordedMs >= SYNC_PERIOD_MS) {
    memory = { ...memory, recommendations: next.recommendations };
    recordedMs = nowMs;
  }
  return { memory, sinceMs: before.sinceMs, recordedMs, replicas, lastScaleTime };
}

/**
 * Going down it takes the highest of what it remembers: it cannot remember more than it came to, but where its maximum cut
 * that. What we took for remembered, as it was there when we first looked, was not.
 */
function withoutDisproved(memory: Memory, { spec }: AutoscalerRecord, replicas: number): Memory {
  if (replicas >= (spec?.maxReplicas ?? 0)) return memory;
  return { ...memory, recommendations: memory.recommendations.filter((one) => one.replicas <= replicas) };
}
