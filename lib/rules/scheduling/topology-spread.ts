// Spreading the pods of one workload over hosts, zones or any other label of nodes.
// Mirrors the PodTopologySpread scheduler plugin (podtopologyspread/{common,filtering,scoring}.go).
import type { TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import {
  type LabelRequirements,
  LabelSelectorError,
  type Labels,
  matchesRequirements,
  selectorRequirements,
} from '../labels/label-selector.ts';
import { HOSTNAME_LABEL } from '../nodes/platform.ts';
import { untoleratedTaints } from '../nodes/taints.ts';
import { REFUSES_NONE } from './filter-failure.ts';
import { matchesNodeAffinity } from './node-affinity.ts';
import { podKinds } from './pod-kinds.ts';
import type { NodeInfo, SchedulingPod } from './scheduling-input.ts';

export interface SpreadConstraint {
  topologyKey: string;
  maxSkew: number;
  minDomains: number;
  /** Null selects nothing. */
  selector: LabelRequirements | null;
  honorsAffinity: boolean;
  honorsTaints: boolean;
}

export const MISSING_LABEL = "node(s) didn't match pod topology spread constraints (missing required label)";
const SKEWED = "node(s) didn't match pod topology spread constraints";

/** Spreading that applies to pods without constraints of their own (plugin.go systemDefaultConstraints): scores only. */
const SYSTEM_DEFAULTS: readonly TopologySpreadConstraint[] = [
  { topologyKey: HOSTNAME_LABEL, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
];

/** How a node stands with one hard constraint. */
export interface SpreadVerdict {
  constraint: SpreadConstraint;
  /** Null where it may take the pod. */
  reason: string | null;
  /** The node's value of the key; null where it lacks the label. */
  domain: string | null;
  /** Pods that the constraint selects, in this domain and in the emptiest; null without a domain. */
  matching: number | null;
  least: number | null;
}

/** Why a node breaks a hard constraint; null when it does not. Made once for a pod and the whole cluster. */
export function spreadFilter(pod: SchedulingPod, nodes: readonly NodeInfo[]): (info: NodeInfo) => string | null {
  const judges = spreadJudges(pod, nodes);
  if (judges.length === 0) return REFUSES_NONE;
  return (info) => {
    for (const judge of judges) {
      const { reason } = judge(info);
      if (reason !== null) return reason;
    }
    return null;
  };
}

/** One for each hard constraint. */
export function spreadJudges(pod: SchedulingPod, nodes: readonly NodeInfo[]): ((info: NodeInfo) => SpreadVerdict)[] {
  const constraints = constraintsOf(pod, 'DoNotSchedule');
  if (constraints.length === 0) return [];
  const eligible = nodes.filter((info) => constraints.every(({ topologyKey }) => topologyKey in info.node.labels));
  return constraints.map((constraint) => {
    const counts = domainCounts(pod, constraint, eligible, nodes);
    const least = counts.size < constraint.minDomains ? 0 : Math.min(...counts.values());
    const itself = selects(constraint, pod.labels) ? 1 : 0;
    return ({ node }) => {
      const domain = node.labels[constraint.topologyKey];
      if (domain === undefined) return { constraint, reason: MISSING_LABEL, domain: null, matching: null, least: null };
      const matching = counts.get(domain) ?? 0;
      const reason = matching + itself - least > constraint.maxSkew ? SKEWED : null;
      return { constraint, reason, domain, matching, least };
    };
  });
}

/**
 * Scores 0 to 100 in the order of `feasible`; null when the pod asks for no soft spreading. `defaultSelector` is what
 * the pod's Services and controller select, for the defaults of pods without constraints; null where there is none.
 */
export function spreadScores(
  pod: SchedulingPod,
  feasible: readonly NodeInfo[],
  nodes: readonly NodeInfo[],
  defaultSelector: LabelRequirements | null,
): number[] | null {
  const own = pod.topologySpreadConstraints.length > 0;
  const constraints = own ? constraintsOf(pod, 'ScheduleAnyway') : defaultConstraints(defaultSelector);
  if (constraints.length === 0) return null;
  const hasAll = (labels: Labels) => !own || constraints.every(({ topologyKey }) => topologyKey in labels);
  const scored = new Set(feasible.filter(({ node }) => hasAll(node.labels)));
  const counts = constraints.map((constraint) => {
    // Hosts are counted one by one below, and a label that no node has decides nothing: all pods need not be counted.
    const isUsed = [...scored].some(({ node }) => constraint.topologyKey in node.labels);
    if (constraint.topologyKey === HOSTNAME_LABEL || !isUsed) return new Map<string, number>();
    const domains = new Set([...scored].map(({ node }) => node.labels[constraint.topologyKey] ?? ''));
    const counted = nodes.filter(
      ({ node }) => hasAll(node.labels) && domains.has(node.labels[constraint.topologyKey] ?? ''),
    );
    return domainCounts(pod, constraint, counted, nodes);
  });
  const weights = constraints.map(({ topologyKey }, index) => {
    const size = topologyKey === HOSTNAME_LABEL ? scored.size : (counts[index]?.size ?? 0);
    return Math.log(size + 2);
  });
  const raw = feasible.map((info) => {
    if (!scored.has(info)) return null;
    let score = 0;
    for (const [index, { topologyKey, maxSkew, selector }] of constraints.entries()) {
      const domain = info.node.labels[topologyKey];
      if (domain === undefined) continue;
      const there = topologyKey === HOSTNAME_LABEL ? countOn(pod, selector, info) : (counts[index]?.get(domain) ?? 0);
      score += there * (weights[index] ?? 0) + (maxSkew - 1);
    }
    return Math.round(score);
  });
  return normalized(raw);
}

function normalized(raw: readonly (number | null)[]): number[] {
  const known = raw.filter((score) => score !== null);
  const most = Math.max(0, ...known);
  const least = known.length === 0 ? 0 : Math.min(...known);
  return raw.map((score) => {
    if (score === null) return 0;
    return most === 0 ? 100 : Math.trunc((100 * (most + least - score)) / most);
  });
}

function constraintsOf(pod: SchedulingPod, when: 'DoNotSchedule' | 'ScheduleAnyway'): SpreadConstraint[] {
  return pod.topologySpreadConstraints
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === when)
    .map((constraint) => ({
      topologyKey: constraint.topologyKey,
      maxSkew: constraint.maxSkew,
      minDomains: constraint.minDomains ?? 1,
      selector: withMatchLabelKeys(constraint, pod.labels),
      honorsAffinity: constraint.nodeAffinityPolicy !== 'Ignore',
      honorsTaints: constraint.nodeTaintsPolicy === 'Honor',
    }));
}

function defaultConstraints(selector: LabelRequirements | null): SpreadConstraint[] {
  if (selector === null || selector.length === 0) return [];
  return SYSTEM_DEFAULTS.map(({ topologyKey, maxSkew }) => {
    return { topologyKey, maxSkew, minDomains: 1, selector, honorsAffinity: true, honorsTaints: false };
  });
}

function withMatchLabelKeys(constraint: TopologySpreadConstraint, labels: Labels): LabelRequirements | null {
  const requirements = readableSelector(constraint);
  if (requirements === null) return null;
  const keys = (constraint.matchLabelKeys ?? []).filter((key) => labels[key] !== undefined);
  return [...requirements, ...keys.map((key) => ({ key, operator: '=' as const, values: [labels[key] ?? ''] }))];
}

/** The API server has validated it; what it would have refused selects nothing. */
function readableSelector(constraint: TopologySpreadConstraint): LabelRequirements | null {
  try {
    return selectorRequirements(constraint.labelSelector);
  } catch (error) {
    if (error instanceof LabelSelectorError) return null;
    throw error;
  }
}

/** Matching pods by topology value, over those of the nodes `counted` that the constraint counts. */
function domainCounts(
  pod: SchedulingPod,
  constraint: SpreadConstraint,
  counted: readonly NodeInfo[],
  nodes: readonly NodeInfo[],
): Map<string, number> {
  const { selector } = constraint;
  const counts = new Map<string, number>();
  const domains = new Map<NodeInfo, string>();
  for (const info of counted) {
    if (constraint.honorsAffinity && !matchesNodeAffinity(pod, info.node)) continue;
    if (constraint.honorsTaints && untoleratedTaints(info.node.taints, pod.tolerations).length > 0) continue;
    const domain = info.node.labels[constraint.topologyKey] ?? '';
    domains.set(info, domain);
    counts.set(domain, 0);
  }
  if (selector === null || selector.length === 0) return counts;
  for (const { pod: other, places } of podKinds(nodes, 'all')) {
    if (!isCounted(pod, selector, other)) continue;
    for (const [info, count] of places) {
      const domain = domains.get(info);
      if (domain !== undefined) counts.set(domain, (counts.get(domain) ?? 0) + count);
    }
  }
  return counts;
}

function isCounted({ namespace }: SchedulingPod, selector: LabelRequirements, other: SchedulingPod): boolean {
  return !other.terminating && other.namespace === namespace && matchesRequirements(selector, other.labels);
}

function countOn(pod: SchedulingPod, selector: LabelRequirements | null, info: NodeInfo): number {
  if (selector === null || selector.length === 0) return 0;
  return info.pods.filter((other) => isCounted(pod, selector, other)).length;
}

function selects({ selector }: SpreadConstraint, labels: Labels): boolean {
  return selector !== null && matchesRequirements(selector, labels);
}
