// Checks requests and limits (pkg/apis/core/validation ValidateContainerResourceRequirements).
import type { ResourceRequirements } from 'kubernetes-types/core/v1';
import { labelKeyErrors } from '#lib/rules/labels/label-syntax.ts';
import { compareQuantities, parseQuantity } from '#lib/rules/quantity.ts';
import type { FieldErrors } from './field-errors.ts';

type Quantities = Readonly<Record<string, string>>;

const CONTAINER_RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);
export const STANDARD_RESOURCES: ReadonlySet<string> = new Set([
  ...CONTAINER_RESOURCES,
  'configmaps',
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'persistentvolumeclaims',
  'pods',
  'replicationcontrollers',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
  'requests.storage',
  'resourcequotas',
  'secrets',
  'services',
  'services.loadbalancers',
  'services.nodeports',
  'storage',
]);

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** `kubernetes.io/...` and unqualified names are Kubernetes' own; others are counted, whole things. */
function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.');
}

export function validateResources(errors: FieldErrors, field: string, resources: ResourceRequirements): void {
  const limits = (resources.limits ?? {}) as Quantities;
  const requests = (resources.requests ?? {}) as Quantities;
  for (const [name, quantity] of Object.entries(limits)) {
    validateName(errors, `${field}.limits[${name}]`, name);
    validateQuantity(errors, `${field}.limits[${name}]`, name, quantity);
  }
  for (const [name, quantity] of Object.entries(requests)) {
    validateName(errors, `${field}.requests[${name}]`, name);
    validateQuantity(errors, `${field}.requests[${name}]`, name, quantity);
    validateRequest(errors, field, name, quantity, limits[name]);
  }
}

function validateName(errors: FieldErrors, field: string, name: string): void {
  const wrong = labelKeyErrors(name);
  errors.invalidEach(field, name, wrong);
  if (!name.includes('/')) {
    if (wrong.length === 0 && !STANDARD_RESOURCES.has(name) && !isHugePages(name)) {
      errors.invalid(field, name, 'must be a standard resource type or fully qualified');
    }
    if (!CONTAINER_RESOURCES.has(name) && !isHugePages(name)) {
      errors.invalid(field, name, 'must be a standard resource for containers');
    }
  } else if (!isNative(name) && !isExtended(name)) {
    errors.invalid(field, name, "doesn't follow extended resource name standard");
  }
}

export function validateQuantity(errors: FieldErrors, field: string, name: string, quantity: string): void {
  const amount = parseQuantity(quantity);
  if (amount < 0) errors.invalid(field, quantity, 'must be greater than or equal to 0');
  if (isExtended(name) && !Number.isInteger(amount)) errors.invalid(field, quantity, 'must be an integer');
}

function validateRequest(
  errors: FieldErrors,
  field: string,
  name: string,
  request: string,
  limit: string | undefined,
): void {
  const mayExceed = isNative(name) && !isHugePages(name);
  if (limit === undefined) {
    if (!mayExceed) errors.required(`${field}.limits`, 'Limit must be set for non overcommitable resources');
    return;
  }
  const order = compareQuantities(request, limit);
  if (order !== 0 && !mayExceed) {
    errors.invalid(`${field}.requests`, request, `must be equal to ${name} limit of ${limit}`);
  } else if (order > 0) {
    errors.invalid(`${field}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`);
  }
}
