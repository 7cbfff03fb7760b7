// A node's page: everything of the board, and its resources as allocatable, requested, limited and used.
import { isGoodCondition } from '#lib/rules/nodes/node-status.ts';
import { type ResourceAmounts, sumAmounts } from '#lib/rules/resources.ts';
import { type BoardMeasures, boardView, nodeAnswers, podStateOn } from '../overview/board.ts';
import type { MeasureView } from '../overview/overview-view.ts';
import { topOwner } from '../records/pod-owner.ts';
import type { EventRecord, NodeConditionRecord, NodeRecord, PodRecord } from '../records/records.ts';
import type { ConditionView, EventView, NodeView, PodRowView, ResourceRowView } from './node-view.ts';

const FIRST_RESOURCES: readonly string[] = ['cpu', 'memory', 'ephemeral-storage', 'pods'];

/** `pods` are those bound to the node; null where they may not be read. */
export function nodeView(node: NodeRecord, pods: readonly PodRecord[] | null, measures: BoardMeasures): NodeView {
  const board = boardView(node, pods, measures);
  return {
    ...board,
    resourceVersion: node.resourceVersion,
    hardware: node.hardware,
    conditions: conditionViews(node.conditions),
    addresses: node.addresses,
    labels: node.labels,
    annotations: node.annotations,
    resources: resourceRows(node, pods, { cpu: board.cpu, memory: board.memory }),
    images: node.images,
  };
}

/** `node`: the one it is bound to; null where that is not there (any more). */
export function podRowView(pod: PodRecord, node: NodeRecord | null): PodRowView {
  return {
    namespace: pod.namespace,
    name: pod.name,
    state: podStateOn(pod, node === null || nodeAnswers(node)),
    status: pod.status,
    ready: pod.ready,
    restarts: pod.restarts,
    lastRestartAt: pod.lastRestartAt,
    owner: topOwner(pod),
    podIP: pod.podIP,
    cpuRequestMillicores: pod.requests['cpu'] ?? 0,
    memoryRequestBytes: pod.requests['memory'] ?? 0,
    createdAt: pod.createdAt,
  };
}

export function eventView(event: EventRecord): EventView {
  const { type, reason, message, count, firstAt, lastAt, source, about } = event;
  return { type, reason, message, count, firstAt, lastAt, source, about };
}

/** Ready first, then those that are not as they should be, then by name. */
function conditionViews(conditions: readonly NodeConditionRecord[]): ConditionView[] {
  return conditions
    .map((condition) => ({ ...condition, good: isGoodCondition(condition) }))
    .sort((a, b) => rank(a) - rank(b) || (a.type < b.type ? -1 : 1));
}

function rank({ type, good }: ConditionView): number {
  return type === 'Ready' ? 0 : good ? 2 : 1;
}

function resourceRows(
  node: NodeRecord,
  pods: readonly PodRecord[] | null,
  used: Readonly<Record<string, MeasureView>>,
): ResourceRowView[] {
  // Pods that ended hold nothing (kubectl describe node counts non-terminated pods only).
  const holding = pods?.filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed') ?? null;
  const requested = withPodCount(holding, ({ requests }) => requests);
  const limited = holding === null ? null : sumAmounts(holding.map(({ limits }) => limits));
  return resourceNames(node, requested).map((name) => ({
    name,
    capacity: node.capacity[name] ?? null,
    allocatable: node.allocatable[name] ?? null,
    requested: requested === null ? null : (requested[name] ?? 0),
    limited: limited === null ? null : (limited[name] ?? null),
    used: used[name] ?? null,
  }));
}

function withPodCount(
  pods: readonly PodRecord[] | null,
  amountsOf: (pod: PodRecord) => ResourceAmounts,
): ResourceAmounts | null {
  return pods === null ? null : { ...sumAmounts(pods.map(amountsOf)), pods: pods.length };
}

/** Those the node has, and any that its pods ask for; huge pages only where there are some. */
function resourceNames(node: NodeRecord, requested: ResourceAmounts | null): string[] {
  const names = new Set([...Object.keys(node.capacity), ...Object.keys(node.allocatable)]);
  for (const name of Object.keys(requested ?? {})) names.add(name);
  const others = [...names].filter(
    (name) => !FIRST_RESOURCES.includes(name) && !(name.startsWith('hugepages-') && !node.capacity[name]),
  );
  return [...FIRST_RESOURCES.filter((name) => names.has(name)), ...others.sort()];
}
