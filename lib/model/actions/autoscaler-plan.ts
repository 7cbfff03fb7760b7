// What changing an autoscaler's limits, targets and pace would do.
import type { HorizontalPodAutoscaler, MetricSpec, MetricTarget } from 'kubernetes-types/autoscaling/v2';
import { exactQuantity, QuantityError } from '#lib/rules/quantity.ts';
import { metricSource, metricTitle } from '../autoscaling/metric-view.ts';
import { type ActionPlan, nothingToDo, PlanError } from './action-plan.ts';
import type { AutoscalerAction, AutoscalerRef, AutoscalerSettings } from './autoscaler-action.ts';
import { settingChanges, targetText } from './autoscaler-words.ts';
import { type JsonPatch, set } from './json-patch.ts';
import { command } from './kubectl.ts';
import { sameJson } from './same-json.ts';

export const AUTOSCALING_ROOT = '/apis/autoscaling/v2';

export function autoscalerPath({ namespace, name }: AutoscalerRef): string {
  return `${AUTOSCALING_ROOT}/namespaces/${namespace}/horizontalpodautoscalers/${name}`;
}

export function settingsOf({ spec }: HorizontalPodAutoscaler): AutoscalerSettings {
  return {
    min: spec?.minReplicas ?? 1,
    max: spec?.maxReplicas ?? 1,
    targets: (spec?.metrics ?? []).map(targetText),
    behavior: spec?.behavior ?? null,
  };
}

/** The metrics with other targets. @throws {PlanError} for what is no amount. */
export function withTargets(metrics: readonly MetricSpec[], targets: readonly string[]): MetricSpec[] {
  if (targets.length !== metrics.length) {
    const message = `it has ${metrics.length} metrics now, and ${targets.length} targets were given: look at it again`;
    throw new PlanError('Conflict', message);
  }
  return metrics.map((metric, index) => {
    const text = targets[index] ?? '';
    return text === targetText(metric) ? metric : withTarget(metric, text);
  });
}

/** `object` as it was just read. What is written is bound to that version of it. @throws {PlanError} */
export function planAutoscalerEdit(
  object: HorizontalPodAutoscaler,
  { autoscaler, settings }: Extract<AutoscalerAction, { action: 'edit-autoscaler' }>,
): ActionPlan {
  const before = settingsOf(object);
  const metrics = object.spec?.metrics ?? [];
  const wanted = withTargets(metrics, settings.targets);
  const patch = patchOf(before, settings, sameJson(metrics, wanted) ? null : wanted);
  const { namespace, name } = autoscaler;
  if (patch.length === 0) {
    return nothingToDo(command('kubectl', 'get', 'hpa', name, '-n', namespace), `${name} is set so already`);
  }
  const kubectl = command('kubectl', 'patch', 'hpa', name, '-n', namespace, '--type=json', '-p', JSON.stringify(patch));
  // A changed resourceVersion makes it a Conflict: what was read is what is changed.
  const body = [set('/metadata/resourceVersion', object.metadata?.resourceVersion ?? ''), ...patch];
  return {
    write: { kind: 'patch', path: autoscalerPath(autoscaler), type: 'application/json-patch+json', body },
    kubectl,
    changes: true,
    effects: settingChanges(metrics, before, settings),
    evicts: [],
    undo: { action: 'edit-autoscaler', autoscaler, settings: before },
  };
}

function patchOf(before: AutoscalerSettings, after: AutoscalerSettings, metrics: MetricSpec[] | null): JsonPatch {
  return [
    ...(before.min === after.min ? [] : [set('/spec/minReplicas', after.min)]),
    ...(before.max === after.max ? [] : [set('/spec/maxReplicas', after.max)]),
    ...(metrics === null ? [] : [set('/spec/metrics', metrics)]),
    ...(sameJson(before.behavior, after.behavior) ? [] : [set('/spec/behavior', after.behavior)]),
  ];
}

function withTarget(metric: MetricSpec, text: string): MetricSpec {
  const kind = metricSource(metric);
  if (kind === undefined) throw new PlanError('Invalid', `a metric of type ${metric.type} cannot be changed from here`);
  const source = metric[kind];
  if (source === undefined) return metric;
  return { ...metric, [kind]: { ...source, target: changed(source.target, text, metricTitle(metric)) } };
}

function changed(target: MetricTarget, text: string, of: string): MetricTarget {
  if (target.averageUtilization !== undefined) {
    if (!/^[1-9]\d{0,5}$/.test(text))
      throw new PlanError('Invalid', `the target of ${of} is a whole percentage above 0`);
    return { ...target, averageUtilization: Number(text) };
  }
  const amount = amountOf(text, of);
  return target.averageValue === undefined ? { ...target, value: amount } : { ...target, averageValue: amount };
}

/** @throws {PlanError} */
export function amountOf(text: string, of: string): string {
  const wrong = `the target of ${of} is an amount above 0, such as 100 or 500m`;
  try {
    if (exactQuantity(text).nanos <= 0n) throw new PlanError('Invalid', wrong);
  } catch (error) {
    if (error instanceof QuantityError) throw new PlanError('Invalid', wrong);
    throw error;
  }
  return text;
}
