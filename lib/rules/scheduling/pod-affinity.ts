// Pods that must be, or must not be, where other pods are.
// Mirrors the required terms of the InterPodAffinity scheduler plugin (interpodaffinity/filtering.go).

import type { PodAffinityTerm } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import {
  type LabelRequirements,
  LabelSelectorError,
  type Labels,
  matchesRequirements,
  selectorRequirements,
} from '../labels/label-selector.ts';
import { REFUSES_NONE } from './filter-failure.ts';
import { type PodKind, podKinds } from './pod-kinds.ts';
import type { NodeInfo, SchedulingPod } from './scheduling-input.ts';

export const AFFINITY_REASON = "node(s) didn't match pod affinity rules";
export const ANTI_AFFINITY_REASON = "node(s) didn't match pod anti-affinity rules";
export const EXISTING_ANTI_AFFINITY_REASON = "node(s) didn't satisfy existing pods anti-affinity rules";

/** For terms with a namespaceSelector. */
export type NamespaceLabels = (namespace: string) => Labels;

const NO_LABELS: NamespaceLabels = () => ({});

/** Topology domains as `key=value`. */
type Domains = Set<string>;

/** Why a node breaks a required term of the pod or of a pod already there. Made once for a pod and the whole cluster. */
export function podAffinityFilter(
  pod: SchedulingPod,
  nodes: readonly NodeInfo[],
  labelsOf: NamespaceLabels = NO_LABELS,
): (info: NodeInfo) => string | null {
  const wanted = pod.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const unwanted = antiTerms(pod);
  const near: Domains = new Set();
  const far: Domains = new Set();
  const barred: Domains = new Set();
  const asks = wanted.length + unwanted.length > 0;
  for (const { pod: other, places } of asks ? podKinds(nodes, 'all') : []) {
    const isWanted = wanted.length > 0 && wanted.every((term) => matchesTerm(term, pod, other, labelsOf));
    if (isWanted) addDomains(near, wanted, places);
    const avoided = unwanted.filter((term) => matchesTerm(term, pod, other, labelsOf));
    addDomains(far, avoided, places);
  }
  for (const { pod: other, places } of podKinds(nodes, 'choosy')) {
    const avoiding = antiTerms(other).filter((term) => matchesTerm(term, other, pod, labelsOf));
    addDomains(barred, avoiding, places);
  }
  if (wanted.length + far.size + barred.size === 0) return REFUSES_NONE;
  const barredKeys = [...new Set(Array.from(barred, (domain) => domain.slice(0, domain.indexOf('='))))];
  // The first pod of a group that wants to be near its own kind may land anywhere its topology labels exist.
  const founds = near.size === 0 && wanted.every((term) => matchesTerm(term, pod, pod, labelsOf));
  return (info) => {
    for (const { topologyKey } of wanted) {
      const domain = domainOf(info, topologyKey);
      if (domain === null || !(founds || near.has(domain))) return AFFINITY_REASON;
    }
    if (unwanted.some(({ topologyKey }) => isIn(far, info, topologyKey))) return ANTI_AFFINITY_REASON;
    return barredKeys.some((key) => isIn(barred, info, key)) ? EXISTING_ANTI_AFFINITY_REASON : null;
  };
}

function antiTerms(pod: SchedulingPod): readonly PodAffinityTerm[] {
  return pod.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** Whether `other` is what a term of `owner` speaks of; without namespaces it speaks of the owner's own. */
export function matchesTerm(
  term: PodAffinityTerm,
  owner: SchedulingPod,
  other: SchedulingPod,
  labelsOf: NamespaceLabels = NO_LABELS,
): boolean {
  const { namespaces = [], namespaceSelector, labelSelector } = term;
  const listed = namespaces.length === 0 && namespaceSelector === undefined ? [owner.namespace] : namespaces;
  const speaksOf =
    listed.includes(other.namespace) ||
    (namespaceSelector !== undefined && matches(namespaceSelector, labelsOf(other.namespace)));
  return speaksOf && matches(labelSelector, other.labels);
}

/** Of stored objects, which never change in place: a term is held against many pods. */
const REQUIREMENTS = new WeakMap<LabelSelector, LabelRequirements | null>();

function matches(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (selector === undefined) return false;
  let requirements = REQUIREMENTS.get(selector);
  if (requirements === undefined) {
    requirements = readable(selector);
    REQUIREMENTS.set(selector, requirements);
  }
  return requirements !== null && matchesRequirements(requirements, labels);
}

/** Null, which matches nothing, for what the API server would have refused. */
function readable(selector: LabelSelector): LabelRequirements | null {
  try {
    return selectorRequirements(selector);
  } catch (error) {
    if (error instanceof LabelSelectorError) return null;
    throw error;
  }
}

function addDomains(domains: Domains, terms: readonly PodAffinityTerm[], places: PodKind['places']): void {
  for (const { topologyKey } of terms) {
    for (const info of places.keys()) {
      const domain = domainOf(info, topologyKey);
      if (domain !== null) domains.add(domain);
    }
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
