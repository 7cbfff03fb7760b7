import 'server-only';
// The workload a pod is a pod of, as it is watched.
import { workloadKey } from '#lib/model/placement/workload-ref.ts';
import { workloadOf } from '#lib/model/placement/workloads.ts';
import type { PodRecord, WorkloadRecord } from '#lib/model/records/records.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';
import { WORKLOAD_SOURCES } from '../live/side-sources.ts';

/** Null for a bare pod, a kind that is not read, and one that may not be. */
export function workloadRecordOf(pod: PodRecord, { side }: ClusterCache): WorkloadRecord | null {
  const ref = workloadOf(pod);
  for (const source of WORKLOAD_SOURCES) {
    const record = side.items(source).get(`${ref.namespace}/${ref.name}`);
    if (record !== undefined && workloadKey(record) === workloadKey(ref)) return record;
  }
  return null;
}
