// Where a quota limits cpu or memory, every container must say what it asks for (podEvaluator.Constraints in
// pkg/quota/v1/evaluator/core/pods.go).
import type { Container, Pod } from 'kubernetes-types/core/v1';
import { quantitiesOf } from '#lib/rules/quotas/pod-amounts.ts';
import { computeUsage } from '#lib/rules/quotas/quota-usage.ts';

/** pods.go validationSet. */
const TO_BE_SPECIFIED: ReadonlySet<string> = new Set([
  'cpu',
  'limits.cpu',
  'limits.memory',
  'memory',
  'requests.cpu',
  'requests.memory',
]);

/** `must specify requests.cpu for: a,b; ...`; null where every container says enough, or the pod as a whole does. */
export function unspecified(pod: Pod, names: readonly string[]): string | null {
  if (pod.spec !== undefined && 'resources' in pod.spec) return null;
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  const missing = names
    .filter((name) => TO_BE_SPECIFIED.has(name))
    .sort()
    .flatMap((name) => {
      const lacking = containers.filter((container) => !specifies(container, name)).map((container) => container.name);
      return lacking.length === 0 ? [] : [`${name} for: ${[...new Set(lacking)].sort().join(',')}`];
    });
  return missing.length === 0 ? null : `must specify ${missing.join('; ')}`;
}

function specifies({ resources }: Container, name: string): boolean {
  const amounts = (side: object | undefined) => quantitiesOf(side as Readonly<Record<string, string>> | undefined);
  return computeUsage(amounts(resources?.requests), amounts(resources?.limits))[name] !== undefined;
}
