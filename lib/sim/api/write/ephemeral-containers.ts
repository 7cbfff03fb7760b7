// pods/ephemeralcontainers: an update that is about the debug containers of a pod alone.
// Mirrors podEphemeralContainersStrategy of pkg/registry/core/pod/strategy.go.
import type { Pod } from 'kubernetes-types/core/v1';
import { validateEphemeralContainers } from '../../schema/validation/ephemeral-containers.ts';
import { FieldErrors, throwInvalid } from '../../schema/validation/field-errors.ts';
import type { KubeObject } from '../../store/object.ts';

export const EPHEMERAL_CONTAINERS = 'ephemeralcontainers';

/** The pod as it was, with the debug containers of what was sent. */
export function withEphemeralContainers(previous: KubeObject, sent: KubeObject): KubeObject {
  const before = previous as Pod;
  const { managedFields } = sent.metadata ?? {};
  const ephemeralContainers = (sent as Pod).spec?.ephemeralContainers ?? [];
  const { ephemeralContainers: _before, ...spec } = before.spec ?? { containers: [] };
  const pod: Pod = {
    ...before,
    metadata: { ...before.metadata, ...(managedFields === undefined ? {} : { managedFields }) },
    spec: { ...spec, ...(ephemeralContainers.length === 0 ? {} : { ephemeralContainers }) },
  };
  return pod;
}

/** Throws Invalid: they can be added, and neither changed nor taken away. */
export function checkEphemeralContainers(pod: KubeObject, previous: KubeObject): void {
  const errors = new FieldErrors();
  validateEphemeralContainers(errors, pod as Pod, previous as Pod);
  throwInvalid('Pod', '', pod.metadata?.name ?? '', errors.list);
}
