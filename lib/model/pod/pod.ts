// A pod's page, from the Pod itself, its node and what is known of its owners.
import type { Pod, PodCondition, Toleration } from 'kubernetes-types/core/v1';
import { podState } from '#lib/rules/pods/pin-state.ts';
import { podStatus } from '#lib/rules/pods/pod-status.ts';
import { podQosClass } from '#lib/rules/pods/qos.ts';
import type { ConditionView } from '../node/node-view.ts';
import { leavesAtMs } from '../overview/alarms.ts';
import { nodeAnswers, podStateOn, readyView } from '../overview/board.ts';
import { guessBoard } from '../overview/board-guess.ts';
import { projectPod } from '../records/project-pod.ts';
import type { EventRecord, NodeRecord } from '../records/records.ts';
import { affinityLines } from './affinity-text.ts';
import type { GoneView, OwnerView, PodNodeView, PodView } from './pod-view.ts';
import { pullTries } from './pull-tries.ts';
import { type StatusContext, statusWords } from './status-words.ts';

export interface PodSurroundings {
  /** The one it is bound to; null where that is not there or may not be read. */
  node: NodeRecord | null;
  /** Whether nodes may be read: then one that is not there is gone. */
  nodesKnown: boolean;
  owners: readonly OwnerView[];
  gone: GoneView | null;
  events: readonly EventRecord[];
}

/** kubectl's copy of everything that was applied, environment and all. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** @throws {QuantityError} for amounts that no API server would have stored. */
export function podView(pod: Pod, around: PodSurroundings): PodView {
  const { metadata = {}, spec, status } = pod;
  const { [LAST_APPLIED]: _applied, ...annotations } = metadata.annotations ?? {};
  const context = contextOf(pod, around);
  const text = podStatus(pod);
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    createdAt: metadata.creationTimestamp ?? '',
    state: podStateOn({ ...projectPod(pod), state: podState(pod, true, text) }, context.nodeAnswers),
    status: text.status,
    ready: text.ready,
    restarts: text.restarts,
    lastRestartAt: text.lastRestartAt,
    words: statusWords(pod, context),
    node: nodeOf(pod, around.node),
    owners: around.owners,
    gone: around.gone,
    qos: status?.qosClass ?? podQosClass(pod),
    priority: spec?.priority ?? null,
    priorityClass: spec?.priorityClassName || null,
    serviceAccount: spec?.serviceAccountName || null,
    schedulerName: spec?.schedulerName ?? '',
    podIP: status?.podIP || null,
    restartPolicy: spec?.restartPolicy ?? '',
    conditions: (status?.conditions ?? []).map(conditionView),
    tolerations: (spec?.tolerations ?? []).map(tolerationText),
    nodeSelector: spec?.nodeSelector ?? {},
    affinity: affinityLines(spec?.affinity),
    labels: metadata.labels ?? {},
    annotations,
  };
}

function contextOf(pod: Pod, { node, nodesKnown, events }: PodSurroundings): StatusContext {
  const leavesMs = node === null ? null : leavesAtMs(node, projectPod(pod));
  return {
    nodeAnswers: node === null ? !(nodesKnown && pod.spec?.nodeName) : nodeAnswers(node),
    nodeSince: node === null ? null : readyView(node).since,
    leavesAt: leavesMs === null ? null : new Date(leavesMs).toISOString(),
    warning: newestWarning(pod, events),
    pulls: pullTries(events, pod.metadata?.creationTimestamp ?? ''),
  };
}

/** Only of this pod's life: a StatefulSet gives the next one the same name. */
function newestWarning(pod: Pod, events: readonly EventRecord[]): StatusContext['warning'] {
  const born = pod.metadata?.creationTimestamp ?? '';
  let newest: StatusContext['warning'] = null;
  for (const { type, reason, message, lastAt } of events) {
    if (type !== 'Warning' || reason === 'FailedScheduling' || (lastAt ?? '') < born) continue;
    if (newest === null || (lastAt ?? '') >= (newest.at ?? '')) newest = { reason, message, at: lastAt };
  }
  return newest;
}

function nodeOf(pod: Pod, node: NodeRecord | null): PodNodeView | null {
  const name = pod.spec?.nodeName;
  if (!name) return null;
  if (node === null) return { name, arch: null, board: null, ready: null };
  const { status } = readyView(node);
  return { name, arch: node.hardware.architecture, board: guessBoard(node).label, ready: status === 'True' };
}

/** Those of a pod are good when True, except the one that says who disrupts it; an ended pod need not be ready. */
function conditionView(condition: PodCondition): ConditionView {
  const { type, status, lastTransitionTime, lastProbeTime, reason = '', message = '' } = condition;
  const isGood = type === 'DisruptionTarget' ? status !== 'True' : status === 'True' || reason === 'PodCompleted';
  return {
    type,
    status: status === 'True' || status === 'False' ? status : 'Unknown',
    good: isGood,
    since: lastTransitionTime ?? null,
    heartbeatAt: lastProbeTime ?? null,
    reason,
    message,
  };
}

/** `arch=arm64:NoSchedule`, `dedicated:NoExecute for 300s`, `everything`. */
function tolerationText({ key, operator, value, effect, tolerationSeconds }: Toleration): string {
  const seconds = tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`;
  if (!key) return effect ? `every ${effect} taint${seconds}` : `every taint${seconds}`;
  const pair = operator === 'Exists' ? key : `${key}=${value ?? ''}`;
  return `${pair}${effect ? `:${effect}` : ''}${seconds}`;
}
