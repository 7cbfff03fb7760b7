// Replicas from a metric of each pod: Resource, ContainerResource and Pods metrics.
// Mirrors kubernetes pkg/controller/podautoscaler/replica_calculator.go (GetResourceReplicas, calcPlainMetricReplicas)
// and metrics/utilization.go.
import type { Pod } from 'kubernetes-types/core/v1';
import { int32 } from './integers.ts';
import { MetricError, type PodReadings } from './metric-source.ts';
import { groupPods, type PodGroups } from './pod-groups.ts';
import { requestsOf } from './pod-requests.ts';
import { isWithin, type Tolerances } from './tolerance.ts';

export type ReplicaReason =
  /** Too close to the target to change anything. */
  | 'within-tolerance'
  | 'ratio'
  /** With what is missing filled in, the direction would turn round: nothing changes. */
  | 'direction-turned';

export interface PerPodTerms {
  kind: 'per-pod';
  replicas: number;
  reason: ReplicaReason;
  /** Thousandths, the average of the pods that count. */
  averageMilli: number;
  /** Percent of the requests; null where the target is a value. */
  utilizationPercent: number | null;
  /** Measured by target. */
  ratio: number;
  groups: PodGroups;
  /** With unready pods and pods without a metric filled in; null where there was nothing to fill in. */
  filled: { ratio: number; pods: number } | null;
}

export interface PerPodInput {
  currentReplicas: number;
  /** Those the target's selector matches. */
  pods: readonly Pod[];
  readings: PodReadings;
  /** '' for Pods metrics. */
  resource: string;
  tolerances: Tolerances;
  nowMs: number;
}

type Values = ReadonlyMap<string, number>;

interface Gauge {
  measure(values: Values): Pick<PerPodTerms, 'ratio' | 'averageMilli' | 'utilizationPercent'>;
  /** What a pod without a metric is taken to use when less than the target is used, so that nobody scales down blindly. */
  fallbackMilli(pod: string): number;
}

/** Target: percent of what the pods request. @throws {MetricError} */
export function utilizationReplicas(input: PerPodInput, container: string, targetPercent: number): PerPodTerms {
  return perPodReplicas(input, () => {
    const requests = requestsOf(input.pods, container, input.resource);
    return {
      measure: (values) => utilization(values, requests, targetPercent),
      fallbackMilli: (pod) => Math.trunc(((requests.get(pod) ?? 0) * Math.max(100, targetPercent)) / 100),
    };
  });
}

/** Target: so much for each pod, in thousandths. @throws {MetricError} */
export function averageValueReplicas(input: PerPodInput, targetMilli: number): PerPodTerms {
  return perPodReplicas(input, () => ({
    measure(values) {
      const averageMilli = Math.trunc(sum([...values.values()]) / values.size);
      return { ratio: averageMilli / targetMilli, averageMilli, utilizationPercent: null };
    },
    fallbackMilli: () => targetMilli,
  }));
}

function utilization(values: Values, requests: Values, targetPercent: number) {
  const known = [...values].filter(([pod]) => requests.has(pod));
  const requested = sum(known.map(([pod]) => requests.get(pod) ?? 0));
  if (requested === 0) throw new MetricError('no metrics returned matched known pods');
  const used = sum(known.map(([, value]) => value));
  // Whole percents, as upstream's integers: 30.9 % of the requests is 30 %. Memory times 100 is beyond exact doubles.
  const percent = Number((BigInt(used) * 100n) / BigInt(requested));
  return {
    ratio: percent / targetPercent,
    averageMilli: Math.trunc(used / known.length),
    utilizationPercent: percent,
  };
}

function perPodReplicas(input: PerPodInput, gaugeOf: () => Gauge): PerPodTerms {
  const { pods, readings, resource, nowMs, tolerances, currentReplicas } = input;
  if (pods.length === 0) throw new MetricError('no pods returned by selector while calculating replica count');
  const groups = groupPods(pods, readings, resource, nowMs);
  const values = new Map([...readings].map(([pod, { valueMilli }]) => [pod, valueMilli]));
  for (const pod of [...groups.ignored, ...groups.unready]) values.delete(pod);
  if (values.size === 0) {
    throw new MetricError('did not receive metrics for targeted pods (pods might be unready)');
  }
  const gauge = gaugeOf();
  const measured = gauge.measure(values);
  const common = { kind: 'per-pod', ...measured, groups } as const;
  const { ratio } = measured;
  const isUpWithUnready = groups.unready.length > 0 && ratio > 1;
  if (!isUpWithUnready && groups.missing.length === 0) {
    if (isWithin(tolerances, ratio)) {
      return { ...common, filled: null, replicas: currentReplicas, reason: 'within-tolerance' };
    }
    return { ...common, filled: null, replicas: int32(Math.ceil(ratio * groups.ready.length)), reason: 'ratio' };
  }
  for (const pod of groups.missing) {
    if (ratio < 1) values.set(pod, gauge.fallbackMilli(pod));
    else if (ratio > 1) values.set(pod, 0);
  }
  for (const pod of isUpWithUnready ? groups.unready : []) values.set(pod, 0);
  const filled = { ratio: gauge.measure(values).ratio, pods: values.size };
  return { ...common, filled, ...fromFilled(filled, ratio, currentReplicas, tolerances) };
}

function fromFilled(
  filled: { ratio: number; pods: number },
  ratio: number,
  currentReplicas: number,
  tolerances: Tolerances,
): Pick<PerPodTerms, 'replicas' | 'reason'> {
  const stays = (reason: ReplicaReason) => ({ replicas: currentReplicas, reason });
  if (isWithin(tolerances, filled.ratio)) return stays('within-tolerance');
  if ((ratio < 1 && filled.ratio > 1) || (ratio > 1 && filled.ratio < 1)) return stays('direction-turned');
  const replicas = int32(Math.ceil(filled.ratio * filled.pods));
  const turns = (filled.ratio < 1 && replicas > currentReplicas) || (filled.ratio > 1 && replicas < currentReplicas);
  return turns ? stays('direction-turned') : { replicas, reason: 'ratio' };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
