// Checks the pod failure policy and the success policy of jobs (pkg/apis/batch/validation/validation.go).
import type { PodFailurePolicyRule } from 'kubernetes-types/batch/v1';
import { labelKeyErrors } from '#lib/rules/labels/label-syntax.ts';
import type { FieldErrors } from './field-errors.ts';
import type { NewerJobSpec } from './job-spec.ts';

const RULES_MAX = 20;
const EXIT_CODES_MAX = 255;
const PATTERNS_MAX = 20;
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const STATUSES = ['False', 'True', 'Unknown'];

type ExitCodes = Partial<NonNullable<PodFailurePolicyRule['onExitCodes']>>;
type Patterns = NonNullable<PodFailurePolicyRule['onPodConditions']>;

export function validateFailurePolicy(errors: FieldErrors, field: string, spec: NewerJobSpec): void {
  const rules = spec.podFailurePolicy?.rules ?? [];
  if (rules.length > RULES_MAX) errors.tooMany(`${field}.rules`, rules.length, RULES_MAX);
  const template = spec.template?.spec;
  const names = [...(template?.containers ?? []), ...(template?.initContainers ?? [])].map(({ name }) => name);
  for (const [index, rule] of rules.entries()) {
    const at = `${field}.rules[${index}]`;
    const { action, onExitCodes } = rule;
    const patterns = rule.onPodConditions ?? [];
    if (!action) errors.required(`${at}.action`, `valid values: ${goList(ACTIONS)}`);
    else if (!ACTIONS.includes(action)) errors.notSupported(`${at}.action`, action, ACTIONS);
    else if (action === 'FailIndex' && spec.backoffLimitPerIndex === undefined) {
      errors.invalid(`${at}.action`, action, 'requires the backoffLimitPerIndex to be set');
    }
    if (onExitCodes !== undefined) validateExitCodes(errors, `${at}.onExitCodes`, onExitCodes, names);
    validatePatterns(errors, `${at}.onPodConditions`, patterns);
    if (onExitCodes !== undefined && patterns.length > 0) {
      errors.invalidWithout(at, 'specifying both OnExitCodes and OnPodConditions is not supported');
    }
    if (onExitCodes === undefined && patterns.length === 0) {
      errors.invalidWithout(at, 'specifying one of OnExitCodes and OnPodConditions is required');
    }
  }
}

/** Go's `%q` of a list of strings. */
function goList(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(' ')}]`;
}

function validatePatterns(errors: FieldErrors, field: string, patterns: Patterns): void {
  if (patterns.length > PATTERNS_MAX) errors.tooMany(field, patterns.length, PATTERNS_MAX);
  for (const [index, { type, status }] of patterns.entries()) {
    errors.invalidEach(`${field}[${index}].type`, type, labelKeyErrors(type ?? ''));
    if (!status) errors.required(`${field}[${index}].status`, `valid values: ${goList(STATUSES)}`);
    else if (!STATUSES.includes(status)) errors.notSupported(`${field}[${index}].status`, status, STATUSES);
  }
}

function validateExitCodes(errors: FieldErrors, field: string, codes: ExitCodes, names: readonly string[]): void {
  const { operator, containerName, values = [] } = codes;
  if (!operator) errors.required(`${field}.operator`, `valid values: ${goList(OPERATORS)}`);
  else if (!OPERATORS.includes(operator)) errors.notSupported(`${field}.operator`, operator, OPERATORS);
  if (containerName !== undefined && !names.includes(containerName)) {
    const detail = 'must be one of the container or initContainer names in the pod template';
    errors.invalid(`${field}.containerName`, containerName, detail);
  }
  if (values.length === 0) errors.invalid(`${field}.values`, values, 'at least one value is required');
  else if (values.length > EXIT_CODES_MAX) errors.tooMany(`${field}.values`, values.length, EXIT_CODES_MAX);
  for (const [index, value] of values.entries()) {
    const at = `${field}.values[${index}]`;
    if (operator === 'In' && value === 0) errors.invalid(at, value, 'must not be 0 for the In operator');
    if (values.indexOf(value) < index) errors.duplicate(at, value);
  }
  const ordered = values.every((value, index) => index === 0 || (values[index - 1] ?? value) <= value);
  if (!ordered) errors.invalid(`${field}.values`, values, 'must be ordered');
}

export function validateSuccessPolicy(errors: FieldErrors, field: string, spec: NewerJobSpec): void {
  const { successPolicy, completionMode, completions = 0 } = spec;
  if (completionMode !== 'Indexed') {
    errors.invalid(field, successPolicy, 'requires indexed completion mode');
    return;
  }
  const rules = successPolicy?.rules ?? [];
  const missing = 'at least one rules must be specified when the successPolicy is specified';
  if (rules.length === 0) errors.required(`${field}.rules`, missing);
  if (rules.length > RULES_MAX) errors.tooMany(`${field}.rules`, rules.length, RULES_MAX);
  for (const [index, { succeededCount, succeededIndexes }] of rules.entries()) {
    const at = `${field}.rules[${index}]`;
    if (succeededCount === undefined && succeededIndexes === undefined) {
      errors.required(at, 'at least one of succeededCount or succeededIndexes must be specified');
    }
    errors.nonNegative(`${at}.succeededCount`, succeededCount);
    if (succeededCount !== undefined && succeededCount > completions) {
      const detail = `must be less than or equal to ${completions} (the number of specified completions)`;
      errors.invalid(`${at}.succeededCount`, succeededCount, detail);
    }
  }
}
