// Checks pods: when created, and what of them may change later (pkg/apis/core/validation ValidatePodUpdate).
import { isDeepStrictEqual } from 'node:util';
import type { Pod, PodSpec, Toleration } from 'kubernetes-types/core/v1';
import type { FieldErrors } from './field-errors.ts';
import { validatePodSpec } from './pod-spec.ts';

const NO_SPEC: PodSpec = { containers: [] };

const CHANGEABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
];

export function validatePod(errors: FieldErrors, pod: Pod): void {
  validatePodSpec(errors, 'spec', pod.spec ?? NO_SPEC);
  errors.nonNegative('spec.terminationGracePeriodSeconds', pod.spec?.terminationGracePeriodSeconds);
}

export function validateNewPod(errors: FieldErrors, pod: Pod): void {
  if ((pod.spec?.ephemeralContainers ?? []).length > 0) {
    errors.forbidden('spec.ephemeralContainers', 'cannot be set on create');
  }
  if (pod.spec?.nodeName && (pod.spec.schedulingGates ?? []).length > 0) {
    errors.forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared');
  }
}

export function validatePodUpdate(errors: FieldErrors, pod: Pod, previous: Pod): void {
  const spec = pod.spec ?? NO_SPEC;
  const before = previous.spec ?? NO_SPEC;
  for (const kind of ['containers', 'initContainers'] as const) {
    const [now = [], then = []] = [spec[kind], before[kind]];
    if (now.length !== then.length) {
      errors.forbidden(`spec.${kind}`, 'pod updates may not add or remove containers');
      return;
    }
  }
  validateDeadline(errors, spec.activeDeadlineSeconds, before.activeDeadlineSeconds);
  validateTolerationsKept(errors, spec.tolerations ?? [], before.tolerations ?? []);
  const gates = new Set((before.schedulingGates ?? []).map((gate) => gate.name));
  for (const [index, gate] of (spec.schedulingGates ?? []).entries()) {
    if (!gates.has(gate.name)) {
      const detail = `only deletion is allowed, but found new scheduling gate '${gate.name}'`;
      errors.forbidden(`spec.schedulingGates[${index}].name`, detail);
    }
  }
  if (isDeepStrictEqual(fixedPart(spec, before), before)) return;
  errors.forbidden(
    'spec',
    `pod updates may not change fields other than ${CHANGEABLE.join(',')}\n${difference(before, fixedPart(spec, before))}`,
  );
}

/** The new specification with everything that may change put back as it was. */
function fixedPart(spec: PodSpec, before: PodSpec): PodSpec {
  const fixed: PodSpec = {
    ...spec,
    containers: (spec.containers ?? []).map((one, index) => ({ ...one, image: before.containers[index]?.image })),
    ...(spec.initContainers === undefined
      ? {}
      : {
          initContainers: spec.initContainers.map((one, index) => ({
            ...one,
            image: before.initContainers?.[index]?.image,
          })),
        }),
  };
  for (const name of ['activeDeadlineSeconds', 'schedulingGates', 'tolerations'] as const) {
    if (before[name] === undefined) delete fixed[name];
    else Object.assign(fixed, { [name]: before[name] });
  }
  return fixed;
}

/** A deadline may be set or come nearer, and never goes away. */
function validateDeadline(errors: FieldErrors, now: number | undefined, before: number | undefined): void {
  const field = 'spec.activeDeadlineSeconds';
  if (now === undefined) {
    const detail = 'must not update from a positive integer to nil value';
    if (before !== undefined) errors.invalid(field, undefined, detail);
  } else if (now < 0) errors.invalid(field, now, 'must be between 0 and 2147483647, inclusive');
  else if (before !== undefined && now > before) {
    errors.invalid(field, now, 'must be less than or equal to previous value');
  }
}

function validateTolerationsKept(errors: FieldErrors, now: readonly Toleration[], then: readonly Toleration[]): void {
  for (const toleration of then) {
    // Only the seconds of a toleration may change (isTolerationSuperset of validateOnlyAddedTolerations).
    const kept = now.some((other) =>
      isDeepStrictEqual({ ...other, tolerationSeconds: undefined }, { ...toleration, tolerationSeconds: undefined }),
    );
    if (kept) continue;
    const detail = 'existing toleration can not be modified except its tolerationSeconds';
    errors.forbidden('spec.tolerations', detail);
    return;
  }
}

/** What differs, one line a field: upstream prints a Go diff here that nobody parses. */
function difference(before: PodSpec, after: PodSpec): string {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof PodSpec>;
  const changed = [...fields].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  return changed
    .map((name) => `- ${name}: ${JSON.stringify(before[name])}\n+ ${name}: ${JSON.stringify(after[name])}\n`)
    .join('');
}
