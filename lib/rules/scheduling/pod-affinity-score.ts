// Which nodes are better for the pods that stand there, or in the same zone: preferred pod affinity and anti-affinity.
// Mirrors the InterPodAffinity scheduler plugin (interpodaffinity/scoring.go), with its default weight of 1 for the
// required terms of pods that are there already.
import type { PodAffinityTerm, WeightedPodAffinityTerm } from 'kubernetes-types/core/v1';
import { matchesTerm, type NamespaceLabels } from './pod-affinity.ts';
import type { NodeInfo, SchedulingPod } from './scheduling-input.ts';

const REQUIRED_WEIGHT = 1;
const SCORE_MAX = 100;

/** Scores 0 to 100 in the order of `feasible`; null where no pod minds. */
export function podAffinityScores(
  pod: SchedulingPod,
  feasible: readonly NodeInfo[],
  nodes: readonly NodeInfo[],
  labelsOf: NamespaceLabels = () => ({}),
): number[] | null {
  const sums = new Map<string, number>();
  const add = (term: PodAffinityTerm, { node }: NodeInfo, weight: number) => {
    const value = node.labels[term.topologyKey];
    if (value === undefined) return;
    const domain = `${term.topologyKey}=${value}`;
    sums.set(domain, (sums.get(domain) ?? 0) + weight);
  };
  const own = preferred(pod);
  for (const info of nodes) {
    for (const other of own.length > 0 ? info.pods : []) {
      for (const { term, weight } of own) if (matchesTerm(term, pod, other, labelsOf)) add(term, info, weight);
    }
    for (const other of info.choosy) {
      const terms = [...required(other), ...preferred(other)];
      for (const { term, weight } of terms) if (matchesTerm(term, other, pod, labelsOf)) add(term, info, weight);
    }
  }
  return sums.size === 0 ? null : normalized(feasible.map((info) => total(info, sums)));
}

function total({ node }: NodeInfo, sums: ReadonlyMap<string, number>): number {
  let score = 0;
  for (const [domain, weight] of sums) {
    const key = domain.slice(0, domain.indexOf('='));
    if (`${key}=${node.labels[key]}` === domain) score += weight;
  }
  return score;
}

function normalized(raw: readonly number[]): number[] {
  const most = Math.max(...raw);
  const least = Math.min(...raw);
  return raw.map((score) => (most === least ? 0 : Math.trunc((SCORE_MAX * (score - least)) / (most - least))));
}

interface Weighted {
  term: PodAffinityTerm;
  weight: number;
}

function preferred({ affinity }: SchedulingPod): Weighted[] {
  const weighted = (terms: readonly WeightedPodAffinityTerm[] | undefined, sign: number) =>
    (terms ?? []).map(({ podAffinityTerm, weight }) => ({ term: podAffinityTerm, weight: weight * sign }));
  return [
    ...weighted(affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution, 1),
    ...weighted(affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution, -1),
  ];
}

function required({ affinity }: SchedulingPod): Weighted[] {
  const terms = affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.map((term) => ({ term, weight: REQUIRED_WEIGHT }));
}
