// Pods that must be, or must not be, where other pods are.
// Mirrors the required terms of the InterPodAffinity scheduler plugin (interpodaffinity/filtering.go).
// A namespaceSelector is read as "every namespace" when empty, and otherwise as the listed namespaces only: the rules
// do not see the labels of namespaces.
import type { PodAffinityTerm } from 'kubernetes-types/core/v1';
import { LabelSelectorError, matchesLabelSelector } from './label-selector.ts';
import type { NodeInfo, SchedulingPod } from './scheduling-input.ts';

export const AFFINITY_REASON = "node(s) didn't match pod affinity rules";
export const ANTI_AFFINITY_REASON = "node(s) didn't match pod anti-affinity rules";
export const EXISTING_ANTI_AFFINITY_REASON = "node(s) didn't satisfy existing pods anti-affinity rules";

/** Topology domains as `key=value`. */
type Domains = Set<string>;

/** Why a node breaks a required term of the pod or of a pod already there. Made once for a pod and the whole cluster. */
export function podAffinityFilter(pod: SchedulingPod, nodes: readonly NodeInfo[]): (info: NodeInfo) => string | null {
  const wanted = pod.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const unwanted = antiTerms(pod);
  const near: Domains = new Set();
  const far: Domains = new Set();
  const barred: Domains = new Set();
  for (const info of nodes) {
    for (const other of info.pods) {
      if (wanted.length > 0 && wanted.every((term) => matchesTerm(term, pod, other))) addDomains(near, wanted, info);
      const avoided = unwanted.filter((term) => matchesTerm(term, pod, other));
      addDomains(far, avoided, info);
      const avoiding = antiTerms(other).filter((term) => matchesTerm(term, other, pod));
      addDomains(barred, avoiding, info);
    }
  }
  // The first pod of a group that wants to be near its own kind may land anywhere its topology labels exist.
  const founds = near.size === 0 && wanted.every((term) => matchesTerm(term, pod, pod));
  return (info) => {
    for (const { topologyKey } of wanted) {
      const domain = domainOf(info, topologyKey);
      if (domain === null || !(founds || near.has(domain))) return AFFINITY_REASON;
    }
    if (unwanted.some(({ topologyKey }) => isIn(far, info, topologyKey))) return ANTI_AFFINITY_REASON;
    for (const domain of barred) {
      if (domainOf(info, domain.slice(0, domain.indexOf('='))) === domain) return EXISTING_ANTI_AFFINITY_REASON;
    }
    return null;
  };
}

function antiTerms(pod: SchedulingPod): readonly PodAffinityTerm[] {
  return pod.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** Whether `other` is what a term of `owner` speaks of; without namespaces it speaks of the owner's own. */
function matchesTerm(term: PodAffinityTerm, owner: SchedulingPod, other: SchedulingPod): boolean {
  const listed = term.namespaces ?? [];
  const selector = term.namespaceSelector;
  const everywhere =
    selector !== undefined &&
    Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0;
  const namespaces = listed.length === 0 && selector === undefined ? [owner.namespace] : listed;
  if (!everywhere && !namespaces.includes(other.namespace)) return false;
  try {
    return matchesLabelSelector(term.labelSelector, other.labels);
  } catch (error) {
    if (error instanceof LabelSelectorError) return false;
    throw error;
  }
}

function addDomains(domains: Domains, terms: readonly PodAffinityTerm[], info: NodeInfo): void {
  for (const { topologyKey } of terms) {
    const domain = domainOf(info, topologyKey);
    if (domain !== null) domains.add(domain);
  }
}

function isIn(domains: Domains, info: NodeInfo, topologyKey: string): boolean {
  const domain = domainOf(info, topologyKey);
  return domain !== null && domains.has(domain);
}

function domainOf({ node }: NodeInfo, topologyKey: string): string | null {
  const value = node.labels[topologyKey];
  return value === undefined ? null : `${topologyKey}=${value}`;
}
