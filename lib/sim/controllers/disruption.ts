// The disruption controller: how many pods a PodDisruptionBudget still allows to be evicted.
// Mirrors kubernetes pkg/controller/disruption/disruption.go.
import type { Pod } from 'kubernetes-types/core/v1';
import type { Condition } from 'kubernetes-types/meta/v1';
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from 'kubernetes-types/policy/v1';
import { matchesLabelSelector } from '#lib/rules/labels/label-selector.ts';
import { isPodReady } from '#lib/rules/pods/pod-readiness.ts';
import { scaledValue } from '#lib/rules/rollout.ts';
import { keyOf, type Stored, splitKey } from '../store/object.ts';
import { timestamp } from '../timestamp.ts';
import { sameMeaning } from './canonical.ts';
import { type Controller, keysOf, type Outcome, type View, type Write } from './controller.ts';
import { note } from './note.ts';
import { controllerOf } from './owner.ts';

const RESOURCE = 'poddisruptionbudgets.policy';
/** An evicted pod that is still there this long after the eviction counts again. */
const DELETION_TIMEOUT_MS = 120_000;

export const disruptionController: Controller = {
  name: 'controllermanager',
  fieldManager: 'kube-controller-manager',
  *wakes({ resource, object, previous }, view) {
    const { namespace, name, labels } = object.metadata;
    if (resource === RESOURCE) yield keyOf(namespace, name);
    if (resource !== 'pods') return;
    for (const { metadata, spec } of view.list(RESOURCE, namespace)) {
      const isCovered =
        matchesLabelSelector(spec?.selector, labels) || matchesLabelSelector(spec?.selector, previous?.metadata.labels);
      if (isCovered) yield keyOf(namespace, metadata.name);
    }
  },
  initialKeys: keysOf(RESOURCE),
  reconcile,
};

interface Expectation {
  expectedPods: number;
  desiredHealthy: number;
  hasUnmanaged: boolean;
}

function reconcile(view: View, key: string): Outcome {
  const { namespace, name } = splitKey(key);
  const budget = view.get(RESOURCE, namespace, name);
  if (budget?.spec === undefined) return {};
  const pods = view.list('pods', namespace).filter((pod) => {
    return matchesLabelSelector(budget.spec?.selector, pod.metadata.labels);
  });
  const expectation = expectationOf(view, budget, pods);
  if (typeof expectation === 'string') return refuse(budget, expectation, view.nowMs);
  const disrupted = disruptedPods(budget, pods, view.nowMs);
  const status = statusOf(budget, pods, disrupted, expectation, view.nowMs);
  // Told only together with a change: upstream looks at a budget far less often than this controller is woken.
  if (sameMeaning(status, budget.status ?? {})) return recheck(disrupted, view.nowMs);
  const writes: Write[] = [];
  if (pods.length === 0) writes.push(note(budget, 'Normal', 'NoPods', 'No matching pods found'));
  if (expectation.hasUnmanaged) writes.push(note(budget, 'Warning', 'UnmanagedPods', UNMANAGED));
  writes.push({ op: 'updateStatus', resource: RESOURCE, object: { ...budget, status } as PodDisruptionBudget });
  return { writes, ...recheck(disrupted, view.nowMs) };
}

const UNMANAGED =
  'Pods selected by this PodDisruptionBudget were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.';

/** getExpectedPodCount; a text where it cannot be said. */
function expectationOf(view: View, { spec }: PodDisruptionBudget, pods: readonly Stored<Pod>[]): Expectation | string {
  const { minAvailable, maxUnavailable } = spec ?? {};
  if (maxUnavailable === undefined && typeof minAvailable !== 'string') {
    return { expectedPods: pods.length, desiredHealthy: minAvailable ?? 0, hasUnmanaged: false };
  }
  const scale = expectedScale(view, pods);
  if (typeof scale === 'string') return scale;
  const { expectedPods, hasUnmanaged } = scale;
  const desired =
    maxUnavailable === undefined
      ? (scaledValue(minAvailable ?? 0, expectedPods, 'up') ?? 0)
      : Math.max(0, expectedPods - (scaledValue(maxUnavailable, expectedPods, 'up') ?? 0));
  return { expectedPods, desiredHealthy: desired, hasUnmanaged };
}

