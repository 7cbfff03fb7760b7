// When a node runs short of memory, and which of its pods a kubelet ends first.
// Mirrors kubernetes pkg/kubelet/eviction/{helpers,eviction_manager}.go with its default threshold.
import type { Pod } from 'kubernetes-types/core/v1';
import { memoryQuantity } from '../quantity.ts';
import { podRequests, resourceAmounts } from '../resources.ts';

/** --eviction-hard memory.available<100Mi (kubelet/apis/config/v1beta1/defaults_linux.go). */
export const MEMORY_AVAILABLE_MIN_BYTES = 100 * 1024 ** 2;
/** --eviction-pressure-transition-period: so long the condition stays after the last shortage. */
export const PRESSURE_TRANSITION_MS = 300_000;
/** pkg/apis/scheduling/types.go SystemCriticalPriority: from here on a pod is not evicted. */
const CRITICAL_PRIORITY = 2_000_000_000;
const STATIC_ANNOTATIONS = ['kubernetes.io/config.source', 'kubernetes.io/config.mirror'];
const PAGE_BYTES = 4_096;

export interface MeasuredContainer {
  name: string;
  memoryBytes: number;
}

export interface MeasuredPod<P extends Pod = Pod> {
  pod: P;
  containers: readonly MeasuredContainer[];
}

/** The pods that may go, first to go first: above their requests, less important, further above (rankMemoryPressure). */
export function evictionOrder<P extends Pod>(pods: readonly MeasuredPod<P>[]): MeasuredPod<P>[] {
  const ranked = pods
    .filter(({ pod }) => !isCritical(pod))
    .map((measured) => ({ measured, above: aboveRequest(measured) }));
  ranked.sort((a, b) => {
    const exceeds = Number(b.above > 0) - Number(a.above > 0);
    return exceeds || priorityOf(a.measured) - priorityOf(b.measured) || b.above - a.above;
  });
  return ranked.map(({ measured }) => measured);
}

/** pkg/kubelet/types/pod_update.go IsCriticalPod. */
function isCritical({ metadata, spec }: Pod): boolean {
  const isStatic = STATIC_ANNOTATIONS.some((name) => {
    const value = metadata?.annotations?.[name];
    return value !== undefined && value !== 'api';
  });
  return isStatic || (spec?.priority ?? 0) >= CRITICAL_PRIORITY;
}

function priorityOf({ pod }: MeasuredPod): number {
  return pod.spec?.priority ?? 0;
}

function aboveRequest({ pod, containers }: MeasuredPod): number {
  const used = containers.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  return used - (podRequests(pod)['memory'] ?? 0);
}

/** What the pod is told (evictionMessage). */
export function evictionMessage({ pod, containers }: MeasuredPod, availableBytes: number): string {
  const threshold = memoryQuantity(MEMORY_AVAILABLE_MIN_BYTES);
  const low = `The node was low on resource: memory. Threshold quantity: ${threshold}, available: ${inPages(availableBytes)}. `;
  const blamed = containers.flatMap(({ name, memoryBytes }) => {
    const resources = pod.spec?.containers.find((container) => container.name === name)?.resources;
    const request = resources?.requests?.['memory'] ?? '0';
    const requestBytes = resourceAmounts({ memory: request })['memory'] ?? 0;
    if (memoryBytes <= requestBytes) return [];
    const use = `Container ${name} was using ${inPages(memoryBytes)}, request is ${request}`;
    return [`${use}, has larger consumption of memory. `];
  });
  return low + blamed.join('');
}

/** Memory comes in pages, so its amounts are whole Ki. */
function inPages(bytes: number): string {
  return memoryQuantity(Math.max(0, Math.floor(bytes / PAGE_BYTES)) * PAGE_BYTES);
}
