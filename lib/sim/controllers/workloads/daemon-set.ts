// The DaemonSet controller: one pod on every node that fits. Mirrors kubernetes pkg/controller/daemon/daemon_controller.go.
import type { DaemonSet, DaemonSetStatus } from 'kubernetes-types/apps/v1';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { isPodAvailable, isPodReady, nextAvailableInMs } from '#lib/rules/pods/pod-readiness.ts';
import { keyOf, type Stored, splitKey } from '../../store/object.ts';
import type { Change } from '../../store/store.ts';
import { canonical, sameMeaning } from '../canonical.ts';
import { claim, claimantsOf, controllerKey } from '../claim.ts';
import { type Controller, keysOf, type Outcome, type View, type Write, type WriteFailure } from '../controller.ts';
import { nonZero } from '../non-zero.ts';
import { isNamespaceLeaving, note } from '../note.ts';
import { podFromTemplate } from '../pod-template.ts';
import { daemonTemplate, nodeVerdict, targetNode } from './daemon-set-nodes.ts';
import { type DaemonPlan, type DaemonScene, placementPlan, updatePlan } from './daemon-set-plan.ts';
import { dropRevisions, type Revisions, syncRevisions } from './revisions.ts';

const KIND = 'DaemonSet';
const RESOURCE = 'daemonsets.apps';
const HASH_LABEL = 'controller-revision-hash';
/** What told old pods from new ones before there were revisions; still written by the API server. */
const GENERATION_ANNOTATION = 'deprecated.daemonset.template.generation';
const GENERATION_LABEL = 'pod-template-generation';
/** BurstReplicas: pods made or deleted by one reconciliation. */
const BURST_MAX = 250;
const HISTORY_DEFAULT = 10;

const allKeys = keysOf(RESOURCE);

export const daemonSetController: Controller = {
  name: 'daemonset-controller',
  fieldManager: 'kube-controller-manager',
  *wakes(change, view) {
    const { namespace, name } = change.object.metadata;
    if (change.resource === RESOURCE) yield keyOf(namespace, name);
    if (change.resource === 'pods') yield* claimantsOf(change, KIND, RESOURCE, view);
    if (change.resource === 'nodes' && !isSameToDaemons(change)) yield* allKeys(view);
    const owner = change.resource === 'controllerrevisions.apps' ? controllerKey(change.object, KIND) : undefined;
    if (owner !== undefined) yield owner;
  },
  initialKeys: allKeys,
  reconcile,
  failed,
};

/** Heartbeats change a node all the time; only labels and taints decide who runs there. */
function isSameToDaemons({ type, object, previous }: Change): boolean {
  if (type !== 'MODIFIED') return false;
  const decisive = (node: Stored<Node> | undefined) => [node?.metadata.labels, node?.spec?.taints];
  return sameMeaning(decisive(object as Stored<Node>), decisive(previous as Stored<Node> | undefined));
}

function reconcile(view: View, key: string): Outcome {
  const { namespace, name } = splitKey(key);
  const set = view.get(RESOURCE, namespace, name);
  if (set?.spec === undefined) return {};
  if (canonical(set.spec.selector) === '{}') {
    const message = 'This daemon set is selecting all pods. A non-empty selector is required.';
    return { writes: [note(set, 'Warning', 'SelectingAll', message)] };
  }
  // The collector may already have taken the history: what would be reported of a set on its way out is unsure.
  if (set.metadata.deletionTimestamp !== undefined) return {};
  const owned = view.ownedBy('pods', set.metadata.uid);
  const pods = claim<Pod>('pods', set, set.spec.selector, owned, view.orphansIn('pods', namespace));
  const revisions = syncRevisions(view, {
    owner: set,
    selector: set.spec.selector,
    template: set.spec.template,
    hashLabel: HASH_LABEL,
    collisionCount: set.status?.collisionCount ?? 0,
    firstHash: owned.find((pod) => pod.metadata.labels?.[HASH_LABEL])?.metadata.labels?.[HASH_LABEL],
  });
  if (revisions.isTaken) return { writes: [...pods.writes, collision(set)] };
  const hash = revisions.current.metadata?.labels?.[HASH_LABEL] ?? '';
  const scene = sceneOf(view, set, pods.claimed, hash);
  const plan = planOf(scene);
  const status = statusOf(scene);
  const writes = [...pods.writes, ...revisions.writes, ...carryOut(view, set, plan, hash)];
  if (plan.end.length === 0) writes.push(...cleanUp(set, pods.claimed, revisions));
  if (!sameMeaning(status, set.status ?? {})) {
    writes.push({ op: 'updateStatus', resource: RESOURCE, object: { ...set, status } as DaemonSet });
  }
  const waits = [nextAvailableInMs(pods.claimed, set.spec.minReadySeconds ?? 0, view.nowMs), plan.waitMs];
  const known = waits.filter((ms) => ms !== null);
  return { writes, ...(known.length === 0 ? {} : { requeueAfterMs: Math.min(...known) }) };
}

