import 'server-only';
// The autoscaler that sets a workload's replicas.
import type { HorizontalPodAutoscalerList } from 'kubernetes-types/autoscaling/v2';
import { isStatusError, type Transport } from '#lib/kube/index.ts';
import type { Autoscaler } from '#lib/model/actions/scale-plan.ts';
import type { WorkloadRef } from '#lib/model/placement/workload-ref.ts';
import { readObject } from './read-object.ts';

/** Whoever may scale may not always read autoscalers: then that is said. */
export async function autoscalerOf(
  transport: Transport,
  workload: WorkloadRef,
): Promise<Autoscaler | 'unknown' | null> {
  try {
    const path = `/apis/autoscaling/v2/namespaces/${workload.namespace}/horizontalpodautoscalers`;
    const { items } = await readObject<HorizontalPodAutoscalerList>(transport, path);
    const found = items.find(
      ({ spec }) => spec?.scaleTargetRef.kind === workload.kind && spec.scaleTargetRef.name === workload.name,
    );
    if (found?.spec === undefined) return null;
    return { name: found.metadata?.name ?? '', min: found.spec.minReplicas ?? 1, max: found.spec.maxReplicas };
  } catch (error) {
    if (isStatusError(error) && (error.code === 403 || error.code === 404)) return 'unknown';
    throw error;
  }
}
