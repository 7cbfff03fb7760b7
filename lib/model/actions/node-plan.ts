// What cordon, uncordon, taint and untaint would do to a node and its pods: made before anything is sent.
import type { Taint } from 'kubernetes-types/core/v1';
import { formatCount } from '#lib/format/count.ts';
import { labelKeyErrors, labelValueErrors } from '#lib/rules/labels/label-syntax.ts';
import { isTaintEffect, TAINT_EFFECTS, type TaintEffect } from '#lib/rules/nodes/taint-spec.ts';
import {
  formatTaint,
  HARD_EFFECTS,
  isSystemTaint,
  isTolerated,
  noExecuteVerdict,
  sameTaint,
} from '#lib/rules/nodes/taints.ts';
import type { NodeRecord, PodRecord } from '../records/records.ts';
import { type ActionPlan, nothingToDo, PlanError, type PlannedWrite } from './action-plan.ts';
import { kubectlOf } from './kubectl.ts';
import type { NodeAction, TaintInput } from './node-action.ts';

/** What takes it back is about the node again. */
export type NodePlan = ActionPlan & { undo: NodeAction | null };

/**
 * `pods` are those bound to the node. The patch carries the node's resourceVersion: taints are one list that a patch
 * replaces as a whole, so a change made meanwhile must end in a conflict and not be lost.
 * @throws {PlanError}
 */
export function planNodeAction(node: NodeRecord, pods: readonly PodRecord[], action: NodeAction): NodePlan {
  switch (action.action) {
    case 'cordon':
    case 'uncordon':
      return planCordon(node, action);
    case 'taint':
      return planTaint(node, pods, action);
    case 'untaint':
      return planUntaint(node, action);
  }
}

function planCordon(node: NodeRecord, action: NodeAction & { action: 'cordon' | 'uncordon' }): NodePlan {
  const cordon = action.action === 'cordon';
  if (node.unschedulable === cordon) {
    return nothingToDo(kubectlOf(action), `${node.name} is already ${cordon ? 'cordoned' : 'schedulable'}`);
  }
  const effects = cordon
    ? [`marks ${node.name} unschedulable: no new pods land on it`, 'pods on it stay']
    : [`marks ${node.name} schedulable: new pods may land on it again`];
  return {
    // null removes the field, as `kubectl uncordon` does.
    write: patchOf(node, { unschedulable: cordon ? true : null }),
    kubectl: kubectlOf(action),
    changes: true,
    effects,
    evicts: [],
    undo: { action: cordon ? 'uncordon' : 'cordon', node: node.name },
  };
}

function planTaint(node: NodeRecord, pods: readonly PodRecord[], action: NodeAction & { action: 'taint' }): NodePlan {
  const { taint } = action;
  refuseInvalid(taint);
  refuseSystem(taint);
  const text = formatTaint(taint);
  const present = node.taints.find((other) => sameTaint(other, taint));
  if (present !== undefined && (present.value ?? '') === taint.value) {
    return nothingToDo(kubectlOf(action), `${node.name} already has ${text}`);
  }
  if (present !== undefined && action.overwrite !== true) {
    const message = `${node.name} already has ${formatTaint(present)}: overwrite it to change its value to ${JSON.stringify(taint.value)}`;
    throw new PlanError('Conflict', message);
  }
  const added: Taint = { key: taint.key, ...(taint.value === '' ? {} : { value: taint.value }), effect: taint.effect };
  const taints = [added, ...node.taints.filter((other) => !sameTaint(other, taint))];
  const evicts = evictedBy(added, pods);
  const effect =
    present === undefined
      ? `adds taint ${text} to ${node.name}`
      : `replaces taint ${formatTaint(present)} on ${node.name} by ${text}`;
  return {
    write: patchOf(node, { taints }),
    kubectl: kubectlOf(action),
    changes: true,
    effects: [effect, ...effectsOf(added, pods, evicts)],
    evicts,
    undo: undoTaint(node, taint, present),
  };
}

