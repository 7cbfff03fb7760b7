// What a pod asks of a node and what a node has: sums of requests, and whether one more pod fits.
// Mirrors component-helpers resource/helpers.go and the NodeResourcesFit scheduler plugin (noderesources/fit.go).
import type { Container, Pod } from 'kubernetes-types/core/v1';
import { cpuMillicores, wholeUnits } from './quantity.ts';

/** `cpu` in millicores, everything else in whole units (bytes for memory and storage). Absent means none asked for. */
export type ResourceAmounts = Readonly<Record<string, number>>;

type Amounts = Record<string, number>;
type QuantityMap = Readonly<Record<string, string | number>>;
type Side = 'requests' | 'limits';

/** Pod-level resources know only these (and hugepages-*). */
const POD_LEVEL: readonly string[] = ['cpu', 'memory'];

/** pkg/scheduler/util/pod_resources.go: what scoring assumes for a container that asks for nothing. */
export const SCORING_CPU_MILLICORES = 100;
export const SCORING_MEMORY_BYTES = 200 * 1024 * 1024;

/** @throws {QuantityError} for an amount no API server would have stored. */
export function resourceAmounts(quantities: QuantityMap | undefined | null): ResourceAmounts {
  const amounts: Amounts = {};
  for (const [name, quantity] of Object.entries(quantities ?? {})) {
    amounts[name] = name === 'cpu' ? cpuMillicores(quantity) : wholeUnits(quantity);
  }
  return amounts;
}

/**
 * Containers and sidecars summed, plain init containers by maximum (each beside the sidecars started before it),
 * pod-level amounts in place of both, overhead on top. @throws {QuantityError}
 */
export function podRequests(pod: Pod): ResourceAmounts {
  const total = podSum(pod, 'requests', {});
  return withOverhead(total, pod, false);
}

/** As podRequests, for limits; overhead counts only where there is a limit. @throws {QuantityError} */
export function podLimits(pod: Pod): ResourceAmounts {
  return withOverhead(podSum(pod, 'limits', {}), pod, true);
}

/** cpu and memory as NodeResourcesFit scores them: containers without a request count with an assumed one. */
export function scoringRequests(pod: Pod): ResourceAmounts {
  const assumed = { cpu: SCORING_CPU_MILLICORES, memory: SCORING_MEMORY_BYTES };
  return withOverhead(podSum(pod, 'requests', assumed), pod, false);
}

export function addAmounts(a: ResourceAmounts, b: ResourceAmounts): ResourceAmounts {
  const sum: Amounts = { ...a };
  for (const [name, amount] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + amount;
  return sum;
}

export function sumAmounts(list: readonly ResourceAmounts[]): ResourceAmounts {
  const sum: Amounts = {};
  for (const amounts of list) accumulate(sum, amounts);
  return sum;
}

export interface Insufficient {
  resource: string;
  /** As the scheduler says it: `Insufficient cpu`, `Too many pods`. */
  reason: string;
  requested: number;
  used: number;
  capacity: number;
  /** The node is too small even when empty: evicting pods would not help. */
  unresolvable: boolean;
}

export interface Room {
  allocatable: ResourceAmounts;
  requested: ResourceAmounts;
  podCount: number;
}

/** Everything the node lacks for one more pod with these requests; none when it fits (fitsRequest). */
export function insufficientFor(requests: ResourceAmounts, room: Room): readonly Insufficient[] {
  const lacking: Insufficient[] = [];
  const podsAllowed = room.allocatable['pods'] ?? 0;
  if (room.podCount + 1 > podsAllowed) {
    const used = { requested: 1, used: room.podCount, capacity: podsAllowed };
    lacking.push({ resource: 'pods', reason: 'Too many pods', ...used, unresolvable: false });
  }
  for (const resource of inFitOrder(requests)) {
    const requested = requests[resource] ?? 0;
    const capacity = room.allocatable[resource] ?? 0;
    const used = room.requested[resource] ?? 0;
    if (requested === 0 || requested <= capacity - used) continue;
    const unresolvable = requested > capacity;
    lacking.push({ resource, reason: `Insufficient ${resource}`, requested, used, capacity, unresolvable });
  }
  return lacking;
}

/** Those that are asked for, `pods` apart, in the order in which the scheduler names them. */
export function inFitOrder(requests: ResourceAmounts): string[] {
  const first = ['cpu', 'memory', 'ephemeral-storage'];
  const others = Object.keys(requests).filter((name) => !first.includes(name) && name !== 'pods');
  return [...first, ...others.sort()];
}

function podSum(pod: Pod, side: Side, assumed: ResourceAmounts): Amounts {
  const total: Amounts = {};
  for (const container of pod.spec?.containers ?? []) accumulate(total, containerAmounts(container, side, assumed));
  const sidecars: Amounts = {};
  const starting: Amounts = {};
  for (const container of pod.spec?.initContainers ?? []) {
    const amounts = containerAmounts(container, side, assumed);
    if (isSidecar(container)) {
      accumulate(total, amounts);
      accumulate(sidecars, amounts);
      raise(starting, sidecars);
    } else {
      raise(starting, addAmounts(amounts, sidecars));
    }
  }
  raise(total, starting);
  const podLevel = resourceAmounts(podLevelResources(pod)?.[side]);
  for (const [name, amount] of Object.entries(podLevel)) {
    if (isPodLevel(name)) total[name] = amount;
  }
  return total;
}

/** Whether the pod states requests as a whole (KEP-2837). */
export function hasPodLevelRequests(pod: Pod): boolean {
  return Object.keys(podLevelResources(pod)?.requests ?? {}).some(isPodLevel);
}

function isPodLevel(name: string): boolean {
  return POD_LEVEL.includes(name) || name.startsWith('hugepages-');
}

/** An init container that keeps running beside the others (restartPolicy Always). */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

function containerAmounts(container: Container, side: Side, assumed: ResourceAmounts): ResourceAmounts {
  return { ...assumed, ...resourceAmounts(container.resources?.[side]) };
}

/** spec.resources came with Kubernetes 1.32 and is not in the type package yet. */
function podLevelResources({ spec }: Pod): Partial<Record<Side, QuantityMap>> | undefined {
  return spec !== undefined && 'resources' in spec ? (spec.resources as Partial<Record<Side, QuantityMap>>) : undefined;
}

function withOverhead(total: Amounts, pod: Pod, onlyWhereSet: boolean): ResourceAmounts {
  for (const [name, amount] of Object.entries(resourceAmounts(pod.spec?.overhead))) {
    if (onlyWhereSet && total[name] === undefined) continue;
    total[name] = (total[name] ?? 0) + amount;
  }
  return total;
}

function accumulate(total: Amounts, amounts: ResourceAmounts): void {
  for (const [name, amount] of Object.entries(amounts)) total[name] = (total[name] ?? 0) + amount;
}

function raise(total: Amounts, amounts: ResourceAmounts): void {
  for (const [name, amount] of Object.entries(amounts)) total[name] = Math.max(total[name] ?? 0, amount);
}
