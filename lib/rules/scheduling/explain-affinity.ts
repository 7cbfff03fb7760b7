// A pod's nodeSelector and required node affinity against the labels of a node, term by term.
import type { NodeSelectorRequirement, NodeSelectorTerm } from 'kubernetes-types/core/v1';
import { type Labels, matchesLabelSet } from '../labels/label-selector.ts';
import type { Check, LabelCheck, TermCheck } from './explain.ts';
import {
  type AffinityNode,
  matchesExpression,
  matchesField,
  matchesNodeAffinity,
  matchesNodeTerm,
  NAME_FIELD,
} from './node-affinity.ts';
import type { SchedulingPod } from './scheduling-input.ts';

export function affinityCheck(pod: SchedulingPod, node: AffinityNode): Extract<Check, { kind: 'affinity' }> {
  const required = pod.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return {
    kind: 'affinity',
    passes: matchesNodeAffinity(pod, node),
    selector: Object.entries(pod.nodeSelector).map(([key, value]) => ({
      text: `${key}=${value}`,
      passes: matchesLabelSet({ [key]: value }, node.labels),
      actual: labelOf(node.labels, key),
    })),
    terms: (required?.nodeSelectorTerms ?? []).map((term) => termCheck(term, node)),
  };
}

/** A term without expressions matches nothing, and has none to show. */
function termCheck(term: NodeSelectorTerm, node: AffinityNode): TermCheck {
  const labels = (term.matchExpressions ?? []).map(
    (expression): LabelCheck => ({
      text: expressionText(expression),
      passes: matchesExpression(expression, node.labels),
      actual: labelOf(node.labels, expression.key),
    }),
  );
  const fields = (term.matchFields ?? []).map(
    (field): LabelCheck => ({
      text: expressionText(field),
      passes: matchesField(field, node),
      actual: field.key === NAME_FIELD ? node.name : null,
    }),
  );
  return { passes: matchesNodeTerm(term, node), expressions: [...labels, ...fields] };
}

/** `kubernetes.io/arch in (amd64, arm64)`, `year > 2016`, `disk exists`. */
export function expressionText({ key, operator, values = [] }: NodeSelectorRequirement): string {
  const list = values.join(', ');
  switch (operator) {
    case 'In':
      return `${key} in (${list})`;
    case 'NotIn':
      return `${key} not in (${list})`;
    case 'Exists':
      return `${key} exists`;
    case 'DoesNotExist':
      return `${key} does not exist`;
    case 'Gt':
      return `${key} > ${list}`;
    case 'Lt':
      return `${key} < ${list}`;
    default:
      return `${key} ${operator} (${list})`;
  }
}

function labelOf(labels: Labels, key: string): string | null {
  return Object.hasOwn(labels, key) ? (labels[key] ?? null) : null;
}
