// An autoscaler's settings in words, and what of them changes.
import type {
  HorizontalPodAutoscalerBehavior,
  HPAScalingRules,
  MetricSpec,
  MetricTarget,
} from 'kubernetes-types/autoscaling/v2';
import { formatCount } from '#lib/format/count.ts';
import { metricTarget, metricTitle } from '../autoscaling/metric-view.ts';
import type { AutoscalerSettings } from './autoscaler-action.ts';
import { sameJson } from './same-json.ts';

/** As the form shows it: a percentage without its sign. */
export function targetText(metric: MetricSpec): string {
  const target = metricTarget(metric);
  return String(target?.averageUtilization ?? target?.averageValue ?? target?.value ?? '');
}

/** `Target of cpu of its pods, in percent of what they request`. */
export function targetLabel(metric: MetricSpec): string {
  const target = metricTarget(metric);
  const what = `Target of ${metricTitle(metric)}`;
  if (target?.averageUtilization !== undefined) return `${what}, in percent of what they request`;
  return target?.averageValue === undefined ? `${what}, in all` : `${what}, for each replica`;
}

/** `changes the maximum from 10 to 20`. */
export function settingChanges(
  metrics: readonly MetricSpec[],
  before: AutoscalerSettings,
  after: AutoscalerSettings,
): string[] {
  const changes: string[] = [];
  if (before.min !== after.min) changes.push(`changes the minimum from ${before.min} to ${after.min}`);
  if (before.max !== after.max) changes.push(`changes the maximum from ${before.max} to ${after.max}`);
  for (const [index, metric] of metrics.entries()) {
    const [from, to] = [before.targets[index], after.targets[index]];
    if (from === to) continue;
    const unit = unitOf(metricTarget(metric));
    changes.push(`changes the target of ${metricTitle(metric)} from ${from}${unit} to ${to}${unit}`);
  }
  if (!sameJson(before.behavior, after.behavior)) changes.push(...behaviorWords(after.behavior));
  return changes;
}

function unitOf(target: MetricTarget | null): string {
  if (target?.averageUtilization !== undefined) return '%';
  return target?.averageValue === undefined ? '' : ' for each replica';
}

export function behaviorWords(behavior: HorizontalPodAutoscalerBehavior | null): string[] {
  if (behavior === null) return ["leaves its pace to the controller's defaults"];
  const { scaleUp, scaleDown } = behavior;
  return [
    ...(scaleUp === undefined ? [] : [rulesWords('up', 'lowest', scaleUp)]),
    ...(scaleDown === undefined ? [] : [rulesWords('down', 'highest', scaleDown)]),
  ];
}

function rulesWords(way: 'up' | 'down', which: string, rules: HPAScalingRules): string {
  const { policies = [], selectPolicy, stabilizationWindowSeconds } = rules;
  if (selectPolicy === 'Disabled') return `never scales ${way}`;
  const steps = policies.map(
    ({ type, value, periodSeconds }) =>
      `${type === 'Percent' ? `${value}%` : formatCount(value, 'pod')} in ${periodSeconds} s`,
  );
  const pace = steps.length === 0 ? '' : ` by at most ${steps.join(selectPolicy === 'Min' ? ' and ' : ' or ')}`;
  const wait =
    stabilizationWindowSeconds === undefined || stabilizationWindowSeconds === 0
      ? ''
      : `, to the ${which} wish of the last ${stabilizationWindowSeconds} s`;
  return `scales ${way}${pace === '' && wait === '' ? ' at once' : `${pace}${wait}`}`;
}
