// Making room for a pod by ending others of a lower priority: on which node, and which of its pods.
// Mirrors kubernetes pkg/scheduler/framework/preemption/{preemption,util}.go and
// plugins/defaultpreemption/default_preemption.go. Not modelled: pod groups.
import { type LabelRequirements, matchesRequirements } from '../labels/label-selector.ts';
import { type NodeInfo, nodeInfo, type SchedulingPod } from './scheduling-input.ts';

export interface DisruptionBudget {
  namespace: string;
  selector: LabelRequirements;
  disruptionsAllowed: number;
  /** Pods whose end has been counted already. */
  disrupted: ReadonlySet<string>;
}

export interface Preemption {
  node: string;
  /** The most important first. */
  victims: readonly SchedulingPod[];
}

interface Candidate extends Preemption {
  violations: number;
}

export const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
const NO_VICTIMS = 'No preemption victims found for incoming pod';
export const NEVER = 'not eligible due to preemptionPolicy=Never.';
export const WAITS_FOR_VICTIMS = 'not eligible due to a terminating pod on the nominated node.';

/** default_preemption_args: a tenth of the nodes is tried, but at least so many that are candidates. */
const CANDIDATES_PERCENT = 10;
const CANDIDATES_MIN = 100;

export interface PreemptionCase {
  pod: SchedulingPod;
  /** Nodes that fail for something other pods hold. */
  nodes: readonly NodeInfo[];
  /** Reasons why the node, with other pods than now, cannot take the pod; none when it can. */
  reasonsOn: (info: NodeInfo) => readonly string[];
  budgets: readonly DisruptionBudget[];
}

export interface PreemptionVerdict {
  chosen: Preemption | null;
  /** One list per node that did not become a candidate. */
  reasons: readonly (readonly string[])[];
}

export function findPreemption({ pod, nodes, reasonsOn, budgets }: PreemptionCase): PreemptionVerdict {
  const wanted = Math.max(CANDIDATES_MIN, Math.trunc((nodes.length * CANDIDATES_PERCENT) / 100));
  const candidates: Candidate[] = [];
  const reasons: (readonly string[])[] = [];
  for (const info of nodes) {
    const found = victimsOn(pod, info, reasonsOn, budgets);
    if (Array.isArray(found)) reasons.push(found);
    else candidates.push(found);
    if (candidates.length >= wanted) break;
  }
  return { chosen: candidates.length === 0 ? null : pick(candidates), reasons };
}

/** The fewest and least important pods whose end would let the pod in, or the reasons why none would. */
function victimsOn(
  pod: SchedulingPod,
  info: NodeInfo,
  reasonsOn: PreemptionCase['reasonsOn'],
  budgets: readonly DisruptionBudget[],
): Candidate | string[] {
  const lower = info.pods.filter((other) => other.priority < pod.priority);
  if (lower.length === 0) return [NO_VICTIMS];
  let kept = info.pods.filter((other) => other.priority >= pod.priority);
  const reasons = reasonsOn(nodeInfo(info.node, kept));
  if (reasons.length > 0) return [...reasons];
  const ranked = [...lower].sort(byImportance);
  const { violating, others } = byBudget(ranked, budgets);
  const victims: SchedulingPod[] = [];
  let violations = 0;
  // Whoever still finds room is spared: first those whose end would break a budget, then the more important ones.
  for (const [group, counts] of [[violating, 1] as const, [others, 0] as const]) {
    for (const other of group) {
      const spared = [...kept, other];
      if (reasonsOn(nodeInfo(info.node, spared)).length === 0) {
        kept = spared;
      } else {
        victims.push(other);
        violations += counts;
      }
    }
  }
  return { node: info.node.name, victims: victims.sort(byImportance), violations };
}

/** Higher priority first, then who has run longer (MoreImportantVictim). */
function byImportance(a: SchedulingPod, b: SchedulingPod): number {
  return b.priority - a.priority || startOf(a) - startOf(b);
}

/** One that has not started counts as starting now: later than all others. */
function startOf({ startedMs }: SchedulingPod): number {
  return startedMs ?? Number.MAX_SAFE_INTEGER;
}

/** Each pod uses up one disruption of the budgets it is under (FilterVictimsWithPDBViolation). */
function byBudget(pods: readonly SchedulingPod[], budgets: readonly DisruptionBudget[]) {
  const allowed = budgets.map(({ disruptionsAllowed }) => disruptionsAllowed);
  const violating: SchedulingPod[] = [];
  const others: SchedulingPod[] = [];
  for (const pod of pods) {
    let breaks = false;
    budgets.forEach((budget, index) => {
      if (!isUnder(pod, budget) || budget.disrupted.has(pod.name)) return;
      const left = (allowed[index] ?? 0) - 1;
      allowed[index] = left;
      if (left < 0) breaks = true;
    });
    (breaks ? violating : others).push(pod);
  }
  return { violating, others };
}

/** An empty selector or a pod without labels is under no budget here. */
function isUnder(pod: SchedulingPod, { namespace, selector }: DisruptionBudget): boolean {
  if (pod.namespace !== namespace || selector.length === 0 || Object.keys(pod.labels).length === 0) return false;
  return matchesRequirements(selector, pod.labels);
}

/** By these, each deciding where the ones before it leave more than one (pickOneNodeForPreemption); higher is better. */
const PREFERENCES: readonly ((candidate: Candidate) => number)[] = [
  ({ violations }) => -violations,
  ({ victims }) => -(victims[0]?.priority ?? 0),
  ({ victims }) => -victims.reduce((sum, { priority }) => sum + priority + 2 ** 31, 0),
  ({ victims }) => -victims.length,
  ({ victims }) => Math.min(...victims.filter(({ priority }) => priority === victims[0]?.priority).map(startOf)),
];

function pick(candidates: readonly Candidate[]): Preemption {
  let left = candidates;
  for (const preference of PREFERENCES) {
    const best = Math.max(...left.map(preference));
    left = left.filter((candidate) => preference(candidate) === best);
  }
  const [first] = left;
  if (first === undefined) throw new Error('no candidate is left of several');
  return { node: first.node, victims: first.victims };
}
