// What a recorded cluster's services were asked, as its HorizontalPodAutoscalers had last measured it.
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { parseQuantity, QuantityError } from '#lib/rules/quantity.ts';
import type { KubeObject } from '../../store/object.ts';

/** The load on a service at the recording's instant; it stays as it was. */
export interface RecordedLoad {
  namespace: string;
  service: string;
  requestsPerSecond: number;
}

/** Of object metrics on Services; the first autoscaler that measures a service counts. */
export function loadOf(objects: readonly KubeObject[]): RecordedLoad[] {
  const loads = new Map<string, RecordedLoad>();
  for (const hpa of objects.filter((one): one is HorizontalPodAutoscaler => one.kind === 'HorizontalPodAutoscaler')) {
    const namespace = hpa.metadata?.namespace ?? '';
    for (const { object } of hpa.status?.currentMetrics ?? []) {
      if (object?.describedObject.kind !== 'Service') continue;
      const { name: service } = object.describedObject;
      const requestsPerSecond = totalOf(object.current, hpa.status?.currentReplicas ?? 0);
      if (requestsPerSecond === null || loads.has(`${namespace}/${service}`)) continue;
      loads.set(`${namespace}/${service}`, { namespace, service, requestsPerSecond });
    }
  }
  return [...loads.values()];
}

/** An average is over the target's replicas (podautoscaler/replica_calculator.go GetObjectPerPodMetricReplicas). */
function totalOf(current: { value?: string; averageValue?: string }, replicas: number): number | null {
  try {
    if (current.averageValue !== undefined) return parseQuantity(current.averageValue) * replicas;
    return current.value === undefined ? null : parseQuantity(current.value);
  } catch (error) {
    if (error instanceof QuantityError) return null;
    throw error;
  }
}
