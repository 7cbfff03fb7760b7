// Affinity rules of a pod, one line each.
import type { Affinity, NodeSelectorTerm, PodAffinityTerm } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';

export function affinityLines(affinity: Affinity | undefined): string[] {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity ?? {};
  const terms = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const lines = terms.length === 0 ? [] : [`must: a node with ${terms.map(termText).join(', or ')}`];
  for (const { weight, preference } of nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
    lines.push(`better: a node with ${termText(preference)} (weight ${weight})`);
  }
  for (const term of podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []) {
    lines.push(`must: beside ${podTermText(term)}`);
  }
  for (const { weight, podAffinityTerm } of podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
    lines.push(`better: beside ${podTermText(podAffinityTerm)} (weight ${weight})`);
  }
  for (const term of podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []) {
    lines.push(`must: away from ${podTermText(term)}`);
  }
  for (const { weight, podAffinityTerm } of podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
    lines.push(`better: away from ${podTermText(podAffinityTerm)} (weight ${weight})`);
  }
  return lines;
}

function termText({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): string {
  return [...matchExpressions, ...matchFields].map(expressionText).join(' and ') || 'nothing that matches';
}

function podTermText({ labelSelector, topologyKey }: PodAffinityTerm): string {
  return `pods with ${selectorText(labelSelector)} by ${topologyKey}`;
}

function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector = {}): string {
  const pairs = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  return [...pairs, ...matchExpressions.map(expressionText)].join(' and ') || 'any label';
}

interface Expression {
  key: string;
  operator: string;
  values?: readonly string[];
}

/** As kubectl describe prints it: `kubernetes.io/arch in (arm, arm64)`. */
function expressionText({ key, operator, values = [] }: Expression): string {
  const listed = values.length === 0 ? '' : ` (${values.join(', ')})`;
  return `${key} ${operator.toLowerCase()}${listed}`;
}
