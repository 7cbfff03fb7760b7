// Workloads with what their containers ask for and what they were measured to use.
import type { PodUsage } from '#lib/rules/top/resource-metrics.ts';
import { takesRoom } from '../placement/node-infos.ts';
import type { WorkloadRef } from '../placement/workload-ref.ts';
import { workloadsOf } from '../placement/workloads.ts';
import type { PodRecord } from '../records/records.ts';

export interface WorkloadUse {
  ref: WorkloadRef;
  pods: readonly PodRecord[];
  containers: readonly ContainerUse[];
}

/** Of all pods of the workload: the same container in each. */
export interface ContainerUse {
  name: string;
  /** What the pods ask for; null where one of them does not say. */
  cpuRequest: number | null;
  memoryRequest: number | null;
  memoryLimit: number | null;
  /** The most that one of them used; null where none was measured. */
  cpuMillicores: number | null;
  memoryBytes: number | null;
  /** Whose memory that is. */
  largest: PodRecord | null;
}

/** Kinds whose pods follow what is written in them; static pods and bare ones are written elsewhere. */
const CHANGEABLE: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

export function isChangeable({ kind }: WorkloadRef): boolean {
  return CHANGEABLE.has(kind);
}

export function workloadUses(
  pods: Iterable<PodRecord>,
  byPod: ReadonlyMap<string, PodUsage>,
): ReadonlyMap<string, WorkloadUse> {
  const holding = [...pods].filter(takesRoom);
  const uses = new Map<string, WorkloadUse>();
  for (const [key, { ref, pods: own }] of workloadsOf(holding, [])) {
    uses.set(key, { ref, pods: own, containers: containerUses(own, byPod) });
  }
  return uses;
}

function containerUses(pods: readonly PodRecord[], byPod: ReadonlyMap<string, PodUsage>): ContainerUse[] {
  const found = new Map<string, ContainerUse>();
  for (const pod of pods) {
    const measured = byPod.get(`${pod.namespace}/${pod.name}`);
    for (const { name, isInit, requests, limits } of pod.containers) {
      if (isInit) continue;
      const used = measured?.containers.get(name);
      const before = found.get(name);
      const isLargest = used !== undefined && used.memoryBytes > (before?.memoryBytes ?? -1);
      found.set(name, {
        name,
        cpuRequest: least(before?.cpuRequest, requests['cpu']),
        memoryRequest: least(before?.memoryRequest, requests['memory']),
        memoryLimit: least(before?.memoryLimit, limits['memory']),
        cpuMillicores: most(before?.cpuMillicores, used?.cpuMillicores),
        memoryBytes: most(before?.memoryBytes, used?.memoryBytes),
        largest: isLargest ? pod : (before?.largest ?? null),
      });
    }
  }
  return [...found.values()];
}

/** Null once one does not say; `before` is undefined for the first. */
function least(before: number | null | undefined, now: number | undefined): number | null {
  if (now === undefined || before === null) return null;
  return Math.min(before ?? now, now);
}

function most(before: number | null | undefined, now: number | undefined): number | null {
  if (now === undefined) return before ?? null;
  return Math.max(before ?? now, now);
}
