// What placing, scaling or changing the containers of a workload would do: made before anything is sent.
import { type ActionPlan, PlanError } from './action-plan.ts';
import type { WorkloadAction } from './cluster-action.ts';
import { planImage, planRequest } from './container-plan.ts';
import { planPlace } from './place-plan.ts';
import { type Autoscaler, planScale } from './scale-plan.ts';
import type { WorkloadObject } from './workload-kind.ts';

export interface WorkloadSurroundings {
  /** Of its pods; null where they may not be read. */
  podCount: number | null;
  /** The autoscaler that sets its replicas; null where there is none, 'unknown' where they may not be read. */
  autoscaler: Autoscaler | 'unknown' | null;
}

/**
 * `object` as it was just read. What is written is bound to that version of it.
 * @throws {PlanError}
 */
export function planWorkloadAction(
  object: WorkloadObject,
  surroundings: WorkloadSurroundings,
  action: WorkloadAction,
): ActionPlan {
  const owner = object.metadata?.ownerReferences?.find(({ controller }) => controller === true);
  const { kind, name } = action.workload;
  if (owner !== undefined && (kind === 'Pod' || (kind === 'ReplicaSet' && owner.kind === 'Deployment'))) {
    const why = `${name} belongs to ${owner.kind} ${owner.name}, which makes others as it says`;
    throw new PlanError('Invalid', `${why}: change that one instead`);
  }
  const plan = planOf(object, surroundings, action);
  if (owner === undefined || !plan.changes) return plan;
  return { ...plan, effects: [...plan.effects, `${owner.kind} ${owner.name} manages it and may change it back`] };
}

function planOf(
  object: WorkloadObject,
  { podCount, autoscaler }: WorkloadSurroundings,
  action: WorkloadAction,
): ActionPlan {
  switch (action.action) {
    case 'place':
      return planPlace(object, podCount, action);
    case 'scale':
      return planScale(object, autoscaler, action);
    case 'request':
      return planRequest(object, podCount, action);
    case 'image':
      return planImage(object, podCount, action);
  }
}
