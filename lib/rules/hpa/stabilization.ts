// How recent recommendations hold back a new one. Mirrors kubernetes pkg/controller/podautoscaler/horizontal.go
// (stabilizeRecommendation, stabilizeRecommendationWithBehaviors).
import type { HPAScalingRules } from 'kubernetes-types/autoscaling/v2';
import { type Memory, withRecommendation } from './memory.ts';

/** --horizontal-pod-autoscaler-downscale-stabilization. */
export const DOWNSCALE_STABILIZATION_MS = 300_000;

export interface Stabilized {
  replicas: number;
  memory: Memory;
  /** Of the condition AbleToScale where the recommendation was held back. */
  reason: 'ScaleUpStabilized' | 'ScaleDownStabilized';
  message: string;
}

const HELD_DOWN = 'recent recommendations were higher than current one, applying the highest recent recommendation';
const HELD_UP = 'recent recommendations were lower than current one, applying the lowest recent recommendation';

/** Without a behavior: the highest of the last five minutes. */
export function stabilized(memory: Memory, wanted: number, nowMs: number): Stabilized {
  const cutoffMs = nowMs - DOWNSCALE_STABILIZATION_MS;
  const recent = memory.recommendations.filter(({ atMs }) => atMs >= cutoffMs).map(({ replicas }) => replicas);
  return {
    replicas: Math.max(wanted, ...recent),
    memory: withRecommendation(memory, { replicas: wanted, atMs: nowMs }, ({ atMs }) => atMs < cutoffMs),
    reason: 'ScaleDownStabilized',
    message: HELD_DOWN,
  };
}

/** With a behavior: no lower than the lowest of one window, no higher than the highest of the other. */
export function stabilizedByRules(
  memory: Memory,
  { wanted, currentReplicas, nowMs }: { wanted: number; currentReplicas: number; nowMs: number },
  rules: { up: HPAScalingRules; down: HPAScalingRules },
): Stabilized {
  const upCutoffMs = nowMs - (rules.up.stabilizationWindowSeconds ?? 0) * 1_000;
  const downCutoffMs = nowMs - (rules.down.stabilizationWindowSeconds ?? DOWNSCALE_STABILIZATION_MS / 1_000) * 1_000;
  const since = (cutoffMs: number) =>
    memory.recommendations.filter(({ atMs }) => atMs > cutoffMs).map(({ replicas }) => replicas);
  const lowest = Math.min(wanted, ...since(upCutoffMs));
  const highest = Math.max(wanted, ...since(downCutoffMs));
  const isOld = ({ atMs }: { atMs: number }) => atMs < upCutoffMs && atMs < downCutoffMs;
  const isUp = wanted >= currentReplicas;
  return {
    replicas: Math.min(Math.max(currentReplicas, lowest), highest),
    memory: withRecommendation(memory, { replicas: wanted, atMs: nowMs }, isOld),
    reason: isUp ? 'ScaleUpStabilized' : 'ScaleDownStabilized',
    message: isUp ? HELD_UP : HELD_DOWN,
  };
}
