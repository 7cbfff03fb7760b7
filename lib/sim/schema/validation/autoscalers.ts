// Checks HorizontalPodAutoscalers of autoscaling/v2 (pkg/apis/autoscaling/validation/validation.go).
import type {
  CrossVersionObjectReference,
  HorizontalPodAutoscaler,
  HPAScalingRules,
  MetricSpec,
  MetricTarget,
} from 'kubernetes-types/autoscaling/v2';
import { parseQuantity } from '#lib/rules/quantity.ts';
import { parseApiVersion } from '../group-version.ts';
import type { FieldErrors } from './field-errors.ts';
import { pathSegmentErrors } from './names.ts';

const WINDOW_SECONDS_MAX = 3600;
const PERIOD_SECONDS_MAX = 1800;
const SOURCES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
const TARGETS = ['Utilization', 'Value', 'AverageValue'];
const POLICIES = ['Percent', 'Pods'];
const SELECTIONS = ['Disabled', 'Max', 'Min'];

export function validateAutoscaler(errors: FieldErrors, autoscaler: HorizontalPodAutoscaler): void {
  const spec = autoscaler.spec;
  const max = spec?.maxReplicas ?? 0;
  const min = spec?.minReplicas;
  const metrics = spec?.metrics ?? [];
  if (min !== undefined && max < min) {
    errors.invalid('spec.maxReplicas', max, 'must be greater than or equal to `minReplicas`');
  }
  // The one kind of the core group that can be scaled.
  const coreAllowed = spec?.scaleTargetRef?.kind === 'ReplicationController';
  validateReference(errors, 'spec.scaleTargetRef', spec?.scaleTargetRef, coreAllowed);
  for (const [index, metric] of metrics.entries()) validateMetric(errors, `spec.metrics[${index}]`, metric);
  if (min === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External')) {
    const detail = 'must specify at least one Object or External metric to support scaling to zero replicas';
    errors.forbidden('spec.metrics', detail);
  }
  for (const name of ['scaleUp', 'scaleDown'] as const) {
    const rules = spec?.behavior?.[name];
    if (rules !== undefined) validateRules(errors, `spec.behavior.${name}`, rules);
  }
  // Rules that upstream declares on the type are reported after those it has written by hand.
  if (max === 0) errors.required('spec.maxReplicas');
  else if (max < 0) errors.invalid('spec.maxReplicas', max, 'must be greater than or equal to 1');
  if (min !== undefined && min < 0) errors.invalid('spec.minReplicas', min, 'must be greater than or equal to 0');
}

function validateReference(
  errors: FieldErrors,
  field: string,
  reference: CrossVersionObjectReference | undefined,
  coreAllowed: boolean,
): void {
  for (const name of ['kind', 'name'] as const) {
    const value = reference?.[name] ?? '';
    if (value === '') errors.required(`${field}.${name}`);
    else errors.invalidEach(`${field}.${name}`, value, pathSegmentErrors(value));
  }
  const apiVersion = reference?.apiVersion ?? '';
  if (!coreAllowed && parseApiVersion(apiVersion).group === '') {
    errors.invalid(`${field}.apiVersion`, apiVersion, 'apiVersion must specify API group');
  }
}

function validateMetric(errors: FieldErrors, field: string, metric: Partial<MetricSpec>): void {
  const { type = '' } = metric;
  if (type === '') errors.required(`${field}.type`, 'must specify a metric source type');
  if (!SOURCES.includes(type)) errors.notSupported(`${field}.type`, type, SOURCES);
  const names = ['object', 'external', 'pods', 'resource', 'containerResource'] as const;
  const given = names.filter((name) => metric[name] !== undefined);
  const first = given[0];
  if (first !== undefined) validateSource(errors, `${field}.${first}`, first, metric);
  const expected = names.find((name) => name.toLowerCase() === type.toLowerCase());
  if (expected === undefined) return;
  if (metric[expected] === undefined) {
    errors.required(`${field}.${expected}`, 'must populate information for the given metric source');
  }
  if (given.length === 1) return;
  for (const name of given) {
    if (name !== expected) errors.forbidden(`${field}.${name}`, 'must populate the given metric source only');
  }
}

