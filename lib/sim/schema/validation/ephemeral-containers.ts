// Checks the containers that `kubectl debug` puts into a pod that runs already
// (pkg/apis/core/validation ValidatePodEphemeralContainersUpdate, validateEphemeralContainers).
import { isDeepStrictEqual } from 'node:util';
import type { EphemeralContainer, Pod } from 'kubernetes-types/core/v1';
import { validateCommon } from './containers.ts';
import type { FieldErrors } from './field-errors.ts';

const FIELD = 'spec.ephemeralContainers';
/** What others have for being depended on, which these are not for. */
const NOT_ALLOWED = ['ports', 'resources', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'] as const;

export function validateEphemeralContainers(errors: FieldErrors, pod: Pod, previous: Pod): void {
  const { containers = [], initContainers = [], ephemeralContainers = [], volumes = [] } = pod.spec ?? {};
  const others = new Set([...containers, ...initContainers].map(({ name }) => name));
  const names = new Set(others);
  const volumeNames = new Set(volumes.map(({ name }) => name));
  for (const [index, container] of ephemeralContainers.entries()) {
    const at = `${FIELD}[${index}]`;
    validateCommon(errors, at, container, volumeNames);
    if (names.has(container.name)) errors.duplicate(`${at}.name`, container.name);
    names.add(container.name);
    validateOwn(errors, at, container, others);
  }
  for (const before of previous.spec?.ephemeralContainers ?? []) {
    const now = ephemeralContainers.find(({ name }) => name === before.name);
    const about = `existing ephemeral containers "${before.name}" may not be`;
    if (now === undefined) errors.forbidden(FIELD, `${about} removed\n`);
    else if (!isDeepStrictEqual(now, before)) errors.forbidden(FIELD, `${about} changed\n`);
  }
}

function validateOwn(
  errors: FieldErrors,
  at: string,
  container: EphemeralContainer,
  others: ReadonlySet<string>,
): void {
  const target = container.targetContainerName;
  if (target && !others.has(target)) errors.notFound(`${at}.targetContainerName`, target);
  for (const name of NOT_ALLOWED) {
    if (isSet(container[name])) errors.forbidden(`${at}.${name}`, 'cannot be set for an Ephemeral Container');
  }
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    for (const name of ['subPath', 'subPathExpr'] as const) {
      const detail = 'cannot be set for an Ephemeral Container';
      if (mount[name]) errors.forbidden(`${at}.volumeMounts[${index}].${name}`, detail);
    }
  }
}

function isSet(value: unknown): boolean {
  return value !== undefined && !isDeepStrictEqual(value, {}) && !isDeepStrictEqual(value, []);
}
