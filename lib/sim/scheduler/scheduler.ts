// Gives pods their nodes: filters and scores from lib/rules, and the scheduler's words where no node will do.
// Mirrors kubernetes pkg/scheduler/schedule_one.go. Not modelled: evicting pods of lower priority (preemption).
import type { Node, Pod, PodCondition } from 'kubernetes-types/core/v1';
import { findFeasible } from '#lib/rules/scheduler.ts';
import { type NodeScore, scoreNodes } from '#lib/rules/scoring.ts';
import { sameMeaning } from '../controllers/canonical.ts';
import type { Controller, Outcome, View, Write, WriteFailure } from '../controllers/controller.ts';
import { keyOf, type Stored, splitKey } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import { timestamp } from '../timestamp.ts';
import { defaultSelector, nodeInfos, podInput } from './node-infos.ts';

const NAME = 'default-scheduler';
/** backend/queue/scheduling_queue.go DefaultPodMaxInUnschedulablePodsDuration: tried again even if nothing changed. */
const RETRY_MS = 300_000;

export class Scheduler implements Controller {
  readonly name = NAME;
  readonly fieldManager = 'kube-scheduler';

  initialKeys(view: View): Iterable<string> {
    return pendingKeys(view);
  }

  /** Pods that wait are tried again when something changes that could make room (scheduler/eventhandlers.go). */
  *wakes(change: Change, view: View): Iterable<string> {
    const { resource, type } = change;
    if (resource === 'nodes') {
      if (type === 'ADDED' || nodeMayFit(change.previous as Node | undefined, change.object as Node))
        yield* pendingKeys(view);
    } else if (resource === 'pods') {
      const pod = change.object as Stored<Pod>;
      if (type !== 'DELETED' && waits(pod)) yield keyOf(pod.metadata.namespace, pod.metadata.name);
      else if (makesRoom(change)) yield* pendingKeys(view);
      else if (isNewNeighbour(change)) yield* pendingKeys(view, mindsNeighbours);
    }
  }

  reconcile(view: View, key: string): Outcome {
    const { namespace, name } = splitKey(key);
    const pod = view.get('pods', namespace, name);
    if (pod === undefined || !waits(pod)) return {};
    if (gatesOf(pod).length > 0) return { writes: gated(pod, view.nowMs) };
    const nodes = nodeInfos(view);
    const input = podInput(pod);
    const { feasible, message } = findFeasible(input, nodes);
    if (feasible.length === 0) return { writes: refused(pod, message ?? '', view.nowMs), requeueAfterMs: RETRY_MS };
    const scores = scoreNodes(input, feasible, { nodes, defaultSpreadSelector: defaultSelector(view, pod) });
    const node = best(scores, view);
    const told = `Successfully assigned ${namespace}/${name} to ${node}`;
    return {
      writes: [
        { op: 'bind', namespace, name, uid: pod.metadata.uid, node },
        { op: 'event', event: { about: pod, type: 'Normal', reason: 'Scheduled', message: told } },
      ],
    };
  }

  /** A pod that waits because its binding is refused says so (schedule_one.go handleBindingCycleError). */
  failed(view: View, key: string, { write, error }: WriteFailure): Write[] {
    const { namespace, name } = splitKey(key);
    const pod = view.get('pods', namespace, name);
    if (write.op !== 'bind' || pod === undefined || !waits(pod)) return [];
    const message = `binding rejected: ${error.message}`;
    return [
      ...withCondition(pod, { status: 'False', reason: 'SchedulerError', message }, view.nowMs),
      { op: 'event', event: { about: pod, type: 'Warning', reason: 'FailedScheduling', message } },
    ];
  }
}

function waits(pod: Pod): boolean {
  const { spec, status, metadata } = pod;
  if (spec?.nodeName || metadata?.deletionTimestamp !== undefined) return false;
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return false;
  return (spec?.schedulerName ?? NAME) === NAME;
}

