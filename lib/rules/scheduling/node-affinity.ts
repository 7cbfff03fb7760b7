// Which nodes a pod's nodeSelector and node affinity allow and prefer.
// Mirrors component-helpers scheduling/corev1/nodeaffinity/nodeaffinity.go and the NodeAffinity scheduler plugin.
import type { Affinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from 'kubernetes-types/core/v1';
import {
  type LabelOperator,
  type Labels,
  matchesLabelSet,
  matchesRequirement,
  requirementErrors,
} from '../labels/label-selector.ts';

/** The node name is the only field that matchFields knows. */
export const NAME_FIELD = 'metadata.name';

export interface AffinityNode {
  name: string;
  labels: Labels;
}

export interface AffinityPod {
  nodeSelector?: Labels | undefined;
  affinity?: Affinity | null | undefined;
}

const OPERATORS: Readonly<Record<string, LabelOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
  Gt: 'gt',
  Lt: 'lt',
};

/** nodeSelector AND required node affinity. */
export function matchesNodeAffinity(pod: AffinityPod, node: AffinityNode): boolean {
  if (!matchesLabelSet(pod.nodeSelector, node.labels)) return false;
  const required = pod.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || required === null || matchesNodeSelector(required, node);
}

/** Terms are ORed; no terms, like an empty term, match nothing. */
export function matchesNodeSelector(selector: NodeSelector, node: AffinityNode): boolean {
  return (selector.nodeSelectorTerms ?? []).some((term) => matchesNodeTerm(term, node));
}

/** Sum of the weights of the preferred terms that match (NodeAffinity.Score, before normalising). */
export function preferredNodeScore(pod: AffinityPod, node: AffinityNode): number {
  const preferred = pod.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  let score = 0;
  for (const { weight, preference } of preferred) {
    if (weight !== 0 && matchesNodeTerm(preference, node)) score += weight;
  }
  return score;
}

export function hasPreferredNodes(pod: AffinityPod): boolean {
  return (pod.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).length > 0;
}

/**
 * Nodes that matchFields names, when every term names some (NodeAffinity.PreFilter): DaemonSet pods name exactly one.
 * Null when any node may do; an empty set when the terms contradict themselves.
 */
export function namedNodes(pod: AffinityPod): ReadonlySet<string> | null {
  const terms = pod.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  if (terms.length === 0) return null;
  const names = new Set<string>();
  for (const term of terms) {
    const lists = (term.matchFields ?? [])
      .filter((field) => field.key === NAME_FIELD && field.operator === 'In')
      .map((field) => new Set(field.values ?? []));
    const [first, ...others] = lists;
    if (first === undefined) return null;
    for (const name of first) {
      if (others.every((other) => other.has(name))) names.add(name);
    }
  }
  return names;
}

export function matchesNodeTerm(term: NodeSelectorTerm, node: AffinityNode): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length + fields.length === 0) return false;
  return (
    expressions.every((expression) => matchesExpression(expression, node.labels)) &&
    fields.every((field) => matchesField(field, node))
  );
}

/** An expression that the API server would not have accepted matches nothing. */
export function matchesExpression({ key, operator, values = [] }: NodeSelectorRequirement, labels: Labels): boolean {
  const known = OPERATORS[operator];
  if (known === undefined || requirementErrors(key, known, values).length > 0) return false;
  return matchesRequirement({ key, operator: known, values }, labels);
}

export function matchesField({ key, operator, values = [] }: NodeSelectorRequirement, node: AffinityNode): boolean {
  const [value, ...more] = values;
  if (value === undefined || more.length > 0) return false;
  const actual = key === NAME_FIELD ? node.name : '';
  if (operator === 'In') return actual === value;
  return operator === 'NotIn' && actual !== value;
}
