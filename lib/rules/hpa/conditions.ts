// The conditions of an autoscaler's status. Mirrors kubernetes pkg/controller/podautoscaler/horizontal.go
// (setConditionInList).
import type { HorizontalPodAutoscalerCondition } from 'kubernetes-types/autoscaling/v2';

export type ConditionType = 'AbleToScale' | 'ScalingActive' | 'ScalingLimited' | 'ScaledToZero';

export interface ConditionChange {
  type: ConditionType;
  isTrue: boolean;
  reason: string;
  message: string;
}

/** The condition in its place, or at the end where there was none; its time changes with its status alone. */
export function withCondition(
  conditions: readonly HorizontalPodAutoscalerCondition[],
  { type, isTrue, reason, message }: ConditionChange,
  now: string,
): HorizontalPodAutoscalerCondition[] {
  const status = isTrue ? 'True' : 'False';
  const before = conditions.find((condition) => condition.type === type);
  const lastTransitionTime = before?.status === status ? before.lastTransitionTime : now;
  const next = { type, status, ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }), reason, message };
  return before === undefined
    ? [...conditions, next]
    : conditions.map((condition) => (condition === before ? next : condition));
}
