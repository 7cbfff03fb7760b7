// From what metrics ask for to what may be done: stabilised, then limited. Mirrors
// kubernetes pkg/controller/podautoscaler/horizontal.go (normalizeDesiredReplicas, ...WithBehaviors).
import type { HorizontalPodAutoscalerBehavior } from 'kubernetes-types/autoscaling/v2';
import type { ConditionChange } from './conditions.ts';
import { type Bounds, type Limited, limited, limitedByRules } from './limits.ts';
import type { Memory } from './memory.ts';
import { type Stabilized, stabilized, stabilizedByRules } from './stabilization.ts';

export interface Normalized {
  replicas: number;
  /** Between the two steps. */
  stabilizedReplicas: number;
  memory: Memory;
}

/** Tells `set` the conditions AbleToScale and ScalingLimited. */
export function normalized(
  bounds: Bounds,
  behavior: HorizontalPodAutoscalerBehavior | undefined,
  memory: Memory,
  nowMs: number,
  set: (change: ConditionChange) => void,
): Normalized {
  const { calm, limit } =
    behavior === undefined ? plain(bounds, memory, nowMs) : byRules(bounds, behavior, memory, nowMs);
  const isHeld = calm.replicas !== bounds.wanted;
  set({
    type: 'AbleToScale',
    isTrue: true,
    reason: isHeld ? calm.reason : 'ReadyForNewScale',
    message: isHeld ? calm.message : 'recommended size matches current size',
  });
  const { reason, message, replicas } = limit;
  set({ type: 'ScalingLimited', isTrue: replicas !== calm.replicas, reason, message });
  return { replicas, stabilizedReplicas: calm.replicas, memory: calm.memory };
}

interface Steps {
  calm: Stabilized;
  limit: Limited;
}

function plain(bounds: Bounds, memory: Memory, nowMs: number): Steps {
  const calm = stabilized(memory, bounds.wanted, nowMs);
  return { calm, limit: limited({ ...bounds, wanted: calm.replicas }) };
}

function byRules(bounds: Bounds, behavior: HorizontalPodAutoscalerBehavior, memory: Memory, nowMs: number): Steps {
  const rules = { up: behavior.scaleUp ?? {}, down: behavior.scaleDown ?? {} };
  const { wanted, currentReplicas } = bounds;
  const calm = stabilizedByRules(memory, { wanted, currentReplicas, nowMs }, rules);
  return { calm, limit: limitedByRules({ ...bounds, wanted: calm.replicas }, rules, memory, nowMs) };
}
