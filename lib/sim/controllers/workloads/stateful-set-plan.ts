// Which pods of a StatefulSet start and end now: in order and one by one, unless it allows them all at once.
// Mirrors updateStatefulSet in kubernetes pkg/controller/statefulset/stateful_set_control.go.
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { isPodAvailable, isPodReady } from '#lib/rules/pods/pod-readiness.ts';
import { scaledValue } from '#lib/rules/rollout.ts';
import type { Stored } from '../../store/object.ts';
import { ordinalOf, partitionOf, revisionOf, startOrdinal } from './stateful-set-pods.ts';

export interface StatefulPlan {
  /** Ordinals. */
  start: number[];
  end: Stored<Pod>[];
  /** Pods of `end` that go to make room for the new revision. */
  outdated: number;
}

export interface StatefulScene {
  set: Stored<StatefulSet>;
  pods: readonly Stored<Pod>[];
  /** Name of the revision that pods are to have. */
  updateRevision: string;
  nowMs: number;
}

interface Slot {
  ordinal: number;
  pod: Stored<Pod> | undefined;
}

export function statefulPlan(scene: StatefulScene): StatefulPlan {
  const { set } = scene;
  const plan: StatefulPlan = { start: [], end: [], outdated: 0 };
  const isOrdered = set.spec?.podManagementPolicy !== 'Parallel';
  const { slots, surplus } = sorted(scene);
  for (const slot of slots) {
    if (fillSlot(plan, scene, slot, isOrdered) === 'wait') return plan;
  }
  // Scaling down waits for all that stay, and goes from the highest ordinal down.
  const all = [...slots.map((slot) => slot.pod), ...[...surplus].reverse()];
  const firstUnavailable = all.find((pod) => pod === undefined || isUnavailable(scene, pod));
  for (const pod of surplus) {
    if (isTerminating(pod) && isOrdered) return plan;
    if (isTerminating(pod)) continue;
    if (isOrdered && isUnavailable(scene, pod) && pod !== firstUnavailable) return plan;
    plan.end.push(pod);
    if (isOrdered) return plan;
  }
  if (set.spec?.updateStrategy?.type !== 'OnDelete' && plan.start.length === 0) update(plan, scene, slots, isOrdered);
  return plan;
}

/** processReplica; `wait` where nothing after this slot may happen yet. */
function fillSlot(plan: StatefulPlan, scene: StatefulScene, slot: Slot, isOrdered: boolean): 'wait' | 'go' {
  const { ordinal, pod } = slot;
  if (pod === undefined) {
    plan.start.push(ordinal);
    return isOrdered ? 'wait' : 'go';
  }
  if (pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded') {
    if (!isTerminating(pod)) plan.end.push(pod);
    return isOrdered ? 'wait' : 'go';
  }
  return isOrdered && isUnavailable(scene, pod) ? 'wait' : 'go';
}

/** updateStatefulSetAfterInvariantEstablished: old pods end from the highest ordinal down to the partition. */
function update(plan: StatefulPlan, scene: StatefulScene, slots: readonly Slot[], isOrdered: boolean): void {
  const { set, updateRevision } = scene;
  const pods = slots.map((slot) => slot.pod).filter((pod) => pod !== undefined);
  const unavailable = slots.length - pods.filter((pod) => !isUnavailable(scene, pod)).length;
  const outdated = pods
    .slice(partitionOf(set))
    .reverse()
    .filter((pod) => revisionOf(pod) !== updateRevision && !isTerminating(pod) && !plan.end.includes(pod));
  // All at once: those that do not work anyway cost nothing.
  const broken = isOrdered ? [] : outdated.filter((pod) => !isAvailable(scene, pod));
  const working = outdated.filter((pod) => !broken.includes(pod));
  const ending = [...broken, ...working.slice(0, Math.max(0, unavailableMax(set, slots.length) - unavailable))];
  plan.end.push(...ending);
  plan.outdated = ending.length;
}

function sorted({ set, pods }: StatefulScene): { slots: Slot[]; surplus: Stored<Pod>[] } {
  const start = startOrdinal(set);
  const slots = Array.from({ length: set.spec?.replicas ?? 1 }, (_, index): Slot => {
    return { ordinal: start + index, pod: undefined };
  });
  const surplus: { ordinal: number; pod: Stored<Pod> }[] = [];
  for (const pod of pods) {
    const ordinal = ordinalOf(set, pod);
    if (ordinal === null) continue;
    const slot = slots[ordinal - start];
    if (slot === undefined) surplus.push({ ordinal, pod });
    else slot.pod = pod;
  }
  surplus.sort((a, b) => b.ordinal - a.ordinal);
  return { slots, surplus: surplus.map(({ pod }) => pod) };
}

/** getStatefulSetMaxUnavailable: rounded down, at least 1. kubernetes-types does not have the field yet. */
function unavailableMax({ spec }: StatefulSet, replicas: number): number {
  const rolling: { maxUnavailable?: number | string } | undefined = spec?.updateStrategy?.rollingUpdate;
  return Math.max(1, scaledValue(rolling?.maxUnavailable ?? 1, replicas, 'down') ?? 1);
}

export function isRunningAndReady(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && isPodReady(pod);
}

function isAvailable({ set, nowMs }: StatefulScene, pod: Pod): boolean {
  return isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs);
}

function isUnavailable(scene: StatefulScene, pod: Stored<Pod>): boolean {
  return !isAvailable(scene, pod) || isTerminating(pod);
}

export function isTerminating(pod: Stored<Pod>): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}
