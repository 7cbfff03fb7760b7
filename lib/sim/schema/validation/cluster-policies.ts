// Checks disruption budgets, leases, API services and events: small kinds of small groups.
import type { Lease } from 'kubernetes-types/coordination/v1';
import type { Event } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { APIService } from '../../store/object.ts';
import type { FieldErrors } from './field-errors.ts';
import { validateLabelSelector } from './label-selectors.ts';
import { validatePercentCap, validateShare } from './workloads.ts';

const PRIORITY_MAX = 20_000;
const VERSION_PRIORITY_MAX = 1000;

/** pkg/apis/policy/validation/validation.go. */
export function validateDisruptionBudget(errors: FieldErrors, budget: PodDisruptionBudget): void {
  const { minAvailable, maxUnavailable, selector } = budget.spec ?? {};
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    const shown = {
      MinAvailable: minAvailable,
      Selector: selector ?? null,
      MaxUnavailable: maxUnavailable,
      UnhealthyPodEvictionPolicy: null,
    };
    errors.invalid('spec', shown, 'minAvailable and maxUnavailable cannot be both set');
  }
  for (const [name, share] of Object.entries({ minAvailable, maxUnavailable })) {
    validateShare(errors, `spec.${name}`, share);
    validatePercentCap(errors, `spec.${name}`, share);
  }
  validateLabelSelector(errors, 'spec.selector', selector);
}

/** pkg/apis/coordination/validation/validation.go. */
export function validateLease(errors: FieldErrors, lease: Lease): void {
  const { leaseDurationSeconds: duration, leaseTransitions: transitions } = lease.spec ?? {};
  if (duration !== undefined && duration <= 0)
    errors.invalid('spec.leaseDurationSeconds', duration, 'must be greater than 0');
  errors.nonNegative('spec.leaseTransitions', transitions);
}

/** kube-aggregator/pkg/apis/apiregistration/validation/validation.go. */
export function validateApiService(errors: FieldErrors, service: APIService): void {
  const { group = '', version = '', groupPriorityMinimum = 0, versionPriority = 0 } = service.spec ?? {};
  const name = service.metadata?.name;
  const required = `${version}.${group}`;
  if (name !== required)
    errors.invalid('metadata.name', name, `must be \`spec.version+"."+spec.group\`: "${required}"`);
  if (groupPriorityMinimum <= 0 || groupPriorityMinimum > PRIORITY_MAX) {
    errors.invalid('spec.groupPriorityMinimum', groupPriorityMinimum, 'must be positive and less than 20000');
  }
  if (versionPriority <= 0 || versionPriority > VERSION_PRIORITY_MAX) {
    errors.invalid('spec.versionPriority', versionPriority, 'must be positive and less than 1000');
  }
}

/** pkg/apis/core/validation/events.go: an event lives where its object lives, or in default. */
export function validateEvent(errors: FieldErrors, event: Event): void {
  const about = event.involvedObject?.namespace ?? '';
  const namespace = event.metadata?.namespace ?? '';
  if (about === '' ? namespace !== 'default' && namespace !== 'kube-system' : about !== namespace) {
    errors.invalid('involvedObject.namespace', about, 'does not match event.namespace');
  }
}