function planOf(scene: DaemonScene): DaemonPlan {
  const placement = placementPlan(scene);
  const isSettled = placement.startOn.length === 0 && placement.end.length === 0;
  if (!isSettled || scene.set.spec?.updateStrategy?.type === 'OnDelete') return placement;
  return { ...updatePlan(scene), waitMs: placement.waitMs };
}

function sceneOf(view: View, set: Stored<DaemonSet>, pods: readonly Stored<Pod>[], hash: string): DaemonScene {
  const order = ({ spec, metadata }: Stored<Pod>) =>
    `${spec?.nodeName ? 0 : 1} ${metadata.creationTimestamp} ${metadata.name}`;
  const podsByNode = new Map<string, Stored<Pod>[]>();
  for (const pod of [...pods].sort((a, b) => (order(a) < order(b) ? -1 : 1))) {
    const isEnded = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    const node = isEnded && pod.metadata.deletionTimestamp !== undefined ? undefined : targetNode(pod);
    if (node !== undefined) podsByNode.set(node, [...(podsByNode.get(node) ?? []), pod]);
  }
  const generation = set.metadata.annotations?.[GENERATION_ANNOTATION];
  return {
    set,
    nodes: view.list('nodes'),
    podsByNode,
    nowMs: view.nowMs,
    isUpdated({ metadata }) {
      // The generation only tells pods apart that were made before there were revisions.
      const label = metadata?.labels?.[HASH_LABEL];
      if (label !== undefined) return label === hash;
      return generation !== undefined && metadata?.labels?.[GENERATION_LABEL] === generation;
    },
  };
}

function carryOut(view: View, set: Stored<DaemonSet>, plan: DaemonPlan, hash: string): Write[] {
  const writes = plan.remarks.map(({ type, reason, message }) => note(set, type, reason, message));
  const generation = set.metadata.annotations?.[GENERATION_ANNOTATION];
  const labels = { [HASH_LABEL]: hash, ...(generation === undefined ? {} : { [GENERATION_LABEL]: generation }) };
  for (const node of plan.startOn.slice(0, BURST_MAX)) {
    const pod = podFromTemplate(daemonTemplate(set, node, labels), set);
    const name = view.random.nameFrom(`${set.metadata.name}-`);
    writes.push({ op: 'create', resource: 'pods', object: { ...pod, metadata: { ...pod.metadata, name } } });
    writes.push(note(set, 'Normal', 'SuccessfulCreate', `Created pod: ${name}`));
  }
  for (const { metadata } of plan.end.slice(0, BURST_MAX)) {
    writes.push({ op: 'delete', resource: 'pods', namespace: metadata.namespace ?? '', name: metadata.name });
    writes.push(note(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${metadata.name}`));
  }
  return writes;
}

function cleanUp(set: DaemonSet, pods: readonly Pod[], { old }: Revisions): Write[] {
  const live = new Set(pods.map((pod) => pod.metadata?.labels?.[HASH_LABEL]));
  const surplus = old.length - (set.spec?.revisionHistoryLimit ?? HISTORY_DEFAULT);
  return dropRevisions(old, (revision) => live.has(revision.metadata?.labels?.[HASH_LABEL]), surplus);
}

function statusOf(scene: DaemonScene): DaemonSetStatus {
  const { set, nodes, podsByNode, nowMs } = scene;
  const wanted = nodes.filter((node) => nodeVerdict(set, node).shouldRun);
  const first = (node: Stored<Node>) => podsByNode.get(node.metadata.name)?.[0];
  const running = wanted.map(first).filter((pod) => pod !== undefined);
  const misplaced = nodes.filter((node) => first(node) !== undefined).length - running.length;
  const available = running.filter((pod) => isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs)).length;
  const { collisionCount, conditions } = set.status ?? {};
  return {
    currentNumberScheduled: running.length,
    desiredNumberScheduled: wanted.length,
    numberMisscheduled: misplaced,
    numberReady: running.filter(isPodReady).length,
    ...nonZero('numberAvailable', available),
    ...nonZero('numberUnavailable', wanted.length - available),
    ...nonZero('updatedNumberScheduled', running.filter(scene.isUpdated).length),
    ...nonZero('observedGeneration', set.metadata.generation ?? 0),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(conditions === undefined ? {} : { conditions }),
  };
}

function collision(set: Stored<DaemonSet>): Write {
  const status = { ...set.status, collisionCount: (set.status?.collisionCount ?? 0) + 1 } as DaemonSetStatus;
  return { op: 'updateStatus', resource: RESOURCE, object: { ...set, status } as DaemonSet };
}

function failed(view: View, key: string, { write, error }: WriteFailure): readonly Write[] {
  const { namespace, name } = splitKey(key);
  const set = view.get(RESOURCE, namespace, name);
  if (set === undefined || isNamespaceLeaving(error) || write.op !== 'create' || write.resource !== 'pods') return [];
  return [note(set, 'Warning', 'FailedCreate', `Error creating: ${error.message}`)];
}
