// What is wrong in the cluster, the gravest first: boards gone, pressures, pods that fail, pods that no node takes.
import { isReady, PRESSURE_CONDITIONS } from '#lib/rules/nodes/node-status.ts';
import { noExecuteVerdict } from '#lib/rules/nodes/taints.ts';
import { groupBy, podsByNode } from '../records/grouping.ts';
import type { NodeRecord, PodRecord } from '../records/records.ts';
import { nodeAnswers, podStateOn, readyView } from './board.ts';
import type { AlarmView } from './overview-view.ts';

/** The strip shows a few; a whole rack without power must not make the row endless. */
export const ALARMS_MAX = 100;

/** `pods` null where they may not be read. */
export function alarmsOf(nodes: readonly NodeRecord[], pods: readonly PodRecord[] | null): AlarmView[] {
  const byNode = podsByNode(pods ?? []);
  const sorted = [...nodes].sort((a, b) => (a.name < b.name ? -1 : 1));
  const gone = sorted.filter((node) => !isReady(node.conditions));
  return [
    ...gone.map((node) => notReadyAlarm(node, byNode.get(node.name) ?? [])),
    ...sorted.flatMap(pressureAlarms),
    ...failingAlarms(nodes, pods ?? []),
    ...pendingAlarms(pods ?? []),
  ].slice(0, ALARMS_MAX);
}

/**
 * When a NoExecute taint of the node makes the pod leave: milliseconds since the epoch, or null when it may stay.
 * Seconds of toleration count from when the taint was added, but not before there was the pod; a taint without a time
 * cannot be counted.
 */
export function leavesAtMs(node: NodeRecord, pod: PodRecord): number | null {
  if (pod.deletionAt !== null || pod.phase === 'Succeeded' || pod.phase === 'Failed') return null;
  const taints = node.taints.filter(({ effect }) => effect === 'NoExecute');
  const verdict = noExecuteVerdict(taints, pod.tolerations);
  const addedMs = taints.map(({ timeAdded }) => Date.parse(timeAdded ?? '')).filter(Number.isFinite);
  if (verdict.stays || addedMs.length === 0) return null;
  const bornMs = [Date.parse(pod.createdAt)].filter(Number.isFinite);
  return Math.max(Math.min(...addedMs), ...bornMs) + verdict.afterSeconds * 1000;
}

function notReadyAlarm(node: NodeRecord, pods: readonly PodRecord[]): AlarmView {
  const leaving = pods.map((pod) => leavesAtMs(node, pod)).filter((atMs) => atMs !== null);
  return {
    kind: 'node-not-ready',
    severity: 'error',
    node: node.name,
    since: readyView(node).since,
    podsLeaving: leaving.length,
    leaveAt: leaving.length === 0 ? null : new Date(Math.min(...leaving)).toISOString(),
  };
}

function pressureAlarms(node: NodeRecord): AlarmView[] {
  return node.conditions
    .filter(({ type, status }) => PRESSURE_CONDITIONS.includes(type) && status === 'True')
    .map(({ type, since }) => ({
      kind: 'node-pressure',
      severity: 'warning',
      node: node.name,
      condition: type,
      since,
    }));
}

/** One alarm a reason, the most frequent first. */
function failingAlarms(nodes: readonly NodeRecord[], pods: readonly PodRecord[]): AlarmView[] {
  const silent = new Set(nodes.filter((node) => !nodeAnswers(node)).map(({ name }) => name));
  const answers = (pod: PodRecord) => pod.nodeName === null || !silent.has(pod.nodeName);
  const failing = pods.filter((pod) => podStateOn(pod, answers(pod)) === 'failing');
  return [...groupBy(failing, (pod) => pod.status)]
    .sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || (a < b ? -1 : 1))
    .map(([reason, same]) => {
      return { kind: 'pods-failing', severity: 'error', count: same.length, reason, example: exampleOf(same) };
    });
}

/** Only pods the scheduler has tried and refused: a new pod is unscheduled for a moment, and that is no alarm. */
function pendingAlarms(pods: readonly PodRecord[]): AlarmView[] {
  const pending = pods.filter((pod) => pod.unschedulable !== null && pod.deletionAt === null);
  if (pending.length === 0) return [];
  const since = pending.map((pod) => pod.unschedulable?.since ?? pod.createdAt).sort()[0] ?? '';
  return [{ kind: 'pods-pending', severity: 'warning', count: pending.length, since, example: exampleOf(pending) }];
}

function exampleOf(pods: readonly PodRecord[]): { namespace: string; name: string } {
  const [first] = [...pods].sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
  return { namespace: first?.namespace ?? '', name: first?.name ?? '' };
}
