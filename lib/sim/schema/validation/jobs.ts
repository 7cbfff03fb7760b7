// Checks jobs (pkg/apis/batch/validation/validation.go).
import { isDeepStrictEqual } from 'node:util';
import type { Job } from 'kubernetes-types/batch/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { matchesLabelSelector } from '#lib/rules/labels/label-selector.ts';
import { dnsLabelErrors } from '#lib/rules/labels/label-syntax.ts';
import { type FieldErrors, sortedLabels } from './field-errors.ts';
import { validateFailurePolicy, validateSuccessPolicy } from './job-policies.ts';
import { JOB_COUNTS, type NewerJobSpec } from './job-spec.ts';
import { validateLabelSelector } from './label-selectors.ts';
import { validateTemplate } from './pod-spec.ts';

/** Of an Indexed job. */
const PARALLELISM_MAX = 100_000;
const FAILED_INDEXES_MAX = 100_000;
const MODES = ['NonIndexed', 'Indexed'];
const REPLACEMENTS = ['Failed', 'TerminatingOrFailed'];

export function validateJob(errors: FieldErrors, job: Job, previous: Job | undefined): void {
  const spec = job.spec;
  if (spec === undefined) return;
  if (previous === undefined) validateGenerated(errors, job);
  validateJobSpec(errors, 'spec', spec);
  if (spec.template === undefined) return;
  if (spec.selector === undefined) errors.required('spec.selector');
  else validateLabelSelector(errors, 'spec.selector', spec.selector);
  const labels = spec.template?.metadata?.labels;
  // No selector selects nothing, so the template does not match either.
  if (spec.selector === undefined || !matchesLabelSelector(spec.selector, labels)) {
    errors.invalid(
      'spec.template.metadata.labels',
      sortedLabels(labels),
      '`selector` does not match template `labels`',
    );
  }
  if (previous?.spec !== undefined) validateKept(errors, spec, previous.spec);
  validatePodNames(errors, job);
}

/** validateGeneratedSelector: labels that would have been generated must not have been given otherwise. */
function validateGenerated(errors: FieldErrors, { metadata, spec }: Job): void {
  if (spec?.manualSelector === true || spec?.selector === undefined) return;
  const { name = '', uid = '' } = metadata ?? {};
  const field = 'spec.template.metadata.labels';
  const labels: Readonly<Record<string, string>> = spec.template?.metadata?.labels ?? {};
  const expected = [
    ['controller-uid', uid],
    ['job-name', name],
    ['batch.kubernetes.io/controller-uid', uid],
    ['batch.kubernetes.io/job-name', name],
  ] as const;
  for (const [key, value] of expected) {
    if (labels[key] === undefined) errors.required(`${field}[${key}]`, `must be '${value}'`);
    else if (labels[key] !== value) errors.invalid(`${field}[${key}]`, sortedLabels(labels), `must be '${value}'`);
  }
  const generated = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
  if (!isDeepStrictEqual(spec.selector, generated)) {
    const { matchLabels, ...others } = spec.selector;
    const shown = { matchLabels: sortedLabels(matchLabels), ...others };
    errors.invalid('spec.selector', shown, '`selector` not auto-generated');
  }
}

/** An indexed job's pods are named by the highest index too. */
function validatePodNames(errors: FieldErrors, { metadata, spec }: Job): void {
  const { completionMode, completions = 0 } = spec ?? {};
  if (completionMode !== 'Indexed' || completions <= 0) return;
  const name = metadata?.name ?? '';
  const longest = `${name}-${completions - 1}`;
  if (dnsLabelErrors(longest).length === 0) return;
  errors.invalid('metadata.name', name, `will not able to create pod with invalid DNS label: ${longest}`);
}

