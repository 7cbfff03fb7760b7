// The containers of a pod as the Pod Security Standards look at them, and their names in words.
// Mirrors k8s.io/pod-security-admission policy/{visitor,helpers}.go.
import type { Container, PodSpec } from 'kubernetes-types/core/v1';

export interface Violation {
  /** `privileged`. */
  reason: string;
  /** `container "web" must not set securityContext.privileged=true`. */
  detail: string;
}

/** Init containers first, as they are visited. */
export function allContainers({ initContainers = [], containers, ephemeralContainers = [] }: PodSpec): Container[] {
  return [...initContainers, ...containers, ...ephemeralContainers];
}

export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** `container "a"`, `containers "a", "b"`. */
export function containerWords(names: readonly string[]): string {
  return `${names.length === 1 ? 'container' : 'containers'} ${quoted(names)}`;
}

/** Null where no container is meant. */
export function violation(
  spec: PodSpec,
  reason: string,
  isMeant: (container: Container) => boolean,
  detail: (who: string) => string,
): Violation | null {
  const names = allContainers(spec)
    .filter(isMeant)
    .map(({ name }) => name);
  return names.length === 0 ? null : { reason, detail: detail(containerWords(names)) };
}
