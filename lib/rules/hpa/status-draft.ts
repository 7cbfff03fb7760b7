// An autoscaler's status in the making. Mirrors kubernetes pkg/controller/podautoscaler/horizontal.go (setStatus).
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerStatus,
  MetricStatus,
} from 'kubernetes-types/autoscaling/v2';
import { type ConditionChange, withCondition } from './conditions.ts';

/** A status in the making, from one step to the next. */
export class StatusDraft {
  readonly #autoscaler: HorizontalPodAutoscaler;
  readonly #now: string;
  #conditions: NonNullable<HorizontalPodAutoscalerStatus['conditions']>;

  constructor(autoscaler: HorizontalPodAutoscaler, nowMs: number) {
    this.#autoscaler = autoscaler;
    this.#now = `${new Date(nowMs).toISOString().slice(0, 19)}Z`;
    this.#conditions = autoscaler.status?.conditions ?? [];
  }

  set(change: ConditionChange): void {
    this.#conditions = withCondition(this.#conditions, change, this.#now);
  }

  /** As it was, but for its conditions. */
  unchanged(): HorizontalPodAutoscalerStatus {
    return { desiredReplicas: 0, ...this.#autoscaler.status, conditions: this.#conditions };
  }

  /** setStatus: `desiredReplicas` null leaves what was desired before. */
  whole(parts: {
    currentReplicas: number;
    desiredReplicas: number | null;
    metrics: MetricStatus[] | null;
    isRescaled: boolean;
  }): HorizontalPodAutoscalerStatus {
    const { status, metadata } = this.#autoscaler;
    const lastScaleTime = parts.isRescaled ? this.#now : status?.lastScaleTime;
    const generation = metadata?.generation;
    return {
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
      ...(parts.currentReplicas === 0 ? {} : { currentReplicas: parts.currentReplicas }),
      desiredReplicas: parts.desiredReplicas ?? status?.desiredReplicas ?? 0,
      // Upstream writes null where there are none; the field is not omitted.
      currentMetrics: parts.metrics as MetricStatus[],
      conditions: this.#conditions,
    };
  }

  get isScaledToZero(): boolean {
    return this.#conditions.some(({ type, status }) => type === 'ScaledToZero' && status === 'True');
  }
}