export function validateJobSpec(errors: FieldErrors, field: string, spec: NewerJobSpec): void {
  for (const name of JOB_COUNTS) errors.nonNegative(`${field}.${name}`, spec[name]);
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined) {
    errors.required(`${field}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified');
  }
  validateMode(errors, field, spec);
  if (spec.podFailurePolicy !== undefined) validateFailurePolicy(errors, `${field}.podFailurePolicy`, spec);
  if (spec.successPolicy !== undefined) validateSuccessPolicy(errors, `${field}.successPolicy`, spec);
  const replacement = spec.podReplacementPolicy;
  const allowed = spec.podFailurePolicy === undefined ? REPLACEMENTS : ['Failed'];
  if (replacement !== undefined && !allowed.includes(replacement)) {
    errors.notSupported(`${field}.podReplacementPolicy`, replacement, allowed);
  }
  const template: Partial<PodTemplateSpec> = spec.template ?? {};
  validateTemplate(errors, `${field}.template`, template);
  validateRestarts(errors, `${field}.template.spec.restartPolicy`, template.spec?.restartPolicy, spec);
}

function validateRestarts(errors: FieldErrors, field: string, policy: string | undefined, spec: NewerJobSpec): void {
  if (policy === undefined || policy === '' || policy === 'Always') {
    errors.required(field, 'valid values: "OnFailure", "Never"');
  } else if (policy !== 'OnFailure' && policy !== 'Never') errors.notSupported(field, policy, ['OnFailure', 'Never']);
  else if (spec.podFailurePolicy !== undefined && policy !== 'Never') {
    errors.invalid(field, policy, 'only "Never" is supported when podFailurePolicy is specified');
  }
}

function validateMode(errors: FieldErrors, field: string, spec: NewerJobSpec): void {
  const { completionMode = 'NonIndexed', completions, parallelism, maxFailedIndexes, backoffLimitPerIndex } = spec;
  if (!MODES.includes(completionMode)) errors.notSupported(`${field}.completionMode`, completionMode, MODES);
  if (completionMode === 'Indexed') {
    if (completions === undefined) errors.required(`${field}.completions`, 'when completion mode is Indexed');
    if (parallelism !== undefined && parallelism > PARALLELISM_MAX) {
      const detail = `must be less than or equal to ${PARALLELISM_MAX} when completion mode is Indexed`;
      errors.invalid(`${field}.parallelism`, parallelism, detail);
    }
    if (maxFailedIndexes === undefined) return;
    const at = `${field}.maxFailedIndexes`;
    if (completions !== undefined && maxFailedIndexes > completions) {
      errors.invalid(at, maxFailedIndexes, 'must be less than or equal to completions');
    }
    if (maxFailedIndexes > FAILED_INDEXES_MAX) {
      errors.invalid(at, maxFailedIndexes, `must be less than or equal to ${FAILED_INDEXES_MAX}`);
    }
  } else if (completionMode === 'NonIndexed') {
    for (const [name, value] of Object.entries({ backoffLimitPerIndex, maxFailedIndexes })) {
      if (value !== undefined) errors.invalid(`${field}.${name}`, value, 'requires indexed completion mode');
    }
  }
}

const FIXED = ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const;

function validateKept(errors: FieldErrors, spec: NewerJobSpec, before: NewerJobSpec): void {
  const fixed = (name: string, now: unknown, then: unknown) => {
    if (!isDeepStrictEqual(now, then)) errors.invalid(`spec.${name}`, now, 'field is immutable');
  };
  if (spec.completionMode !== 'Indexed') fixed('completions', spec.completions, before.completions);
  else if (spec.completions !== before.completions && spec.completions !== spec.parallelism) {
    errors.invalid('spec.completions', spec.completions, 'can only be modified in tandem with spec.parallelism');
  }
  const selector = { ...spec.selector, matchLabels: sortedLabels(spec.selector?.matchLabels) };
  if (!isDeepStrictEqual(spec.selector, before.selector))
    errors.invalid('spec.selector', selector, 'field is immutable');
  const template = withDirectives(before, spec.template);
  // Of a suspended job the rest of the pod is compared, of any other the template as a whole.
  if (before.suspend === true) fixed('template.spec', spec.template.spec, template.spec);
  else fixed('template', spec.template, template);
  for (const name of FIXED) fixed(name, spec[name], before[name]);
}

/** While a job is suspended and has not started, where its pods go and what they ask for may change. */
function withDirectives(before: NewerJobSpec, now: PodTemplateSpec): PodTemplateSpec {
  if (before.suspend !== true || before.template.spec === undefined || now.spec === undefined) return before.template;
  const { nodeSelector, tolerations, affinity } = now.spec;
  const given = { nodeSelector, tolerations, affinity, schedulingGates: now.spec.schedulingGates };
  const kept: Record<string, unknown> = { ...before.template.spec };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) delete kept[name];
    else kept[name] = value;
  }
  const sizes = new Map(now.spec.containers.map(({ name, resources }) => [name, resources]));
  const containers = before.template.spec.containers.map((one) => {
    const resources = sizes.get(one.name);
    return resources === undefined ? one : { ...one, resources };
  });
  const metadata = now.metadata === undefined ? {} : { metadata: now.metadata };
  return { ...metadata, spec: { ...kept, containers } };
}
