// What a person can do to a HorizontalPodAutoscaler.
import type { HorizontalPodAutoscalerBehavior } from 'kubernetes-types/autoscaling/v2';
import type { WorkloadRef } from '../placement/workload-ref.ts';

export interface AutoscalerRef {
  namespace: string;
  name: string;
}

export interface AutoscalerSettings {
  min: number;
  max: number;
  /** For each of its metrics, in the spec's order: percent for a utilization, else a quantity as Kubernetes writes it. */
  targets: readonly string[];
  /** How fast, and how long it waits; null leaves that to the controller. */
  behavior: HorizontalPodAutoscalerBehavior | null;
}

/** What a new autoscaler looks at. */
export type NewMetric =
  /** Percent of what the pods request. */
  | { type: 'Resource'; resource: 'cpu' | 'memory'; utilization: number }
  /** So much for each replica of what a service has in all. */
  | { type: 'Object'; metric: string; service: string; average: string };

export type AutoscalerAction =
  | { action: 'edit-autoscaler'; autoscaler: AutoscalerRef; settings: AutoscalerSettings }
  | {
      action: 'autoscale';
      workload: WorkloadRef;
      name: string;
      metric: NewMetric;
      settings: Omit<AutoscalerSettings, 'targets'>;
    }
  /** Takes a creation back. */
  | { action: 'delete-autoscaler'; autoscaler: AutoscalerRef };
