// What pods request of a resource: what a utilization is a percentage of.
// Mirrors kubernetes pkg/controller/podautoscaler/replica_calculator.go (calculateRequests).
import type { Pod } from 'kubernetes-types/core/v1';
import { cpuMillicores } from '../quantity.ts';
import { hasPodLevelRequests, isSidecar, podRequests } from '../resources.ts';
import { MetricError } from './metric-source.ts';

type Amounts = Readonly<Record<string, string | number | undefined>> | undefined;

/** Thousandths by pod name. `container` is '' for whole pods. @throws {MetricError} where a request is missing. */
export function requestsOf(pods: readonly Pod[], container: string, resource: string): ReadonlyMap<string, number> {
  return new Map(pods.map((pod) => [pod.metadata?.name ?? '', requestOf(pod, container, resource)]));
}

function requestOf(pod: Pod, container: string, resource: string): number {
  const name = pod.metadata?.name ?? '';
  if (container === '' && hasPodLevelRequests(pod)) {
    // A resource that is not stated for the pod is the sum of what its containers state.
    const amount = podRequests(pod)[resource];
    if (amount === undefined) throw new MetricError(`missing pod-level request for ${resource} in Pod ${name}`);
    return resource === 'cpu' ? amount : amount * 1_000;
  }
  const counted = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? []).filter(isSidecar)];
  let total = 0;
  for (const one of counted.filter((other) => container === '' || other.name === container)) {
    const request = (one.resources?.requests as Amounts)?.[resource];
    if (request === undefined) {
      throw new MetricError(`missing request for ${resource} in container ${one.name} of Pod ${name}`);
    }
    total += cpuMillicores(request);
  }
  if (container !== '' && !counted.some((one) => one.name === container)) {
    throw new MetricError(`container ${container} not found in Pod ${name}`);
  }
  return total;
}