function planUntaint(node: NodeRecord, action: NodeAction & { action: 'untaint' }): NodePlan {
  const { taint } = action;
  refuseInvalid(taint);
  refuseSystem(taint);
  const present = node.taints.find((other) => sameTaint(other, taint));
  if (present === undefined) return nothingToDo(kubectlOf(action), `${node.name} has no taint ${formatTaint(taint)}`);
  const taints = node.taints.filter((other) => !sameTaint(other, taint));
  const undone = { key: present.key, value: present.value ?? '', effect: effectOf(present.effect) };
  return {
    write: patchOf(node, { taints: taints.length === 0 ? null : taints }),
    kubectl: kubectlOf({ ...action, taint: undone }),
    changes: true,
    effects: [
      `removes taint ${formatTaint(present)} from ${node.name}`,
      'new pods no longer need to tolerate it to land there; pods already placed elsewhere do not move',
    ],
    evicts: [],
    undo: { action: 'taint', node: node.name, taint: undone },
  };
}

function undoTaint(node: NodeRecord, taint: TaintInput, replaced: Taint | undefined): NodeAction {
  if (replaced === undefined) return { action: 'untaint', node: node.name, taint };
  const old = { key: replaced.key, value: replaced.value ?? '', effect: taint.effect };
  return { action: 'taint', node: node.name, taint: old, overwrite: true };
}

/** Static pods (owned by the node itself) are the kubelet's: deleting one only deletes its mirror. */
function evictedBy(taint: Taint, pods: readonly PodRecord[]): ActionPlan['evicts'] {
  const evicted: { namespace: string; name: string; afterSeconds: number }[] = [];
  for (const pod of movable(pods)) {
    const verdict = noExecuteVerdict([taint], pod.tolerations);
    if (verdict.stays) continue;
    evicted.push({ namespace: pod.namespace, name: pod.name, afterSeconds: verdict.afterSeconds });
  }
  return evicted.sort((a, b) => a.afterSeconds - b.afterSeconds || (pathOf(a) < pathOf(b) ? -1 : 1));
}

function effectsOf(taint: Taint, pods: readonly PodRecord[], evicts: ActionPlan['evicts']): string[] {
  const effects = [
    HARD_EFFECTS.includes(taint.effect)
      ? 'new pods land there only if they tolerate it'
      : 'new pods that do not tolerate it land there only if no other node takes them',
  ];
  if (taint.effect === 'NoExecute') {
    const atOnce = evicts.filter(({ afterSeconds }) => afterSeconds === 0).length;
    const later = evicts.length - atOnce;
    if (atOnce > 0) effects.push(`evicts ${formatCount(atOnce, 'pod')} at once`);
    if (later > 0) effects.push(`evicts ${formatCount(later, 'pod')} when their toleration runs out`);
    if (evicts.length === 0) effects.push('evicts no pod');
    return effects;
  }
  const strangers = movable(pods).filter((pod) => !isTolerated(taint, pod.tolerations)).length;
  if (strangers === 1) effects.push('1 pod on it does not tolerate it: it stays until it ends');
  if (strangers > 1)
    effects.push(`${formatCount(strangers, 'pod')} on it do not tolerate it: they stay until they end`);
  return effects;
}

function movable(pods: readonly PodRecord[]): PodRecord[] {
  return pods.filter(
    ({ phase, deletionAt, owner }) =>
      phase !== 'Succeeded' && phase !== 'Failed' && deletionAt === null && owner?.kind !== 'Node',
  );
}

function refuseInvalid({ key, value, effect }: TaintInput): void {
  const errors = [
    ...labelKeyErrors(key).map((error) => `key: ${error}`),
    ...labelValueErrors(value).map((error) => `value: ${error}`),
    ...(isTaintEffect(effect) ? [] : [`effect: must be one of ${TAINT_EFFECTS.join(', ')}`]),
  ];
  if (errors.length > 0) throw new PlanError('Invalid', `invalid taint: ${errors.join('; ')}`);
}

function refuseSystem({ key }: TaintInput): void {
  if (!isSystemTaint(key)) return;
  const why = 'it follows from the state of the node, so a change by hand would not last';
  throw new PlanError('Invalid', `${key} is set and removed by Kubernetes itself: ${why}`);
}

function effectOf(effect: string): TaintEffect {
  return isTaintEffect(effect) ? effect : 'NoSchedule';
}

function patchOf(node: NodeRecord, spec: Readonly<Record<string, unknown>>): PlannedWrite {
  const metadata = { resourceVersion: node.resourceVersion };
  const path = `/api/v1/nodes/${node.name}`;
  return { kind: 'patch', path, type: 'application/merge-patch+json', body: { metadata, spec } };
}

function pathOf({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}
