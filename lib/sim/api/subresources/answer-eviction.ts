// Eviction: a delete that asks the pod's disruption budget first.
// Mirrors pkg/registry/core/pod/storage/eviction.go.

import type { Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { matchesLabelSelector } from '#lib/rules/labels/label-selector.ts';
import { ignoresBudgets, mayGoUnhealthy, whyNoneAllowed } from '#lib/rules/pods/eviction.ts';
import { badRequest, methodNotAllowed } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';
import { fieldsOf, type Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { type Answer, objectAnswer } from '../answer.ts';
import { decodeBody } from '../body.ts';
import { type Call, existing } from '../call.ts';
import { deleteOptionsIn, isDryRun } from '../change/delete-options.ts';
import { deleteObject } from '../write/delete.ts';
import { updateObject } from '../write/update.ts';

const BUDGETS = 'poddisruptionbudgets.policy';
/** A budget remembers at most this many evicted pods that it has not yet seen go (MaxDisruptedPodSize). */
const DISRUPTED_PODS_MAX = 2000;

export function evictionAnswer(call: Call): Answer {
  const { machine, served, info, request } = call;
  if (info.verb !== 'create') throw methodNotAllowed();
  const eviction = decodeBody(request, 'Eviction');
  if (eviction.kind !== undefined && eviction.kind !== 'Eviction') {
    throw badRequest(`not a Eviction object: ${eviction.kind}`);
  }
  const name = eviction.metadata?.name;
  if (name && name !== info.name) throw badRequest('name in URL does not match name in Eviction object');
  const pod = existing(call) as Stored<Pod>;
  const options = deleteOptionsIn(fieldsOf(eviction).deleteOptions ?? {});
  const dryRun = options.dryRun || isDryRun(request.query.getAll('dryRun'), 'CreateOptions');
  if (!ignoresBudgets(pod)) {
    const budget = budgetOf(call, pod);
    if (budget !== null) askBudget(call, budget, pod, dryRun);
    if (!dryRun) markDisrupted(call, pod);
  }
  deleteObject(machine, served, info.namespace, info.name, { ...options, dryRun });
  return objectAnswer({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, 'json', 201);
}

function budgetOf({ machine }: Call, pod: Stored<Pod>): Stored<PodDisruptionBudget> | null {
  const matching = machine.store
    .list(BUDGETS, pod.metadata.namespace)
    .filter((budget) => matchesLabelSelector(budget.spec?.selector, pod.metadata.labels));
  if (matching.length > 1) {
    const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
    throw new StatusError('InternalError', message);
  }
  return matching[0] ?? null;
}

function askBudget(call: Call, budget: Stored<PodDisruptionBudget>, pod: Stored<Pod>, dryRun: boolean): void {
  const { name, generation = 0 } = budget.metadata;
  const { disruptionsAllowed = 0 } = budget.status ?? {};
  if (mayGoUnhealthy(budget, pod)) return;
  const refuse = (why: string) =>
    new StatusError('TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
      causes: [{ reason: 'DisruptionBudget', message: why }],
      ...(why.includes('still being processed') ? { retryAfterSeconds: 10 } : {}),
    });
  if ((budget.status?.observedGeneration ?? 0) < generation) {
    throw refuse(`The disruption budget ${name} is still being processed by the server.`);
  }
  const disrupted = budget.status?.disruptedPods ?? {};
  if (Object.keys(disrupted).length > DISRUPTED_PODS_MAX) {
    const message = `poddisruptionbudgets.policy "${name}" is forbidden: DisruptedPods map too big - too many evictions not confirmed by PDB controller`;
    throw new StatusError('Forbidden', message, { name, group: 'policy', kind: 'poddisruptionbudgets' });
  }
  if (disruptionsAllowed <= 0) {
    throw refuse(`The disruption budget ${name} ${whyNoneAllowed(budget)}`);
  }
  const served = call.machine.registry.stored(BUDGETS);
  if (served === undefined) return;
  const status = {
    ...budget.status,
    disruptionsAllowed: disruptionsAllowed - 1,
    disruptedPods: { ...disrupted, [pod.metadata.name]: timestamp(call.machine.clock.now()) },
  };
  const next = { ...budget, status };
  updateObject(call.machine, served, next, { manager: 'kube-apiserver', subresource: 'status', dryRun });
}

function markDisrupted({ machine, served }: Call, pod: Stored<Pod>): void {
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
    lastTransitionTime: timestamp(machine.clock.now()),
  };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  const status = { ...pod.status, conditions: [...others, condition] };
  updateObject(machine, served, { ...pod, status } as Pod, { manager: 'kube-apiserver', subresource: 'status' });
}
