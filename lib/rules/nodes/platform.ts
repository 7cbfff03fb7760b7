// What a node says about its platform: architecture, operating system, roles.
// Labels: api core/v1/well_known_labels.go; roles: kubectl's findNodeRoles (printers/internalversion/printers.go).
import type { Labels } from '../labels/label-selector.ts';

export const ARCH_LABEL = 'kubernetes.io/arch';
/** Deprecated since 1.14, still mirrored by the controller manager; old clusters taint with it. */
export const BETA_ARCH_LABEL = 'beta.kubernetes.io/arch';
export const HOSTNAME_LABEL = 'kubernetes.io/hostname';

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

/** `arm64`; `unknown` where no label and no kubelet says. */
export function architectureOf(labels: Labels, reported: string | undefined): string {
  return labels[ARCH_LABEL] || reported || labels[BETA_ARCH_LABEL] || 'unknown';
}

/** Sorted, without duplicates; none prints as `<none>`. */
export function rolesOf(labels: Labels): string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(labels)) {
    if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length) roles.add(key.slice(ROLE_PREFIX.length));
    else if (key === ROLE_LABEL && value !== '') roles.add(value);
  }
  return [...roles].sort();
}

/** True for taints that keep one architecture's boards for those who ask for it. */
export function isArchitectureKey(key: string): boolean {
  return key === ARCH_LABEL || key === BETA_ARCH_LABEL;
}
