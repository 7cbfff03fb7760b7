// What a judgement of one pod rests on beside the nodes, and what of it is not known.
import type { Pod } from 'kubernetes-types/core/v1';
import type { FilterContext } from '#lib/rules/scheduling/filters.ts';
import type { SchedulingPod } from '#lib/rules/scheduling/scheduling-input.ts';
import { type PodVolumes, podVolumes } from '#lib/rules/volumes/pod-volumes.ts';
import { volumeLooks } from '#lib/rules/volumes/volume-looks.ts';
import type { PodRecord } from '../records/records.ts';
import type { ClusterPicture } from './picture.ts';

/** Null for a pod without claims. */
export function volumesOf(pod: PodRecord, { storage }: ClusterPicture): PodVolumes | null {
  if (pod.claimVolumes.length === 0) return null;
  const { namespace, name, uid, claimVolumes } = pod;
  const object: Pod = { metadata: { namespace, name, uid }, spec: { containers: [], volumes: [...claimVolumes] } };
  return podVolumes(object, storage);
}

export function contextOf(volumes: PodVolumes | null, { storage, labelsOfNamespace }: ClusterPicture): FilterContext {
  if (volumes === null) return { labelsOfNamespace };
  return { labelsOfNamespace, volumes: volumeLooks(volumes, storage).filter };
}

/** Whether it says beside which pods it wants to be, or how spread: then all pods of the cluster count for every node. */
export function looksAtOthers({ affinity, topologySpreadConstraints }: SchedulingPod): boolean {
  return (
    topologySpreadConstraints.some(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule') ||
    required(affinity?.podAffinity) ||
    required(affinity?.podAntiAffinity)
  );
}

/** Whether it keeps others away that it does not want beside it. */
export function keepsOthersAway({ affinity }: SchedulingPod): boolean {
  return required(affinity?.podAntiAffinity);
}

function required(terms: { requiredDuringSchedulingIgnoredDuringExecution?: readonly unknown[] } | undefined): boolean {
  return (terms?.requiredDuringSchedulingIgnoredDuringExecution?.length ?? 0) > 0;
}
