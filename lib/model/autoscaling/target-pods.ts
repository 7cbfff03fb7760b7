// The pods of what an autoscaler scales, counted by architecture.
import { compareArchitectures } from '../overview/architectures.ts';
import { groupBy } from '../records/grouping.ts';
import { topOwner } from '../records/pod-owner.ts';
import type { AutoscalerRecord, NodeRecord, PodRecord } from '../records/records.ts';
import type { ArchReplicas } from './autoscaling-view.ts';

export interface TargetCounts {
  byArch: readonly ArchReplicas[];
  /** Without a node. */
  pending: number;
  /** Those of them that the scheduler found none for. */
  unschedulable: number;
}

/** By `namespace/Kind/name` of what made them: for all autoscalers at once. A bare pod is nobody's. */
export function podsByTarget(pods: Iterable<PodRecord>): ReadonlyMap<string, readonly PodRecord[]> {
  return groupBy(pods, keyOf);
}

function keyOf(pod: PodRecord): string {
  return `${pod.namespace}/${topOwner(pod) ?? ''}`;
}

/** Those of one autoscaler's target. */
export function podsOfTarget(pods: Iterable<PodRecord>, autoscaler: AutoscalerRecord): PodRecord[] {
  const key = targetKey(autoscaler);
  const namespace = autoscaler.metadata?.namespace ?? '';
  return Array.from(pods).filter((pod) => pod.namespace === namespace && keyOf(pod) === key);
}

/** `default/Deployment/web`. */
export function targetKey({ metadata, spec }: AutoscalerRecord): string {
  const { kind = '', name = '' } = spec?.scaleTargetRef ?? {};
  return `${metadata?.namespace ?? ''}/${kind}/${name}`;
}

/** Those that have ended, or are on their way out, carry nothing any more. */
export function countsByArch(
  pods: Iterable<PodRecord>,
  nodeOf: (name: string) => Pick<NodeRecord, 'hardware'> | undefined,
): TargetCounts {
  const byArch = new Map<string, ArchReplicas>();
  let pending = 0;
  let unschedulable = 0;
  for (const pod of pods) {
    if (!isCarrying(pod)) continue;
    if (pod.nodeName === null) {
      pending++;
      if (pod.unschedulable !== null) unschedulable++;
      continue;
    }
    const arch = nodeOf(pod.nodeName)?.hardware.architecture ?? 'unknown';
    const before = byArch.get(arch) ?? { arch, pods: 0, ready: 0 };
    byArch.set(arch, { arch, pods: before.pods + 1, ready: before.ready + (pod.readySince === null ? 0 : 1) });
  }
  const sorted = [...byArch.values()].sort((a, b) => compareArchitectures(a.arch, b.arch));
  return { byArch: sorted, pending, unschedulable };
}

export function isCarrying({ deletionAt, phase }: PodRecord): boolean {
  return deletionAt === null && phase !== 'Failed' && phase !== 'Succeeded';
}
