// Checks priority, storage and runtime classes
// (pkg/apis/{scheduling,storage,node}/validation/validation.go).
import { isDeepStrictEqual } from 'node:util';
import type { RuntimeClass } from 'kubernetes-types/node/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import { dnsLabelErrors, labelKeyErrors } from '#lib/rules/labels/label-syntax.ts';
import type { FieldErrors } from './field-errors.ts';

const USER_PRIORITY_MAX = 1_000_000_000;
const SYSTEM_PREFIX = 'system-';
const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'];
const RECLAIM_POLICIES = ['Delete', 'Retain'];
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];

export function validatePriorityClass(errors: FieldErrors, one: PriorityClass, previous?: PriorityClass): void {
  const name = one.metadata?.name ?? '';
  const value = one.value ?? 0;
  if (name.startsWith(SYSTEM_PREFIX)) validateSystemClass(errors, name, one);
  else if (value > USER_PRIORITY_MAX) {
    errors.forbidden('value', `maximum allowed value of a user defined priority is ${USER_PRIORITY_MAX}`);
  }
  const policy = one.preemptionPolicy;
  if (policy !== undefined && !PREEMPTION_POLICIES.includes(policy)) {
    errors.notSupported('preemptionPolicy', policy, PREEMPTION_POLICIES);
  }
  if (previous === undefined) return;
  if (value !== (previous.value ?? 0)) errors.forbidden('value', 'may not be changed in an update.');
  if (policy !== previous.preemptionPolicy) errors.invalid('preemptionPolicy', policy, 'field is immutable');
}

function validateSystemClass(errors: FieldErrors, name: string, one: PriorityClass): void {
  const known = SYSTEM_CLASSES.get(name);
  const why =
    known === undefined
      ? `${name} is not a known system priority class`
      : known !== one.value
        ? `value of ${name} PriorityClass must be ${known}`
        : one.globalDefault === true
          ? `globalDefault of ${name} PriorityClass must be false`
          : null;
  const reserved = "priority class names with 'system-' prefix are reserved for system use only";
  if (why !== null) errors.forbidden('metadata.name', `${reserved}. error: ${why}`);
}

export function validateStorageClass(
  errors: FieldErrors,
  one: Partial<StorageClass>,
  previous?: Partial<StorageClass>,
): void {
  const { provisioner = '', reclaimPolicy, volumeBindingMode: mode } = one;
  if (provisioner === '') errors.required('provisioner');
  else errors.invalidEach('provisioner', provisioner, labelKeyErrors(provisioner.toLowerCase()));
  if (reclaimPolicy && !RECLAIM_POLICIES.includes(reclaimPolicy)) {
    errors.notSupported('reclaimPolicy', reclaimPolicy, RECLAIM_POLICIES);
  }
  if (mode !== undefined && !BINDING_MODES.includes(mode))
    errors.notSupported('volumeBindingMode', mode, BINDING_MODES);
  if (previous === undefined) return;
  // Declared on the type, which shows no values.
  for (const name of ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'] as const) {
    if (!isDeepStrictEqual(one[name], previous[name])) errors.invalid(name, undefined, 'field is immutable');
  }
}

export function validateRuntimeClass(errors: FieldErrors, one: RuntimeClass, previous?: RuntimeClass): void {
  const handler = one.handler ?? '';
  if (previous !== undefined && handler !== previous.handler)
    errors.invalid('handler', undefined, 'field is immutable');
  if (handler === '') errors.required('handler');
  else errors.invalidEach('handler', handler, dnsLabelErrors(handler));
}
