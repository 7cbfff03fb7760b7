// The ResourceQuota controller: what a namespace uses of its quotas. Mirrors kubernetes
// pkg/controller/resourcequota/{resource_quota_controller.go,resource_quota_monitor.go}.
import type { ResourceQuota } from 'kubernetes-types/core/v1';
import { isQuotaResourceOf, quotaUsed } from '#lib/rules/quotas/quota-usage.ts';
import { builtInResources } from '../schema/resources.ts';
import { keyOf, type ResourceId, splitKey } from '../store/object.ts';
import { sameMeaning } from './canonical.ts';
import { type Controller, keysOf, type Outcome, type View } from './controller.ts';

const RESOURCE = 'resourcequotas';
/** Of these, changes can change what they cost; of all others only that they come and go. */
const VARIABLE: ReadonlySet<ResourceId> = new Set(['persistentvolumeclaims', 'pods', 'services']);

export const quotaController: Controller = {
  name: 'resourcequota-controller',
  fieldManager: 'kube-controller-manager',
  *wakes({ type, resource, object }, view) {
    const { namespace, name } = object.metadata;
    if (resource === RESOURCE) yield keyOf(namespace, name);
    if (namespace === undefined || (type === 'MODIFIED' && !VARIABLE.has(resource))) return;
    for (const quota of view.list(RESOURCE, namespace)) {
      const names = Object.keys(quota.spec?.hard ?? {});
      if (names.some((one) => isQuotaResourceOf(resource, one))) yield keyOf(namespace, quota.metadata.name);
    }
  },
  initialKeys: keysOf(RESOURCE),
  reconcile,
};

function reconcile(view: View, key: string): Outcome {
  const { namespace, name } = splitKey(key);
  const quota = view.get(RESOURCE, namespace, name);
  if (quota === undefined) return {};
  const hard = quota.spec?.hard ?? {};
  const resources = new Set([...builtInResources().map(({ id }) => id), ...view.resources()]);
  const used = quotaUsed(quota, [...resources], (resource) => view.list(resource, namespace), view.nowMs);
  const status = { hard, used };
  if (quota.status?.hard !== undefined && sameMeaning(status, quota.status)) return {};
  return { writes: [{ op: 'updateStatus', resource: RESOURCE, object: { ...quota, status } as ResourceQuota }] };
}
