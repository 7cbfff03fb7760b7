import 'server-only';
// Plans of actions on autoscalers, from what is read fresh, and what is likely to come of them.
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { formatCount } from '#lib/format/count.ts';
import { isStatusError, type Transport } from '#lib/kube/index.ts';
import type { ActionPlan } from '#lib/model/actions/action-plan.ts';
import type { AutoscalerAction } from '#lib/model/actions/autoscaler-action.ts';
import { planAutoscale, planAutoscalerDeletion } from '#lib/model/actions/autoscaler-create-plan.ts';
import { autoscalerPath, planAutoscalerEdit, withTargets } from '#lib/model/actions/autoscaler-plan.ts';
import { isActedKind, objectPath, type WorkloadObject } from '#lib/model/actions/workload-kind.ts';
import { forecastOf } from '#lib/model/autoscaling/forecast.ts';
import type { PodFate } from '#lib/model/placement/what-if-view.ts';
import type { WorkloadRef } from '#lib/model/placement/workload-ref.ts';
import type { Hub } from '../live/hub.ts';
import { answerWhatIf } from '../placement/what-if.ts';
import { autoscalerOf } from './autoscaler-of.ts';
import { readObject } from './read-object.ts';

/** Throws StatusError and PlanError. */
export async function autoscalerPlan({ transport }: Hub, action: AutoscalerAction): Promise<ActionPlan> {
  switch (action.action) {
    case 'edit-autoscaler':
      return planAutoscalerEdit(await readAutoscaler(transport, action), action);
    case 'delete-autoscaler':
      return planAutoscalerDeletion(await readAutoscaler(transport, action), action);
    case 'autoscale': {
      const { workload } = action;
      const [object, other] = await Promise.all([
        readObject<WorkloadObject>(transport, objectPath(workload)),
        autoscalerOf(transport, workload),
      ]);
      return planAutoscale(object, other, action);
    }
  }
}

/** In words, for a preview. Throws StatusError only where the autoscaler cannot be read. */
export async function autoscalerForecast(hub: Hub, action: AutoscalerAction): Promise<readonly string[]> {
  if (action.action !== 'edit-autoscaler') return [];
  const object = await readAutoscaler(hub.transport, action);
  const { spec } = object;
  if (spec === undefined) return [];
  const { min, max, targets, behavior } = action.settings;
  const { behavior: _before, ...rest } = spec;
  const changed = { ...rest, minReplicas: min, maxReplicas: max, metrics: withTargets(spec.metrics ?? [], targets) };
  const forecast = forecastOf({ ...object, spec: behavior === null ? changed : { ...changed, behavior } });
  const current = object.status?.currentReplicas ?? 0;
  if (forecast.replicas === null || forecast.replicas === current) return [forecast.words];
  const { kind, name } = spec.scaleTargetRef;
  const workload = { kind, namespace: action.autoscaler.namespace, name };
  return [forecast.words, ...(await roomWords(hub, workload, forecast.replicas))];
}

async function readAutoscaler(
  transport: Transport,
  { autoscaler }: Exclude<AutoscalerAction, { action: 'autoscale' }>,
) {
  return readObject<HorizontalPodAutoscaler>(transport, autoscalerPath(autoscaler));
}

/** Where so many would find room, by the scheduler's rules. */
async function roomWords(hub: Hub, workload: WorkloadRef, replicas: number): Promise<string[]> {
  if (!isActedKind(workload.kind)) return [];
  try {
    const action = { action: 'scale', workload, replicas };
    const { pods } = await answerWhatIf(hub, { suppositions: [{ suppose: 'action', action }] });
    const own = pods.filter(
      ({ owner, anyway }) => !anyway && owner.kind === workload.kind && owner.name === workload.name,
    );
    const removed = own.filter(({ fate }) => fate === 'removed').length;
    return [...addedWords(hub, own), ...(removed === 0 ? [] : [`${formatCount(removed, 'pod')} would end, in time`])];
  } catch (error) {
    if (!isStatusError(error)) throw error;
    return [`whether there is room for so many is not known here: ${error.message}`];
  }
}

/** `6 more pods: 3 on arm64, 1 on arm, 2 have no room: 0/7 nodes are available`. */
function addedWords({ cache }: Hub, fates: readonly PodFate[]): string[] {
  const added = fates.filter(({ fate }) => fate === 'added');
  const stuck = fates.filter(({ fate }) => fate === 'stuck');
  const count = added.length + stuck.length;
  if (count === 0) return [];
  const byArch = new Map<string, number>();
  for (const { to } of added) {
    const arch = cache.nodes.get(to ?? '')?.hardware.architecture ?? 'an unknown architecture';
    byArch.set(arch, (byArch.get(arch) ?? 0) + 1);
  }
  const places = [...byArch].map(([arch, pods]) => `${pods} on ${arch}`);
  const without = stuck.length === 0 ? [] : [`${stuck.length} ${stuck.length === 1 ? 'has' : 'have'} no room`];
  const reasons = [...new Set(stuck.flatMap(({ reason }) => reason ?? []))];
  return [`${formatCount(count, 'more pod')}: ${[...places, ...without].join(', ')}`, ...reasons];
}