function pendingKeys(view: View, concerns: (pod: Pod) => boolean = () => true): string[] {
  return view
    .list('pods')
    .filter((pod) => waits(pod) && concerns(pod))
    .map(({ metadata }) => keyOf(metadata.namespace, metadata.name));
}

/** A heartbeat is none of the scheduler's business. */
function nodeMayFit(previous: Node | undefined, node: Node): boolean {
  if (previous === undefined) return true;
  return !(
    sameMeaning(previous.spec, node.spec) &&
    sameMeaning(previous.metadata?.labels, node.metadata?.labels) &&
    sameMeaning(previous.status?.allocatable, node.status?.allocatable)
  );
}

/** A pod left its node, for good or because it ended. */
function makesRoom({ type, object, previous }: Change): boolean {
  const ended = (pod: Pod | undefined) => pod?.status?.phase === 'Succeeded' || pod?.status?.phase === 'Failed';
  if (!(object as Pod).spec?.nodeName) return false;
  return type === 'DELETED' || (ended(object as Pod) && !ended(previous as Pod | undefined));
}

/** A pod has come to its node, or has other labels there (interpodaffinity/plugin.go EventsToRegister). */
function isNewNeighbour({ object, previous }: Change): boolean {
  const nodeName = (pod: Pod | undefined) => pod?.spec?.nodeName;
  if (!nodeName(object as Pod)) return false;
  const isNew = !nodeName(previous as Pod | undefined);
  return isNew || !sameMeaning(object.metadata.labels ?? {}, previous?.metadata.labels ?? {});
}

/** Where it may go depends on which pods are there. */
function mindsNeighbours({ spec }: Pod): boolean {
  const { podAffinity, podAntiAffinity } = spec?.affinity ?? {};
  const terms = [podAffinity, podAntiAffinity].flatMap(
    (affinity) => affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [],
  );
  const spreads = spec?.topologySpreadConstraints ?? [];
  return terms.length > 0 || spreads.some(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
}

/** Among equals the scheduler takes any (schedule_one.go selectHost); here the seed decides. */
function best(scores: readonly NodeScore[], view: View): string {
  const most = Math.max(...scores.map(({ total }) => total));
  const equals = scores.filter(({ total }) => total === most);
  const chosen = equals[view.random.integer(equals.length)];
  if (chosen === undefined) throw new Error('no node to choose from');
  return chosen.node;
}

function refused(pod: Stored<Pod>, message: string, nowMs: number): Write[] {
  const writes = withCondition(pod, { status: 'False', reason: 'Unschedulable', message }, nowMs);
  // One event for each new verdict: a real scheduler repeats it at every attempt, which its back-off spaces out.
  const isNew = writes.length > 0;
  const attempted: Write = { op: 'event', event: { about: pod, type: 'Warning', reason: 'FailedScheduling', message } };
  return isNew ? [...writes, attempted] : [];
}

function gatesOf(pod: Pod): unknown[] {
  return (pod.spec as { schedulingGates?: unknown[] } | undefined)?.schedulingGates ?? [];
}

function gated(pod: Stored<Pod>, nowMs: number): Write[] {
  const message = 'Scheduling is blocked due to non-empty scheduling gates';
  return withCondition(pod, { status: 'False', reason: 'SchedulingGated', message }, nowMs);
}

function withCondition(pod: Stored<Pod>, verdict: Omit<PodCondition, 'type'>, nowMs: number): Write[] {
  const before = pod.status?.conditions ?? [];
  const old = before.find(({ type }) => type === 'PodScheduled');
  if (old?.status === verdict.status && old.reason === verdict.reason && old.message === verdict.message) return [];
  const since = old?.status === verdict.status ? old.lastTransitionTime : undefined;
  const condition: PodCondition = { type: 'PodScheduled', ...verdict, lastTransitionTime: since ?? timestamp(nowMs) };
  const conditions = [...before.filter(({ type }) => type !== 'PodScheduled'), condition];
  const status = { ...pod.status, phase: pod.status?.phase ?? 'Pending', conditions };
  return [{ op: 'updateStatus', resource: 'pods', object: { ...pod, status } as Stored<Pod> }];
}