/** getExpectedScale: what the pods' controllers want together, Deployments in place of their replica sets. */
function expectedScale(view: View, pods: readonly Stored<Pod>[]) {
  const scales = new Map<string, number>();
  let hasUnmanaged = false;
  for (const pod of pods) {
    const owner = controllerOf(pod);
    const found = owner && view.byUid(owner.uid);
    if (owner === undefined) hasUnmanaged = true;
    else if (found === undefined) return `found no controllers for pod "${pod.metadata.name}"`;
    else {
      const above = controllerOf(found.object);
      const top = (above?.kind === 'Deployment' && view.byUid(above.uid)) || found;
      // Anything with a scale subresource keeps the wanted number there.
      const replicas = (top.object as { spec?: { replicas?: number } }).spec?.replicas;
      if (replicas === undefined) return `${top.resource} does not implement the scale subresource`;
      scales.set(top.object.metadata.uid, replicas);
    }
  }
  const expectedPods = [...scales.values()].reduce((sum, replicas) => sum + replicas, 0);
  return { expectedPods, hasUnmanaged };
}

/** buildDisruptedPodMap: evicted pods whose deletion is still to be seen. */
function disruptedPods(budget: PodDisruptionBudget, pods: readonly Stored<Pod>[], nowMs: number) {
  const evicted = Object.entries(budget.status?.disruptedPods ?? {});
  const waiting = evicted.filter(([name, time]) => {
    const pod = pods.find(({ metadata }) => metadata.name === name);
    const isStaying = pod !== undefined && pod.metadata.deletionTimestamp === undefined;
    return isStaying && Date.parse(time) + DELETION_TIMEOUT_MS >= nowMs;
  });
  return Object.fromEntries(waiting);
}

function recheck(disrupted: Readonly<Record<string, string>>, nowMs: number): Outcome {
  const waits = Object.values(disrupted).map((time) => Date.parse(time) + DELETION_TIMEOUT_MS - nowMs + 1);
  return waits.length === 0 ? {} : { requeueAfterMs: Math.min(...waits) };
}

function statusOf(
  budget: Stored<PodDisruptionBudget>,
  pods: readonly Stored<Pod>[],
  disrupted: Readonly<Record<string, string>>,
  { expectedPods, desiredHealthy }: Expectation,
  nowMs: number,
): PodDisruptionBudgetStatus {
  const healthy = pods.filter((pod) => {
    const isGoing = pod.metadata.deletionTimestamp !== undefined || Object.hasOwn(disrupted, pod.metadata.name);
    return !isGoing && isPodReady(pod);
  });
  const spare = healthy.length - desiredHealthy;
  const disruptionsAllowed = expectedPods <= 0 ? 0 : Math.max(0, spare);
  const generation = budget.metadata.generation ?? 0;
  const isAllowed = disruptionsAllowed > 0;
  return {
    currentHealthy: healthy.length,
    desiredHealthy,
    expectedPods,
    disruptionsAllowed,
    observedGeneration: generation,
    ...(Object.keys(disrupted).length === 0 ? {} : { disruptedPods: disrupted }),
    conditions: withCondition(budget, nowMs, {
      status: isAllowed ? 'True' : 'False',
      reason: isAllowed ? 'SufficientPods' : 'InsufficientPods',
      message: '',
      observedGeneration: generation,
    }),
  };
}

/** failSafe: what cannot be counted must not be evicted. */
function refuse(budget: Stored<PodDisruptionBudget>, message: string, nowMs: number): Outcome {
  const before = budget.status;
  const conditions = withCondition(budget, nowMs, { status: 'False', reason: 'SyncFailed', message });
  const { currentHealthy = 0, desiredHealthy = 0, expectedPods = 0 } = before ?? {};
  const status = { ...before, currentHealthy, desiredHealthy, expectedPods, disruptionsAllowed: 0, conditions };
  if (sameMeaning(status, before ?? {})) return {};
  const text = `Failed to calculate the number of expected pods: ${message}`;
  return {
    writes: [
      note(budget, 'Warning', 'CalculateExpectedPodCountFailed', text),
      { op: 'updateStatus', resource: RESOURCE, object: { ...budget, status } as PodDisruptionBudget },
    ],
  };
}

function withCondition(
  { status }: PodDisruptionBudget,
  nowMs: number,
  next: Omit<Condition, 'type' | 'lastTransitionTime'>,
): Condition[] {
  const type = 'DisruptionAllowed';
  const before = status?.conditions?.find((condition) => condition.type === type);
  const since = before?.status === next.status ? before.lastTransitionTime : timestamp(nowMs);
  const others = (status?.conditions ?? []).filter((condition) => condition.type !== type);
  return [...others, { type, lastTransitionTime: since, ...next }];
}
