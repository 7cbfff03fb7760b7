// What pods without spread constraints of their own are spread by: whatever their Services and controller select.
// Mirrors DefaultSelector of kubernetes pkg/scheduler/framework/plugins/helper/spread.go.
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import {
  type LabelRequirements,
  type Labels,
  matchesLabelSet,
  selectorRequirements,
} from '../labels/label-selector.ts';

/** `services`: selectors of the Services in the pod's namespace; `controller`: its controller's, null where there is none. */
export function defaultSelector(
  labels: Labels,
  services: Iterable<Labels>,
  controller: LabelSelector | null,
): LabelRequirements | null {
  const merged: Record<string, string> = {};
  for (const selector of services) {
    if (Object.keys(selector).length > 0 && matchesLabelSet(selector, labels)) Object.assign(merged, selector);
  }
  if (Object.keys(merged).length === 0 && controller === null) return null;
  const expressions = controller?.matchExpressions;
  return selectorRequirements({
    matchLabels: { ...merged, ...controller?.matchLabels },
    ...(expressions === undefined ? {} : { matchExpressions: expressions }),
  });
}
