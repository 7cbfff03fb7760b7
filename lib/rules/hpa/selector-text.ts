// A metric's LabelSelector: as Go prints it into messages of the autoscaler (apimachinery meta/v1 generated.pb.go String),
// and whether it can be used at all (LabelSelectorAsSelector), which an API server does not ask.
import { LabelSelectorError, type LabelSelectorObject, selectorRequirements } from '../labels/label-selector.ts';
import { MetricError } from './metric-source.ts';

/** The metric is not even asked for. */
export class UnusableSelector extends MetricError {}

/** @throws {UnusableSelector} where no label can be so: `path: /`, for instance. */
export function requireUsable(selector: LabelSelectorObject | undefined): void {
  try {
    selectorRequirements(selector);
  } catch (error) {
    throw error instanceof LabelSelectorError ? new UnusableSelector(error.message) : error;
  }
}

export function selectorText(selector: LabelSelectorObject | undefined): string {
  if (selector === undefined) return 'nil';
  const labels = Object.entries(selector.matchLabels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${value},`);
  const requirements = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${requirements.join('')}},}`;
}
