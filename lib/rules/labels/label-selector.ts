// Label selectors: what a set of requirements matches, from query strings and from LabelSelector objects.
// Mirrors apimachinery pkg/labels/selector.go and pkg/apis/meta/v1/helpers.go.
import { labelKeyErrors, labelValueErrors } from './label-syntax.ts';

export type LabelOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

export interface LabelRequirement {
  key: string;
  operator: LabelOperator;
  values: readonly string[];
}

/** Requirements are ANDed: none of them matches everything. */
export type LabelRequirements = readonly LabelRequirement[];

export type Labels = Readonly<Record<string, string>>;

/** `metav1.LabelSelector`, also as kubernetes-types has it. */
export interface LabelSelectorObject {
  matchLabels?: Labels;
  matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
}

export class LabelSelectorError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LabelSelectorError';
  }
}

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

export function matchesRequirements(requirements: LabelRequirements, labels: Labels | undefined): boolean {
  return requirements.every((requirement) => matchesRequirement(requirement, labels));
}

export function matchesRequirement(requirement: LabelRequirement, labels: Labels | undefined): boolean {
  const value = ownValue(labels, requirement.key);
  switch (requirement.operator) {
    case '=':
    case '==':
    case 'in':
      return value !== undefined && requirement.values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !requirement.values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt': {
      const actual = value === undefined ? null : parseInt64(value);
      const bound = parseInt64(requirement.values[0] ?? '');
      if (actual === null || bound === null || requirement.values.length !== 1) return false;
      return requirement.operator === 'gt' ? actual > bound : actual < bound;
    }
  }
}

/** True when every label of `set` is there with that value: plain maps such as spec.nodeSelector. */
export function matchesLabelSet(set: Labels | undefined, labels: Labels | undefined): boolean {
  return Object.entries(set ?? {}).every(([key, value]) => ownValue(labels, key) === value);
}

/**
 * Requirements of a LabelSelector object; null where it is absent, which selects nothing (an empty one selects all).
 * @throws {LabelSelectorError} for an operator or a value that no API server would have stored.
 */
export function selectorRequirements(selector: LabelSelectorObject | null | undefined): LabelRequirements | null {
  if (selector === null || selector === undefined) return null;
  const requirements: LabelRequirement[] = [];
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    requirements.push(newRequirement(key, '=', [value]));
  }
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    requirements.push(newRequirement(key, operatorOf(operator), values ?? []));
  }
  return requirements.sort(byKey);
}

/** @throws {LabelSelectorError} */
export function matchesLabelSelector(
  selector: LabelSelectorObject | null | undefined,
  labels: Labels | undefined,
): boolean {
  const requirements = selectorRequirements(selector);
  return requirements !== null && matchesRequirements(requirements, labels);
}

/** Canonical query string: `a=b,c in (x,y),!d`; what kubectl prints in SELECTOR columns. */
export function formatRequirements(requirements: LabelRequirements): string {
  return requirements.map(formatRequirement).join(',');
}

/** Checks as labels.NewRequirement does. @throws {LabelSelectorError} */
export function newRequirement(key: string, operator: LabelOperator, values: readonly string[]): LabelRequirement {
  const errors = requirementErrors(key, operator, values);
  if (errors.length > 0) throw new LabelSelectorError(errors.length === 1 ? `${errors[0]}` : `[${errors.join(', ')}]`);
  return { key, operator, values };
}

export function byKey(a: LabelRequirement, b: LabelRequirement): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

export function requirementErrors(key: string, operator: LabelOperator, values: readonly string[]): string[] {
  const errors: string[] = [];
  const keyErrors = labelKeyErrors(key);
  if (keyErrors.length > 0) errors.push(`key: Invalid value: ${JSON.stringify(key)}: ${keyErrors.join('; ')}`);
  const wrongCount = countError(operator, values.length);
  if (wrongCount !== null) errors.push(`values: Invalid value: ${JSON.stringify(values)}: ${wrongCount}`);
  for (const [index, value] of values.entries()) {
    if ((operator === 'gt' || operator === 'lt') && parseInt64(value) === null) {
      const what = "for 'Gt', 'Lt' operators, the value must be an integer";
      errors.push(`values[${index}]: Invalid value: ${JSON.stringify(value)}: ${what}`);
    }
  }
  for (const [index, value] of values.entries()) {
    const valueErrors = labelValueErrors(value);
    if (valueErrors.length === 0) continue;
    errors.push(`values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: ${valueErrors.join('; ')}`);
  }
  return errors;
}

function countError(operator: LabelOperator, count: number): string | null {
  switch (operator) {
    case 'in':
    case 'notin':
      return count === 0 ? "for 'in', 'notin' operators, values set can't be empty" : null;
    case '=':
    case '==':
    case '!=':
      return count === 1 ? null : 'exact-match compatibility requires one single value';
    case 'exists':
    case '!':
      return count === 0 ? null : 'values set must be empty for exists and does not exist';
    case 'gt':
    case 'lt':
      return count === 1 ? null : "for 'Gt', 'Lt' operators, exactly one value is required";
  }
}

function operatorOf(operator: string): LabelOperator {
  switch (operator) {
    case 'In':
      return 'in';
    case 'NotIn':
      return 'notin';
    case 'Exists':
      return 'exists';
    case 'DoesNotExist':
      return '!';
    default:
      throw new LabelSelectorError(`${JSON.stringify(operator)} is not a valid label selector operator`);
  }
}

function formatRequirement({ key, operator, values }: LabelRequirement): string {
  const list = [...values].sort().join(',');
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${list})`;
    case 'gt':
      return `${key}>${list}`;
    case 'lt':
      return `${key}<${list}`;
    case '=':
    case '==':
    case '!=':
      return `${key}${operator}${list}`;
  }
}

/** strconv.ParseInt(text, 10, 64); null for what it refuses. */
export function parseInt64(text: string): bigint | null {
  if (!/^[+-]?[0-9]{1,40}$/.test(text)) return null;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value > INT64_MAX || value < INT64_MIN ? null : value;
}

/** Labels come from JSON: `constructor` and the like are not there unless they are own properties. */
function ownValue(labels: Labels | undefined, key: string): string | undefined {
  return labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
}
