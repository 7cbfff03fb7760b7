// Which objects a ResourceQuota is about: the resources it names and its scopes.
// Mirrors pkg/quota/v1/evaluator/core/{pods,services,persistent_volume_claims}.go and generic/evaluator.go Matches.
import type { PersistentVolumeClaim, Pod, PodAffinityTerm, ResourceQuota } from 'kubernetes-types/core/v1';
import { matchesLabelSelector } from '../labels/label-selector.ts';
import { podQosClass } from '../pods/qos.ts';

interface ScopeRequirement {
  scopeName: string;
  operator: string;
  values?: readonly string[];
}

/** scopes and scopeSelector as one list: a plain scope is one that is to exist. */
export function scopesOf({ spec }: ResourceQuota): ScopeRequirement[] {
  const plain = (spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' }));
  return [...plain, ...(spec?.scopeSelector?.matchExpressions ?? [])];
}

/** Whether an object of `resource` (`pods`, `persistentvolumeclaims`, ...) is within all scopes of the quota. */
export function inScopes(quota: ResourceQuota, resource: string, object: object): boolean {
  return scopesOf(quota).every((scope) => {
    if (resource === 'pods') return podInScope(scope, object);
    if (resource === 'persistentvolumeclaims') return claimInScope(scope, object);
    return false;
  });
}

function podInScope(scope: ScopeRequirement, pod: Pod): boolean {
  const { activeDeadlineSeconds, priorityClassName } = pod.spec ?? {};
  const terminating = activeDeadlineSeconds !== undefined && activeDeadlineSeconds >= 0;
  switch (scope.scopeName) {
    case 'Terminating':
      return terminating;
    case 'NotTerminating':
      return !terminating;
    case 'BestEffort':
      return podQosClass(pod) === 'BestEffort';
    case 'NotBestEffort':
      return podQosClass(pod) !== 'BestEffort';
    case 'PriorityClass':
      return classInScope(scope, priorityClassName);
    case 'CrossNamespacePodAffinity':
      return crossesNamespaces(pod);
    default:
      return false;
  }
}

/** Claims know one scope, their VolumeAttributesClass: the one asked for or the one they have. */
function claimInScope(scope: ScopeRequirement, claim: PersistentVolumeClaim): boolean {
  if (scope.scopeName !== 'VolumeAttributesClass') return false;
  const { spec, status } = claim as { spec?: ClassNamed; status?: CurrentClassNamed };
  const names = [spec?.volumeAttributesClassName, status?.currentVolumeAttributesClassName].filter(Boolean);
  if (scope.operator === 'Exists') return names.length > 0;
  return names.length === 0 ? classInScope(scope, undefined) : names.some((name) => classInScope(scope, name));
}

interface ClassNamed {
  volumeAttributesClassName?: string;
}

interface CurrentClassNamed {
  currentVolumeAttributesClassName?: string;
}

function classInScope(scope: ScopeRequirement, name: string | undefined): boolean {
  const { operator, values = [], scopeName: key } = scope;
  const expression = { key, operator, values: [...values] };
  return matchesLabelSelector({ matchExpressions: [expression] }, name ? { [key]: name } : {});
}

function crossesNamespaces({ spec }: Pod): boolean {
  const crosses = (term: PodAffinityTerm) => (term.namespaces ?? []).length > 0 || term.namespaceSelector !== undefined;
  return [spec?.affinity?.podAffinity, spec?.affinity?.podAntiAffinity].some(
    (affinity) =>
      (affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).some(crosses) ||
      (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).some(({ podAffinityTerm }) =>
        crosses(podAffinityTerm),
      ),
  );
}
