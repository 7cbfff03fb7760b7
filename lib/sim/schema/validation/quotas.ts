// Checks resource quotas (pkg/apis/core/validation ValidateResourceQuotaSpec).
import type { ResourceQuota, ScopedResourceSelectorRequirement } from 'kubernetes-types/core/v1';
import { labelKeyErrors } from '#lib/rules/labels/label-syntax.ts';
import { parseQuantity } from '#lib/rules/quantity.ts';
import type { FieldErrors } from './field-errors.ts';
import { STANDARD_RESOURCES } from './resource-requirements.ts';

const COMPUTE: ReadonlySet<string> = new Set([
  'cpu',
  'memory',
  'limits.cpu',
  'limits.memory',
  'requests.cpu',
  'requests.memory',
]);
const WHOLE: ReadonlySet<string> = new Set([
  'configmaps',
  'persistentvolumeclaims',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
  'services.loadbalancers',
  'services.nodeports',
]);
const SCOPES = [
  'BestEffort',
  'CrossNamespacePodAffinity',
  'NotBestEffort',
  'NotTerminating',
  'PriorityClass',
  'Terminating',
  'VolumeAttributesClass',
];
const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['NotTerminating', 'Terminating'],
] as const;
const QUOTA_RESOURCE = 'must be a standard resource for quota';

export function validateQuota(errors: FieldErrors, quota: ResourceQuota, previous: ResourceQuota | undefined): void {
  const { spec } = quota;
  const hard = (spec?.hard ?? {}) as Readonly<Record<string, string>>;
  for (const [name, amount] of Object.entries(hard)) {
    const field = `spec.hard[${name}]`;
    validateName(errors, field, name);
    const value = parseQuantity(amount);
    if (value < 0) errors.invalid(field, amount, 'must be greater than or equal to 0');
    if (WHOLE.has(name) && !Number.isInteger(value)) errors.invalid(field, amount, 'must be an integer');
  }
  const scopes = spec?.scopes ?? [];
  validateScopes(errors, scopes, Object.keys(hard));
  validateSelector(errors, spec?.scopeSelector?.matchExpressions ?? []);
  const before = previous?.spec?.scopes ?? [];
  if (previous !== undefined && [...scopes].sort().join() !== [...before].sort().join()) {
    errors.invalid('spec.scopes', scopes, 'field is immutable');
  }
}

function validateName(errors: FieldErrors, field: string, name: string): void {
  const wrong = labelKeyErrors(name);
  errors.invalidEach(field, name, wrong);
  if (name.includes('/') || STANDARD_RESOURCES.has(name) || /^(requests\.)?hugepages-/.test(name)) return;
  if (wrong.length === 0) errors.invalid(field, name, 'must be a standard resource type or fully qualified');
  errors.invalid(field, name, QUOTA_RESOURCE);
}

function validateScopes(errors: FieldErrors, scopes: readonly string[], names: readonly string[]): void {
  const field = 'spec.scopes';
  for (const scope of scopes) {
    if (!SCOPES.includes(scope)) errors.invalid(field, scopes, 'unsupported scope');
    for (const name of names) {
      const applies =
        scope === 'BestEffort' ? name === 'pods' : name === 'pods' || COMPUTE.has(name) || name === 'count/pods';
      const fits = scope === 'VolumeAttributesClass' || applies;
      if (STANDARD_RESOURCES.has(name) && !fits) errors.invalid(field, scopes, 'unsupported scope applied to resource');
    }
  }
  for (const pair of CONFLICTS) {
    if (pair.every((scope) => scopes.includes(scope))) errors.invalid(field, scopes, 'conflicting scopes');
  }
}

/** validateScopedResourceSelectorRequirement. */
function validateSelector(errors: FieldErrors, expressions: readonly ScopedResourceSelectorRequirement[]): void {
  const field = 'spec.scopeSelector.matchExpressions';
  for (const { scopeName, operator, values = [] } of expressions) {
    if (!SCOPES.includes(scopeName)) errors.invalid(`${field}.scopeName`, scopeName, 'unsupported scope');
    const plain = scopeName !== 'PriorityClass' && scopeName !== 'VolumeAttributesClass' && SCOPES.includes(scopeName);
    if (plain && operator !== 'Exists') {
      const detail =
        "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
      errors.invalid(`${field}.operator`, operator, detail);
    }
    if (operator === 'In' || operator === 'NotIn') {
      const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
      if (values.length === 0) errors.required(`${field}.values`, detail);
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
      if (values.length > 0) errors.invalid(`${field}.values`, values, detail);
    } else errors.invalid(`${field}.operator`, operator, 'not a valid selector operator');
  }
}
