// What the scheduler writes about a pod it could not place, and to those it ends for it.
// Mirrors kubernetes pkg/scheduler/schedule_one.go handleSchedulingFailure and framework/preemption/executor.go.
import type { Pod, PodCondition } from 'kubernetes-types/core/v1';
import type { Preemption } from '#lib/rules/scheduling/preemption.ts';
import type { EventNote, View, Write } from '../controllers/controller.ts';
import { generationOf, NEVER_PROBED } from '../kubelet/pod-conditions.ts';
import type { Stored } from '../store/object.ts';
import { timestamp } from '../timestamp.ts';

const PREEMPTED = 'PreemptionByScheduler';

/** `nominatedNode`: kept for the pod; '' takes it back, undefined leaves it as it is. */
export interface Verdict {
  reason: 'Unschedulable' | 'SchedulerError' | 'SchedulingGated';
  message: string;
  nominatedNode?: string;
}

export function withVerdict(pod: Stored<Pod>, verdict: Verdict, nowMs: number): Write[] {
  const { reason, message, nominatedNode } = verdict;
  const before = pod.status?.conditions ?? [];
  const old = before.find(({ type }) => type === 'PodScheduled');
  const isSame = old?.status === 'False' && old.reason === reason && old.message === message;
  const hasNode = nominatedNode === undefined || nominatedNode === (pod.status?.nominatedNodeName ?? '');
  if (isSame && hasNode) return [];
  const since = old?.status === 'False' ? old.lastTransitionTime : undefined;
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'False',
    reason,
    message,
    lastTransitionTime: since ?? timestamp(nowMs),
    ...NEVER_PROBED,
    // That of gates is the API server's, which leaves it out (registry/core/pod/strategy.go applySchedulingGatedCondition).
    ...(reason === 'SchedulingGated' ? {} : generationOf(pod)),
  };
  const conditions = [...before.filter(({ type }) => type !== 'PodScheduled'), condition];
  return [nominated({ ...pod, status: { ...pod.status, conditions } }, nominatedNode)];
}

/** Keeps the node for the pod, or no longer. */
export function nominated(pod: Stored<Pod>, node: string | undefined): Write {
  const { nominatedNodeName, ...rest } = pod.status ?? {};
  const kept = node ?? nominatedNodeName ?? '';
  const status = { phase: 'Pending', ...rest, ...(kept === '' ? {} : { nominatedNodeName: kept }) };
  return { op: 'updateStatus', resource: 'pods', object: { ...pod, status } as Stored<Pod> };
}

/** The scheduler speaks in events of the newer kind, which name what was done. */
export function told(about: Stored, event: Pick<EventNote, 'type' | 'reason' | 'message' | 'action'>): Write {
  return { op: 'event', event: { about, ...event } };
}

export function failedScheduling(pod: Stored<Pod>, message: string): Write {
  return told(pod, { type: 'Warning', reason: 'FailedScheduling', message, action: 'Scheduling' });
}

/** Ends the victims: each is told why, in its conditions and by an event. */
export function preemptions(view: View, pod: Stored<Pod>, { node, victims }: Preemption): Write[] {
  return victims.flatMap(({ namespace, name }): Write[] => {
    const victim = view.get('pods', namespace, name);
    if (victim === undefined) return [];
    const message = `Preempted by pod ${pod.metadata.uid} on node ${node}`;
    const said = told(victim, { type: 'Normal', reason: 'Preempted', message, action: 'Preempting' });
    if (victim.metadata.deletionTimestamp !== undefined) return [said];
    const preconditions = { uid: victim.metadata.uid };
    return [
      disrupted(victim, view.nowMs),
      { op: 'delete', resource: 'pods', namespace, name, options: { preconditions } },
      said,
    ];
  });
}

function disrupted(victim: Stored<Pod>, nowMs: number): Write {
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: PREEMPTED,
    message: 'default-scheduler: preempting to accommodate a higher priority pod',
    lastTransitionTime: timestamp(nowMs),
    ...NEVER_PROBED,
    ...generationOf(victim),
  };
  const others = (victim.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  const status = { ...victim.status, conditions: [...others, condition] };
  return { op: 'updateStatus', resource: 'pods', object: { ...victim, status } as Stored<Pod> };
}

/** On its way out to make room (framework/preemption/util.go PodTerminatingByPreemption). */
export function isLeavingRoom({ metadata, status }: Pod): boolean {
  if (metadata?.deletionTimestamp === undefined) return false;
  return status?.conditions?.some(({ type, reason }) => type === 'DisruptionTarget' && reason === PREEMPTED) === true;
}
