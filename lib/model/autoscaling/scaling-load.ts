// How much load moves an autoscaler that counts requests, and what to send where a load is too little for that.
import { tolerancesOf } from '#lib/rules/hpa/tolerance.ts';
import { parseQuantity } from '#lib/rules/quantity.ts';
import type { AutoscalerRecord } from '../records/records.ts';
import { metricTarget, metricUnit } from './metric-view.ts';

/** So many times what begins to add pods is sent instead: that many times the pods are to be seen. */
const PLENTY = 2;

/** Requests in a second of the cluster's own above which pods are added; null where it counts others, or has its most. */
export function scalesAbove({ spec, status }: AutoscalerRecord): number | null {
  if (spec === undefined) return null;
  const replicas = Math.max(status?.currentReplicas ?? 0, spec.minReplicas ?? 1);
  if (replicas >= spec.maxReplicas) return null;
  const targets = (spec.metrics ?? []).flatMap((metric) => {
    if (metricUnit(metric) !== 'requests per second') return [];
    const target = metricTarget(metric);
    if (target?.averageValue !== undefined) return [parseQuantity(target.averageValue) * replicas];
    return target?.value === undefined ? [] : [parseQuantity(target.value)];
  });
  if (targets.length === 0) return null;
  // A tenth more than 200 is 220, and not a little above.
  return Math.round(Math.min(...targets) * (1 + tolerancesOf(spec).up) * 1_000) / 1_000;
}

export interface LoadQuestion {
  requestsPerSecond: number;
  /** Of scalesAbove. */
  above: number | null;
  /** How many seconds of the cluster pass in one of ours; 0 while its clock stands still. */
  clockRate: number;
  requestsPerSecondMax: number;
}

/** Null where the load moves it, or nobody can tell. `instead`: what would; null where the most that is sent would not. */
export function tooLittle({ requestsPerSecond, above, clockRate, requestsPerSecondMax }: LoadQuestion): {
  instead: number | null;
} | null {
  if (above === null || clockRate <= 0 || requestsPerSecond / clockRate > above) return null;
  if (requestsPerSecondMax / clockRate <= above) return { instead: null };
  return { instead: Math.min(requestsPerSecondMax, Math.ceil(above * clockRate * PLENTY)) };
}
