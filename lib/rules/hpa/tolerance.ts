// How far a metric may be from its target before replicas change.
// Mirrors kubernetes pkg/controller/podautoscaler/{replica_calculator,horizontal}.go (Tolerances, tolerancesForHpa).
import type { HorizontalPodAutoscalerSpec } from 'kubernetes-types/autoscaling/v2';
import { parseQuantity } from '../quantity.ts';

/** --horizontal-pod-autoscaler-tolerance. */
export const TOLERANCE_DEFAULT = 0.1;

/** Parts of one: 0.1 is ten percent. */
export interface Tolerances {
  up: number;
  down: number;
}

/** kubernetes-types knows the field of 1.37 not yet. */
type Rules = { tolerance?: string } | undefined;

export function tolerancesOf({ behavior }: Pick<HorizontalPodAutoscalerSpec, 'behavior'>): Tolerances {
  return { up: toleranceOf(behavior?.scaleUp as Rules), down: toleranceOf(behavior?.scaleDown as Rules) };
}

function toleranceOf(rules: Rules): number {
  return rules?.tolerance === undefined ? TOLERANCE_DEFAULT : parseQuantity(rules.tolerance);
}

/** A ratio that is no number (nothing by nothing) is not within it. */
export function isWithin({ up, down }: Tolerances, ratio: number): boolean {
  return 1 - down <= ratio && ratio <= 1 + up;
}
