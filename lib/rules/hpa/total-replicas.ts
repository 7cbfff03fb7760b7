// Replicas from one value for all pods together: Object and External metrics.
// Mirrors kubernetes pkg/controller/podautoscaler/replica_calculator.go (GetObjectMetricReplicas,
// GetObjectPerPodMetricReplicas, GetExternalMetricReplicas, GetExternalPerPodMetricReplicas, getUsageRatioReplicaCount).
import type { Pod } from 'kubernetes-types/core/v1';
import { INT64_MAX, int32, int64 } from './integers.ts';
import { MetricError } from './metric-source.ts';
import { readyPodCount } from './pod-groups.ts';
import { isWithin, type Tolerances } from './tolerance.ts';

export interface TotalTerms {
  kind: 'total';
  replicas: number;
  reason: 'within-tolerance' | 'ratio' | 'from-zero';
  totalMilli: number;
  targetMilli: number;
  /** Measured by target. */
  ratio: number;
  /** The pods the ratio is multiplied by; null where it decided nothing. */
  readyPods: number | null;
}

export interface ShareTerms {
  kind: 'share';
  replicas: number;
  reason: 'within-tolerance' | 'ratio';
  totalMilli: number;
  targetMilli: number;
  /** Measured by what the present replicas are meant to carry together; Infinity or NaN where there are none. */
  ratio: number;
  /** The replicas that share it now. */
  statusReplicas: number;
  /** Thousandths for each of them. */
  averageMilli: number;
}

/** Target: so much in all. @throws {MetricError} where the selector matches no pod. */
export function valueReplicas(input: {
  currentReplicas: number;
  totalMilli: number;
  targetMilli: number;
  tolerances: Tolerances;
  pods: readonly Pod[];
}): TotalTerms {
  const { currentReplicas, totalMilli, targetMilli, tolerances, pods } = input;
  const ratio = totalMilli / targetMilli;
  const common = { kind: 'total', totalMilli, targetMilli, ratio } as const;
  if (currentReplicas === 0) {
    return { ...common, replicas: int32(Math.ceil(ratio)), readyPods: null, reason: 'from-zero' };
  }
  if (isWithin(tolerances, ratio)) {
    return { ...common, replicas: currentReplicas, readyPods: null, reason: 'within-tolerance' };
  }
  if (pods.length === 0) {
    const why = 'no pods returned by selector while calculating replica count';
    throw new MetricError(`unable to calculate ready pods: ${why}`);
  }
  const readyPods = readyPodCount(pods);
  return { ...common, replicas: int32(Math.ceil(ratio * readyPods)), readyPods, reason: 'ratio' };
}

/** Target: so much for each replica. */
export function shareReplicas(input: {
  statusReplicas: number;
  totalMilli: number;
  targetMilli: number;
  tolerances: Tolerances;
}): ShareTerms {
  const { statusReplicas, totalMilli, targetMilli, tolerances } = input;
  const ratio = totalMilli / (targetMilli * statusReplicas);
  const common = {
    kind: 'share',
    totalMilli,
    targetMilli,
    ratio,
    statusReplicas,
    averageMilli: totalMilli < INT64_MAX ? int64(Math.ceil(totalMilli / statusReplicas)) : INT64_MAX,
  } as const;
  if (isWithin(tolerances, ratio)) return { ...common, replicas: statusReplicas, reason: 'within-tolerance' };
  return { ...common, replicas: int32(Math.ceil(totalMilli / targetMilli)), reason: 'ratio' };
}
