// What an autoscaler reads metrics from: one value per pod, one for an object, or several from outside the cluster.
// Mirrors kubernetes pkg/controller/podautoscaler/metrics/interfaces.go.
import type { CrossVersionObjectReference } from 'kubernetes-types/autoscaling/v2';
import type { LabelSelectorObject } from '../labels/label-selector.ts';

export interface PodReading {
  /** Thousandths: millicores, thousandths of a byte, thousandths of whatever the metric counts. */
  valueMilli: number;
  /** The end of the window, milliseconds since the epoch. */
  timestampMs: number;
  windowMs: number;
}

/** By pod name; a pod that is not in it has no metric, which is not zero. */
export type PodReadings = ReadonlyMap<string, PodReading>;

export interface MetricName {
  name: string;
  selector?: LabelSelectorObject;
}

/** Every call throws a MetricError where there is no answer, in the words of the API that was asked. */
export interface MetricSource {
  /** `container` is '' for the sum of a pod's containers. */
  resource(resource: string, container: string): PodReadings;
  pods(metric: MetricName): PodReadings;
  /** Thousandths. */
  object(metric: MetricName, about: CrossVersionObjectReference): number;
  /** Thousandths, one for each series that matches. */
  external(metric: MetricName): readonly number[];
}

export class MetricError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MetricError';
  }
}

/** The same failure, with what was being done in front of it. */
export function during(what: string, error: unknown): MetricError {
  if (!(error instanceof MetricError)) throw error;
  return new MetricError(`${what}: ${error.message}`);
}
