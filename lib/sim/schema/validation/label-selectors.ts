// Checks LabelSelector and node selector objects
// (apimachinery/pkg/apis/meta/v1/validation, pkg/apis/core/validation ValidateNodeSelector).
import type { NodeSelector, NodeSelectorTerm } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { LabelSelectorError, matchesLabelSelector } from '#lib/rules/labels/label-selector.ts';
import { labelKeyErrors, labelValueErrors } from '#lib/rules/labels/label-syntax.ts';
import { type FieldErrors, sortedLabels } from './field-errors.ts';
import { validateLabels } from './metadata.ts';

const NO_MATCH = '`selector` does not match template `labels`';

interface Requirement {
  key: string;
  operator: string;
  values?: readonly string[];
}

export function validateLabelSelector(errors: FieldErrors, field: string, selector: LabelSelector | undefined): void {
  validateLabels(errors, `${field}.matchLabels`, selector?.matchLabels);
  for (const [index, requirement] of (selector?.matchExpressions ?? []).entries()) {
    validateRequirement(errors, `${field}.matchExpressions[${index}]`, requirement, false);
  }
}

function validateRequirement(
  errors: FieldErrors,
  field: string,
  requirement: Partial<Requirement>,
  ofNodes: boolean,
): void {
  const { key = '', operator, values = [] } = requirement;
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) errors.required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'");
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
    if (values.length > 0) errors.forbidden(`${field}.values`, detail);
  } else if (ofNodes && (operator === 'Gt' || operator === 'Lt')) {
    const detail = "must be specified single value when `operator` is 'Lt' or 'Gt'";
    if (values.length !== 1) errors.required(`${field}.values`, detail);
  } else errors.invalid(`${field}.operator`, operator ?? '', 'not a valid selector operator');
  errors.invalidEach(`${field}.key`, key, labelKeyErrors(key));
  for (const [index, value] of values.entries()) {
    errors.invalidEach(`${field}.values[${index}]`, value, labelValueErrors(value));
  }
}

/** Selector of a workload: there, not empty, valid, and matching its own template. */
export function validateWorkloadSelector(
  errors: FieldErrors,
  selector: LabelSelector | undefined,
  labels: Record<string, string> | undefined,
  emptyDetail: string,
  required = true,
): void {
  if (selector === undefined) {
    if (required) errors.required('spec.selector');
    // No selector selects nothing, so the template does not match either.
    errors.invalid('spec.template.metadata.labels', sortedLabels(labels), NO_MATCH);
    return;
  }
  validateLabelSelector(errors, 'spec.selector', selector);
  const size = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length;
  if (size === 0) errors.invalid('spec.selector', selector, emptyDetail);
  else validateMatch(errors, selector, labels);
}

function validateMatch(errors: FieldErrors, selector: LabelSelector, labels: Record<string, string> | undefined): void {
  try {
    if (matchesLabelSelector(selector, labels)) return;
    errors.invalid('spec.template.metadata.labels', sortedLabels(labels), NO_MATCH);
  } catch (error) {
    if (!(error instanceof LabelSelectorError)) throw error;
    errors.invalid('spec.selector', selector, 'invalid label selector');
  }
}

export function validateNodeSelector(errors: FieldErrors, field: string, selector: NodeSelector): void {
  const terms = selector.nodeSelectorTerms ?? [];
  if (terms.length === 0) errors.required(`${field}.nodeSelectorTerms`, 'must have at least one node selector term');
  for (const [index, term] of terms.entries()) validateNodeTerm(errors, `${field}.nodeSelectorTerms[${index}]`, term);
}

export function validateNodeTerm(errors: FieldErrors, field: string, term: NodeSelectorTerm): void {
  for (const [index, requirement] of (term.matchExpressions ?? []).entries()) {
    validateRequirement(errors, `${field}.matchExpressions[${index}]`, requirement, true);
  }
  for (const [index, requirement] of (term.matchFields ?? []).entries()) {
    const at = `${field}.matchFields[${index}]`;
    const { operator, key, values = [] } = requirement;
    if (operator !== 'In' && operator !== 'NotIn') {
      errors.invalid(`${at}.operator`, operator, 'not a valid selector operator');
    } else if (values.length !== 1) {
      errors.required(
        `${at}.values`,
        "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
      );
    }
    if (key !== 'metadata.name') errors.invalid(`${at}.key`, key, 'not a valid field selector key');
  }
}
