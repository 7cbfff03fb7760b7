// How many pods a workload wants, set through its scale subresource.
import { formatCount } from '#lib/format/count.ts';
import { type ActionPlan, nothingToDo, PlanError } from './action-plan.ts';
import type { WorkloadAction } from './cluster-action.ts';
import { kubectlScale } from './kubectl.ts';
import { factsOf, objectPath, type WorkloadObject } from './workload-kind.ts';

export interface Autoscaler {
  name: string;
  min: number;
  max: number;
}

/** @throws {PlanError} */
export function planScale(
  { spec, metadata }: WorkloadObject,
  autoscaler: Autoscaler | 'unknown' | null,
  { workload, replicas }: Extract<WorkloadAction, { action: 'scale' }>,
): ActionPlan {
  if (!factsOf(workload).scales) {
    const why = workload.kind === 'DaemonSet' ? 'it has one pod on each node it may be on' : 'it has no replicas';
    throw new PlanError('Invalid', `${workload.kind} ${workload.name} cannot be scaled: ${why}`);
  }
  const before = spec?.replicas ?? 1;
  const kubectl = kubectlScale(workload, replicas);
  if (before === replicas) {
    return nothingToDo(kubectl, `${workload.name} already wants ${formatCount(replicas, 'pod')}`);
  }
  const body = { metadata: { resourceVersion: metadata?.resourceVersion }, spec: { replicas } };
  const path = `${objectPath(workload)}/scale`;
  return {
    write: { kind: 'patch', path, type: 'application/merge-patch+json', body },
    kubectl,
    changes: true,
    effects: [...replicaEffects(workload.name, before, replicas), ...autoscalerEffects(autoscaler, replicas)],
    evicts: [],
    undo: { action: 'scale', workload, replicas: before },
  };
}

function replicaEffects(name: string, before: number, after: number): string[] {
  const scales = `scales ${name} from ${before} to ${after}`;
  if (after > before) return [scales, `${formatCount(after - before, 'more pod')} to be placed by the scheduler`];
  if (after === 0) return [scales, `ends all its pods: nothing is left of it until it is scaled up again`];
  return [scales, `ends ${after - before === -1 ? '1 pod' : `${before - after} pods`}, those that are not ready first`];
}

function autoscalerEffects(autoscaler: Autoscaler | 'unknown' | null, replicas: number): string[] {
  if (autoscaler === null) return [];
  if (autoscaler === 'unknown') return ['whether an autoscaler sets its replicas may not be read'];
  const { name, min, max } = autoscaler;
  if (replicas === 0) return [`HorizontalPodAutoscaler ${name} does nothing while it wants 0 pods`];
  return [`HorizontalPodAutoscaler ${name} (${min} to ${max}) sets its replicas, and will change them back`];
}