function validateSource(
  errors: FieldErrors,
  field: string,
  name: 'containerResource' | 'external' | 'object' | 'pods' | 'resource',
  metric: Partial<MetricSpec>,
): void {
  const target = metric[name]?.target;
  if (name === 'object') validateReference(errors, `${field}.describedObject`, metric.object?.describedObject, true);
  if (name === 'resource' || name === 'containerResource') {
    if (!metric[name]?.name) errors.required(`${field}.name`, 'must specify a resource name');
    validateTarget(errors, `${field}.target`, target);
    if (target?.averageUtilization === undefined && target?.averageValue === undefined) {
      const detail = 'must set either a target raw value or a target utilization';
      errors.required(`${field}.target.averageUtilization`, detail);
    } else if (target.averageUtilization !== undefined && target.averageValue !== undefined) {
      const detail = 'may not set both a target raw value and a target utilization';
      errors.forbidden(`${field}.target.averageValue`, detail);
    }
    return;
  }
  const metricName = metric[name]?.metric?.name ?? '';
  if (metricName === '') errors.required(`${field}.metric.name`, 'must specify a metric name');
  else errors.invalidEach(`${field}.metric.name`, metricName, pathSegmentErrors(metricName));
  validateTarget(errors, `${field}.target`, target);
  if (name === 'pods' && target?.averageValue === undefined) {
    errors.required(`${field}.target.averageValue`, 'must specify a positive target averageValue');
  } else if (name !== 'pods' && target?.value === undefined && target?.averageValue === undefined) {
    const other = name === 'object' ? 'or averageValue' : 'for metric or a per-pod target';
    errors.required(`${field}.target.averageValue`, `must set either a target value ${other}`);
  } else if (name === 'external' && target?.value !== undefined && target.averageValue !== undefined) {
    errors.forbidden(`${field}.target.value`, 'may not set both a target value for metric and a per-pod target');
  }
}

function validateTarget(errors: FieldErrors, field: string, target: MetricTarget | undefined): void {
  const type = target?.type ?? '';
  if (type === '') errors.required(`${field}.type`, 'must specify a metric target type');
  if (!TARGETS.includes(type))
    errors.invalid(`${field}.type`, type, 'must be either Utilization, Value, or AverageValue');
  for (const name of ['value', 'averageValue'] as const) {
    const quantity = target?.[name];
    if (quantity !== undefined && parseQuantity(quantity) <= 0) {
      errors.invalid(`${field}.${name}`, quantity, 'must be positive');
    }
  }
  const utilization = target?.averageUtilization;
  if (utilization !== undefined && utilization < 1) {
    errors.invalid(`${field}.averageUtilization`, utilization, 'must be greater than 0');
  }
}

function validateRules(errors: FieldErrors, field: string, rules: HPAScalingRules): void {
  const window = rules.stabilizationWindowSeconds;
  const windowField = `${field}.stabilizationWindowSeconds`;
  if (window !== undefined && window < 0) errors.invalid(windowField, window, 'must be greater than or equal to zero');
  if (window !== undefined && window > WINDOW_SECONDS_MAX) {
    errors.invalid(windowField, window, `must be less than or equal to ${WINDOW_SECONDS_MAX}`);
  }
  const { selectPolicy } = rules;
  if (selectPolicy !== undefined && !SELECTIONS.includes(selectPolicy)) {
    errors.notSupported(`${field}.selectPolicy`, selectPolicy, SELECTIONS);
  }
  const policies = rules.policies ?? [];
  if (policies.length === 0) errors.required(`${field}.policies`, 'must specify at least one Policy');
  for (const [index, { type, value, periodSeconds }] of policies.entries()) {
    const at = `${field}.policies[${index}]`;
    if (!POLICIES.includes(type)) errors.notSupported(`${at}.type`, type, POLICIES);
    if (!(value > 0)) errors.invalid(`${at}.value`, value ?? 0, 'must be greater than zero');
    if (!(periodSeconds > 0)) errors.invalid(`${at}.periodSeconds`, periodSeconds ?? 0, 'must be greater than zero');
    if (periodSeconds > PERIOD_SECONDS_MAX) {
      errors.invalid(`${at}.periodSeconds`, periodSeconds, `must be less than or equal to ${PERIOD_SECONDS_MAX}`);
    }
  }
  // Newer than the types know.
  const { tolerance } = rules as { tolerance?: string };
  if (tolerance !== undefined && parseQuantity(tolerance) < 0) {
    errors.invalid(`${field}.tolerance`, tolerance, 'must be greater than or equal to 0');
  }
}
