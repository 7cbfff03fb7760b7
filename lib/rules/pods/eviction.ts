// What the eviction of a pod asks of its disruption budget.
// Mirrors kubernetes pkg/registry/core/pod/storage/eviction.go.
import type { Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';

/** It ends all the same, has ended, or never began: no budget counts it (canIgnorePDB). */
export function ignoresBudgets({ metadata, status }: Pod): boolean {
  const phase = status?.phase;
  const settled = phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending';
  return settled || metadata?.deletionTimestamp !== undefined;
}

/** A pod that is not ready may go where the budget says so, or where enough others are ready. */
export function mayGoUnhealthy({ spec, status }: PodDisruptionBudget, pod: Pod): boolean {
  if (isReady(pod)) return false;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  const policy = spec?.unhealthyPodEvictionPolicy;
  return policy === 'AlwaysAllow' || (currentHealthy >= desiredHealthy && desiredHealthy > 0);
}

/** Why a budget without disruptions left allows none: a failed sync first, as its counts mean nothing then. */
export function whyNoneAllowed({ status }: PodDisruptionBudget): string {
  const { currentHealthy = 0, desiredHealthy = 0, conditions = [] } = status ?? {};
  const refusal = conditions.find((one) => one.type === 'DisruptionAllowed' && one.status === 'False' && one.message);
  if (refusal?.reason === 'SyncFailed') {
    return `does not allow evicting pods currently because it failed sync: ${refusal.message}`;
  }
  if (currentHealthy <= desiredHealthy) {
    return `needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  }
  if (refusal === undefined) return 'does not allow evicting pods currently';
  return `does not allow evicting pods currently (${refusal.reason}): ${refusal.message}`;
}

function isReady({ status }: Pod): boolean {
  return (status?.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True');
}
