import 'server-only';
// Acting on the cluster: read the object fresh, plan, then let the API server try the plan out or carry it out.
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { isStatusError, StatusError, type Transport } from '#lib/kube/index.ts';
import { type ActionPlan, PlanError, type PlannedWrite } from '#lib/model/actions/action-plan.ts';
import type { AutoscalerAction } from '#lib/model/actions/autoscaler-action.ts';
import type {
  ActionRequest,
  ActionResult,
  ClusterAction,
  PodAction,
  WorkloadAction,
} from '#lib/model/actions/cluster-action.ts';
import type { NodeAction } from '#lib/model/actions/node-action.ts';
import { planNodeAction } from '#lib/model/actions/node-plan.ts';
import { planPodAction } from '#lib/model/actions/pod-plan.ts';
import { objectPath, type WorkloadObject } from '#lib/model/actions/workload-kind.ts';
import { planWorkloadAction } from '#lib/model/actions/workload-plan.ts';
import { nodeAnswers } from '#lib/model/overview/board.ts';
import { workloadKey } from '#lib/model/placement/workload-ref.ts';
import { workloadOf } from '#lib/model/placement/workloads.ts';
import { projectNode } from '#lib/model/records/project-node.ts';
import type { Hub } from '../live/hub.ts';
import { actionRequestOf } from './action-request.ts';
import { autoscalerOf } from './autoscaler-of.ts';
import { autoscalerForecast, autoscalerPlan } from './autoscaler-plans.ts';
import { carryOut } from './carry-out.ts';
import { fingerprintOf } from './fingerprint.ts';
import { readObject } from './read-object.ts';

/** Controllers write to the same objects all the time; as many tries as client-go's RetryOnConflict makes. */
const CONFLICTS_MAX = 5;

/** `body` is an ActionRequest. Throws StatusError: ours for a bad request, else the API's. */
export async function runAction(hub: Hub, body: unknown): Promise<ActionResult> {
  const request = actionRequestOf(body);
  for (let conflicts = 1; ; conflicts += 1) {
    try {
      return await tryAction(hub, request);
    } catch (error) {
      if (!(error instanceof OverwrittenError)) throw error;
      if (conflicts === CONFLICTS_MAX) throw error.cause;
    }
  }
}

/** Somebody wrote between our reading and our writing: nothing is done yet, and what we planned may be out of date. */
class OverwrittenError extends Error {}

async function tryAction(hub: Hub, { action, dryRun, previewed }: ActionRequest): Promise<ActionResult> {
  const plan = await planned(() => planOf(hub, action));
  // The command holds whatever the words leave out.
  const fingerprint = fingerprintOf([plan.kubectl, plan.effects, plan.evicts]);
  if (previewed !== undefined && previewed !== fingerprint) {
    throw new StatusError(
      409,
      'Conflict',
      `${subjectOf(action)} changed since the preview: this would now do something else`,
    );
  }
  if (plan.write !== null) await write(hub.transport, plan.write, dryRun);
  const { kubectl, changes, effects, evicts, undo } = plan;
  const forecast = dryRun && changes && isOfAutoscaler(action) ? await autoscalerForecast(hub, action) : [];
  return { kubectl, applied: changes && !dryRun, changes, effects, forecast, evicts, fingerprint, undo };
}

function isOfAutoscaler(action: ClusterAction): action is AutoscalerAction {
  return 'autoscaler' in action || action.action === 'autoscale';
}

function subjectOf(action: ClusterAction): string {
  if ('node' in action) return action.node;
  if ('pod' in action) return action.pod.name;
  return 'autoscaler' in action ? action.autoscaler.name : action.workload.name;
}

/** A patch names the version it was made of; the other writes do not. */
async function write(transport: Transport, planned: PlannedWrite, dryRun: boolean): Promise<void> {
  try {
    await carryOut(transport, planned, dryRun);
  } catch (error) {
    if (planned.kind !== 'patch' || !isStatusError(error) || error.reason !== 'Conflict') throw error;
    throw new OverwrittenError(error.message, { cause: error });
  }
}

function planOf(hub: Hub, action: ClusterAction): Promise<ActionPlan> {
  switch (action.action) {
    case 'cordon':
    case 'uncordon':
    case 'taint':
    case 'untaint':
      return nodePlan(hub, action);
    case 'delete-pod':
      return podPlan(hub, action);
    case 'place':
    case 'scale':
    case 'request':
    case 'image':
      return workloadPlan(hub, action);
    case 'edit-autoscaler':
    case 'autoscale':
    case 'delete-autoscaler':
      return autoscalerPlan(hub, action);
  }
}

async function nodePlan({ transport, cache }: Hub, action: NodeAction): Promise<ActionPlan> {
  const node = await readObject<Node>(transport, `/api/v1/nodes/${action.node}`);
  const plan = planNodeAction(projectNode(node), [...cache.podsOn(action.node).values()], action);
  if (cache.podsKnown || !plan.changes) return plan;
  return { ...plan, effects: [...plan.effects, 'pods may not be read: what this does to them is not known'] };
}

async function podPlan({ transport, cache }: Hub, action: PodAction): Promise<ActionPlan> {
  const { namespace, name } = action.pod;
  const pod = await readObject<Pod>(transport, `/api/v1/namespaces/${namespace}/pods/${name}`);
  const node = cache.nodes.get(pod.spec?.nodeName ?? '');
  return planPodAction(pod, node === undefined || nodeAnswers(node), action);
}

async function workloadPlan({ transport, cache }: Hub, action: WorkloadAction): Promise<ActionPlan> {
  const { workload } = action;
  const object = await readObject<WorkloadObject>(transport, objectPath(workload));
  const key = workloadKey(workload);
  const podCount = cache.podsKnown
    ? [...cache.pods.values()].filter((pod) => workloadKey(workloadOf(pod)) === key).length
    : null;
  const autoscaler = action.action === 'scale' ? await autoscalerOf(transport, workload) : null;
  return planWorkloadAction(object, { podCount, autoscaler }, action);
}

async function planned(make: () => Promise<ActionPlan>): Promise<ActionPlan> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new StatusError(error.reason === 'Conflict' ? 409 : 422, error.reason, error.message);
  }
}
