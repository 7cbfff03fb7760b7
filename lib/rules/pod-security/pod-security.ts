// The Pod Security Standards: what keeps a pod from a namespace that enforces a level of them.
// Mirrors k8s.io/pod-security-admission api/helpers.go, policy/{registry,checks}.go, of the latest version alone. Not looked
// at: AppArmor, SELinux, sysctls, hosts of probes, Windows, and what user namespaces would relax.
import type { PodSpec } from 'kubernetes-types/core/v1';
import { BASELINE } from './baseline.ts';
import type { Violation } from './containers.ts';
import { RESTRICTED } from './restricted.ts';

export type SecurityLevel = 'privileged' | 'baseline' | 'restricted';

const PREFIX = 'pod-security.kubernetes.io';
const LATEST = 'latest';

export interface SecurityPolicy {
  level: SecurityLevel;
  /** `latest`, `v1.30`: as the label says. */
  version: string;
}

/** What a namespace's labels say of a mode; privileged, which forbids nothing, where they say nothing. */
export function securityPolicy(
  labels: Readonly<Record<string, string>> = {},
  mode: 'enforce' | 'warn',
): SecurityPolicy {
  const level = labels[`${PREFIX}/${mode}`];
  const version = labels[`${PREFIX}/${mode}-version`] ?? LATEST;
  if (level === undefined || level === 'privileged') return { level: 'privileged', version };
  // A level that does not exist is the strictest.
  return { level: level === 'baseline' ? level : 'restricted', version };
}

/** `"restricted:latest": allowPrivilegeEscalation != false (…), …`, as it stands behind `PodSecurity`; null where it fits. */
export function securityComplaint({ level, version }: SecurityPolicy, spec: PodSpec): string | null {
  const found = violations(level, spec);
  if (found.length === 0) return null;
  return `"${level}:${version}": ${found.map(({ reason, detail }) => `${reason} (${detail})`).join(', ')}`;
}

function violations(level: SecurityLevel, spec: PodSpec): Violation[] {
  if (level === 'privileged') return [];
  const isRestricted = level === 'restricted';
  const baseline = BASELINE.filter(({ overridden }) => !(isRestricted && overridden === true)).map(
    ({ check }) => check,
  );
  const checks = isRestricted ? [...baseline, ...RESTRICTED] : baseline;
  return checks.map((check) => check(spec)).filter((one) => one !== null);
}
