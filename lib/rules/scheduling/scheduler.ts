// Which nodes can take a pod, and the scheduler's own words for why the others cannot.
// Mirrors the filter plugins of kubernetes pkg/scheduler in their default order, and framework/types.go FitError.
// Not modelled: dynamic resources, declared node features.
import type { FilterFailure } from './filter-failure.ts';
import { crowdFilters, type FilterContext, filterNode } from './filters.ts';
import { type PreFilter, preFilter } from './pre-filter.ts';
import { type DisruptionBudget, findPreemption, NEVER, NOT_HELPFUL, type Preemption } from './preemption.ts';
import type { NodeInfo, SchedulingPod } from './scheduling-input.ts';

export interface Feasibility {
  feasible: readonly NodeInfo[];
  /** What keeps it from every node before any is looked at; null when they were looked at. */
  preFilter: FilterFailure | null;
  /** By node name, those included that may not be looked at. */
  failures: ReadonlyMap<string, FilterFailure>;
  /** Names of the plugins that kept it off some node, or off all: what has to change before another attempt is worth it. */
  rejecters: ReadonlySet<string>;
  /** Whose end would make room; null where that would not help, or nothing has to make room. */
  preemption: Preemption | null;
  /** The FailedScheduling message; null when some node is feasible. */
  message: string | null;
}

export interface SchedulingContext extends FilterContext {
  /** Why no preemption is to be tried now. */
  noPreemption?: string;
  /** Asked for only where somebody might have to go. */
  budgets?: () => readonly DisruptionBudget[];
  /** In a large cluster a part of the nodes is enough: from which one on to look, and how many feasible ones to find. */
  sample?: { from: number; wanted: number };
}

/** What a scheduler says where preemption finds no single node to judge by: it speaks of its own lookup (seen in 1.37). */
const NO_NODE_JUDGED = 'not found';

export interface Verdicts {
  before: PreFilter;
  /** The first plugin that refuses the node, or leaves it out beforehand; null where none does. */
  failureOn: (info: NodeInfo) => FilterFailure | null;
}

/** What is the same for all nodes is looked at once. */
export function verdicts(pod: SchedulingPod, nodes: readonly NodeInfo[], context: FilterContext): Verdicts {
  const before = preFilter(pod, context.volumes?.refusal ?? null);
  const { refusal, names, leftOut } = before;
  if (refusal !== null) return { before, failureOn: () => refusal };
  const crowd = crowdFilters(pod, nodes, context);
  const isLeftOut = ({ node }: NodeInfo) => names !== null && !names.has(node.name);
  return { before, failureOn: (info) => (isLeftOut(info) ? leftOut : filterNode(pod, info, crowd)) };
}

/** One scheduling attempt without the choice among feasible nodes: filters, and the message when none is left. */
export function findFeasible(
  pod: SchedulingPod,
  nodes: readonly NodeInfo[],
  context: SchedulingContext = {},
): Feasibility {
  if (nodes.length === 0) return refused('no nodes available to schedule pods', []);
  const { before, failureOn } = verdicts(pod, nodes, context);
  if (before.refusal !== null) return prefiltered(nodes, before.refusal, before.plugins);
  const feasible: NodeInfo[] = [];
  const failures = new Map<string, FilterFailure>();
  const { from, wanted } = context.sample ?? { from: 0, wanted: nodes.length };
  for (let index = 0; index < nodes.length && feasible.length < wanted; index++) {
    const info = nodes[(from + index) % nodes.length];
    if (info === undefined) continue;
    const failure = failureOn(info);
    if (failure === null) feasible.push(info);
    else failures.set(info.node.name, failure);
  }
  const rejecters = new Set([...before.plugins, ...[...failures.values()].map(({ plugin }) => plugin)]);
  const looked = { feasible, preFilter: null, failures, rejecters };
  if (feasible.length > 0) return { ...looked, preemption: null, message: null };
  const { text, preemption } = preempt(pod, nodes, failures, context);
  const message = failedSchedulingMessage([...failures.values()], nodes.length, text);
  return { ...looked, preemption, message };
}

function refused(message: string, rejecters: readonly string[]): Feasibility {
  const refusal = { feasible: [], preFilter: null, failures: new Map(), preemption: null };
  return { ...refusal, rejecters: new Set(rejecters), message };
}

function prefiltered(nodes: readonly NodeInfo[], refusal: FilterFailure, rejecters: readonly string[]): Feasibility {
  const failures = new Map(nodes.map(({ node }) => [node.name, refusal]));
  const message = `${available(nodes.length)} ${refusal.reasons.join(', ')}. ${NO_NODE_JUDGED}`;
  return { ...refused(message, rejecters), preFilter: refusal, failures };
}

/** `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) ... . preemption: ...` (FitError.Error). */
export function failedSchedulingMessage(
  failures: readonly FilterFailure[],
  nodeCount: number,
  preemption: string,
): string {
  const reasons = failures.flatMap((failure) => failure.reasons);
  return [histogram(nodeCount, reasons), preemption].filter((part) => part !== '').join(' ');
}

/** Whom to end for it, and what is said of that (preemption.go). */
function preempt(
  pod: SchedulingPod,
  nodes: readonly NodeInfo[],
  failures: ReadonlyMap<string, FilterFailure>,
  context: SchedulingContext,
): { text: string; preemption: Preemption | null } {
  const why = pod.preempts ? context.noPreemption : NEVER;
  if (why !== undefined) return { text: `preemption: ${why}`, preemption: null };
  const able = nodes.filter(({ node }) => failures.get(node.name)?.code === 'Unschedulable');
  const reasonsOn = (info: NodeInfo) => {
    const others = nodes.map((other) => (other.node === info.node ? info : other));
    return filterNode(pod, info, crowdFilters(pod, others, context))?.reasons ?? [];
  };
  const { chosen, reasons } = findPreemption({ pod, nodes: able, reasonsOn, budgets: context.budgets?.() ?? [] });
  if (chosen !== null) {
    const { node, victims } = chosen;
    const text = `found a potential placement for pod on node ${node}, preempting ${victims.length} victims`;
    return { text: `preemption: ${text}`, preemption: chosen };
  }
  const unhelpful = Array.from({ length: nodes.length - able.length }, () => NOT_HELPFUL);
  return { text: `preemption: ${histogram(nodes.length, [...reasons.flat(), ...unhelpful])}`, preemption: null };
}

function histogram(nodeCount: number, reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const texts = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return texts.length === 0 ? available(nodeCount) : `${available(nodeCount)} ${texts.join(', ')}.`;
}

function available(nodeCount: number): string {
  return `0/${nodeCount} nodes are available:`;
}
