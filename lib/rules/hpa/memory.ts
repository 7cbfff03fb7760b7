// What an autoscaler's controller remembers between two looks: recommendations and its own recent changes.
// Mirrors kubernetes pkg/controller/podautoscaler/horizontal.go (recommendations, scaleUpEvents, scaleDownEvents).
import type { HorizontalPodAutoscalerBehavior, HPAScalingRules } from 'kubernetes-types/autoscaling/v2';

export interface Recommendation {
  replicas: number;
  atMs: number;
}

export interface ScaleChange {
  /** Replicas added or taken away: not negative. */
  replicas: number;
  atMs: number;
}

export interface Memory {
  readonly recommendations: readonly Recommendation[];
  readonly ups: readonly ScaleChange[];
  readonly downs: readonly ScaleChange[];
}

/** Before the first look, the replicas that are there count as a recommendation. */
export function firstMemory(currentReplicas: number, atMs: number): Memory {
  return { recommendations: [{ replicas: currentReplicas, atMs }], ups: [], downs: [] };
}

/** With one more recommendation, which takes the place of the newest-listed one that `isOld`, if any. */
export function withRecommendation(
  { recommendations, ...rest }: Memory,
  next: Recommendation,
  isOld: (recommendation: Recommendation) => boolean,
): Memory {
  return { ...rest, recommendations: replaced(recommendations, next, isOld) };
}

/** storeScaleEvent: without a behavior nobody asks for changes, so none are kept. */
export function withScaleChange(
  memory: Memory,
  behavior: HorizontalPodAutoscalerBehavior | undefined,
  change: { from: number; to: number; atMs: number },
): Memory {
  if (behavior === undefined) return memory;
  const { from, to, atMs } = change;
  const isUp = to > from;
  const cutoffMs = atMs - longestPeriodMs(isUp ? behavior.scaleUp : behavior.scaleDown);
  const isOld = (one: ScaleChange) => one.atMs < cutoffMs;
  const next = { replicas: Math.abs(to - from), atMs };
  return isUp
    ? { ...memory, ups: replaced(memory.ups, next, isOld) }
    : { ...memory, downs: replaced(memory.downs, next, isOld) };
}

function longestPeriodMs(rules: HPAScalingRules | undefined): number {
  return Math.max(0, ...(rules?.policies ?? []).map(({ periodSeconds }) => periodSeconds * 1_000));
}

function replaced<T>(list: readonly T[], next: T, isOld: (one: T) => boolean): T[] {
  const at = list.findLastIndex(isOld);
  return at < 0 ? [...list, next] : list.with(at, next);
}
