// Checks what steers scheduling: tolerations, affinity, spreading (pkg/apis/core/validation).
import type { Affinity, PodAffinityTerm, Toleration, TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import { labelKeyErrors, labelValueErrors } from '#lib/rules/labels/label-syntax.ts';
import { isTaintEffect, TAINT_EFFECTS } from '#lib/rules/nodes/taint-spec.ts';
import type { FieldErrors } from './field-errors.ts';
import { validateLabelSelector, validateNodeSelector, validateNodeTerm } from './label-selectors.ts';

const OPERATORS = ['Equal', 'Exists'];
const UNSATISFIABLE = ['DoNotSchedule', 'ScheduleAnyway'];
const WEIGHT_MAX = 100;

export function validateTolerations(errors: FieldErrors, field: string, tolerations: readonly Toleration[]): void {
  for (const [index, toleration] of tolerations.entries()) validateToleration(errors, `${field}[${index}]`, toleration);
}

function validateToleration(errors: FieldErrors, field: string, toleration: Toleration): void {
  const { key = '', operator = '', value = '', effect = '', tolerationSeconds } = toleration;
  if (key !== '') errors.invalidEach(`${field}.key`, key, labelKeyErrors(key));
  if (key === '' && operator !== 'Exists') {
    const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    errors.invalid(`${field}.operator`, operator, detail);
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    errors.invalid(`${field}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
  }
  if (operator === '' || operator === 'Equal') {
    const wrong = labelValueErrors(value);
    if (wrong.length > 0) errors.invalid(`${field}.operator`, value, wrong.join(';'));
  } else if (operator === 'Exists') {
    if (value !== '') errors.invalid(`${field}.operator`, value, "value must be empty when `operator` is 'Exists'");
  } else {
    // Lt and Gt are behind a feature gate that is off: they are refused, yet listed.
    const gated = operator === 'Lt' || operator === 'Gt';
    errors.notSupported(`${field}.operator`, operator, gated ? [...OPERATORS, 'Lt', 'Gt'] : OPERATORS);
  }
  if (effect !== '' && !isTaintEffect(effect)) errors.notSupported(`${field}.effect`, effect, TAINT_EFFECTS);
}

function validateWeight(errors: FieldErrors, field: string, weight: number | undefined): void {
  if (weight === undefined || weight < 1 || weight > WEIGHT_MAX) {
    errors.invalid(`${field}.weight`, weight ?? 0, 'must be in the range 1-100');
  }
}

export function validateAffinity(errors: FieldErrors, field: string, affinity: Affinity): void {
  const node = affinity.nodeAffinity;
  const required = node?.requiredDuringSchedulingIgnoredDuringExecution;
  const names = {
    required: 'requiredDuringSchedulingIgnoredDuringExecution',
    preferred: 'preferredDuringSchedulingIgnoredDuringExecution',
  };
  if (required !== undefined) validateNodeSelector(errors, `${field}.nodeAffinity.${names.required}`, required);
  for (const [index, term] of (node?.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
    const at = `${field}.nodeAffinity.${names.preferred}[${index}]`;
    if (!(term.weight >= 1 && term.weight <= WEIGHT_MAX)) {
      errors.invalid(`${at}.weight`, term.weight ?? 0, 'must be in the range 1-100');
    }
    validateNodeTerm(errors, `${at}.preference`, term.preference ?? {});
  }
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
    for (const [index, term] of (affinity[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
      validatePodTerm(errors, `${field}.${kind}.${names.required}[${index}]`, term);
    }
    for (const [index, term] of (affinity[kind]?.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
      const at = `${field}.${kind}.${names.preferred}[${index}]`;
      validateWeight(errors, at, term.weight);
      validatePodTerm(errors, `${at}.podAffinityTerm`, term.podAffinityTerm);
    }
  }
}

function validatePodTerm(errors: FieldErrors, field: string, term: PodAffinityTerm | undefined): void {
  validateLabelSelector(errors, `${field}.labelSelector`, term?.labelSelector);
  const key = term?.topologyKey ?? '';
  if (key === '') errors.required(`${field}.topologyKey`, 'can not be empty');
  errors.invalidEach(`${field}.topologyKey`, key, labelKeyErrors(key));
}

export function validateSpreading(
  errors: FieldErrors,
  field: string,
  constraints: readonly Partial<TopologySpreadConstraint>[],
): void {
  for (const [index, constraint] of constraints.entries()) {
    const at = `${field}[${index}]`;
    const { maxSkew = 0, topologyKey = '', whenUnsatisfiable = '' } = constraint;
    if (maxSkew <= 0) errors.invalid(`${at}.maxSkew`, maxSkew, 'must be greater than zero');
    if (topologyKey === '') errors.required(`${at}.topologyKey`, 'can not be empty');
    if (!UNSATISFIABLE.includes(whenUnsatisfiable)) {
      errors.notSupported(`${at}.whenUnsatisfiable`, whenUnsatisfiable, UNSATISFIABLE);
    }
    const repeated = constraints
      .slice(index + 1)
      .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable);
    if (repeated) {
      errors.duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${whenUnsatisfiable}}`);
    }
    validateLabelSelector(errors, `${at}.labelSelector`, constraint.labelSelector);
  }
}
