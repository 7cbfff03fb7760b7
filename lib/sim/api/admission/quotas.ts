// ResourceQuotas: what would go beyond one is refused, and what is admitted is charged at once, so that the next
// request sees it; the quota's controller counts anew later.
// Mirrors apiserver/pkg/admission/plugin/resourcequota/controller.go CheckRequest.
import type { Pod, ResourceQuota } from 'kubernetes-types/core/v1';
import { formatQuantity, type Quantity } from '#lib/rules/quantity.ts';
import { addQuantity, type Quantities, quantitiesOf } from '#lib/rules/quotas/pod-amounts.ts';
import { isQuotaResourceOf, quotaCovers, quotaUsage } from '#lib/rules/quotas/quota-usage.ts';
import { forbidden, type GroupResource, qualified } from '../../refusals.ts';
import type { KubeObject, Stored } from '../../store/object.ts';
import type { Machine } from '../write/write-context.ts';
import { unspecified } from './quota-constraints.ts';

type Amounts = Record<string, Quantity>;
type StoredQuota = Stored<ResourceQuota>;

/** Only these may cost more after an update (the evaluators' Handles). */
const CHARGED_ON_UPDATE: ReadonlySet<string> = new Set(['persistentvolumeclaims', 'services']);

/** Nobody limits these (pkg/quota/v1/install/registry.go DefaultIgnoredResources). */
const IGNORED: ReadonlySet<string> = new Set(['bindings', 'events']);

export interface QuotaRequest {
  type: GroupResource;
  object: KubeObject;
  previous: KubeObject | undefined;
}

/** Throws Forbidden, or returns the quotas as they are once the object is stored. */
export function chargedQuotas(machine: Machine, { type, object, previous }: QuotaRequest): StoredQuota[] {
  const resource = qualified(type);
  const { namespace, name = '' } = object.metadata ?? {};
  if (namespace === undefined || IGNORED.has(resource)) return [];
  if (previous !== undefined && !isCharged(resource, object, previous)) return [];
  const quotas = machine.store
    .list('resourcequotas', namespace)
    .filter((quota) => quota.status?.hard !== undefined && quotaCovers(quota, resource, object));
  if (quotas.length === 0) return [];
  const nowMs = machine.clock.now();
  const usage = quotaUsage(resource, object, nowMs);
  const before = previous === undefined ? {} : quotaUsage(resource, previous, nowMs);
  return quotas.flatMap((quota) => {
    const refuse = (why: string) => forbidden(type, name, why);
    checkConstraints(quota, resource, object, refuse);
    const held = previous !== undefined && quotaCovers(quota, resource, previous) ? before : {};
    return chargedQuota(quota, increase(usage, held), refuse);
  });
}

/** A pod counts anew where it gets or loses its deadline: that moves it between scopes. */
function isCharged(resource: string, object: KubeObject, previous: KubeObject): boolean {
  if (resource !== 'pods') return CHARGED_ON_UPDATE.has(resource);
  const hasDeadline = (pod: Pod) => pod.spec?.activeDeadlineSeconds !== undefined;
  return hasDeadline(object as Pod) !== hasDeadline(previous as Pod);
}

function checkConstraints(
  quota: StoredQuota,
  resource: string,
  object: KubeObject,
  refuse: (why: string) => Error,
): void {
  const names = Object.keys(quota.status?.hard ?? {}).filter((name) => isQuotaResourceOf(resource, name));
  const missing = resource === 'pods' ? unspecified(object as Pod, names) : null;
  if (missing !== null) throw refuse(`failed quota: ${quota.metadata.name}: ${missing}`);
  const used = amountsOf(quota.status?.used);
  if (names.every((name) => used[name] !== undefined)) return;
  throw refuse(`status unknown for quota: ${quota.metadata.name}, resources: ${names.sort().join(',')}`);
}

function amountsOf(amounts: object | undefined): Quantities {
  return quantitiesOf(amounts as Readonly<Record<string, string>> | undefined);
}

/** What costs more than before; what costs less gives nothing back here. */
function increase(usage: Quantities, before: Quantities): Amounts {
  const more: Amounts = {};
  for (const [name, amount] of Object.entries(usage)) {
    const nanos = amount.nanos - (before[name]?.nanos ?? 0n);
    if (nanos > 0n) more[name] = { nanos, format: amount.format };
  }
  return more;
}

function chargedQuota(quota: StoredQuota, more: Amounts, refuse: (why: string) => Error): StoredQuota[] {
  const hard = amountsOf(quota.status?.hard);
  const used = amountsOf(quota.status?.used);
  const requested = Object.keys(more).filter((name) => hard[name] !== undefined);
  if (requested.length === 0) return [];
  const next: Amounts = { ...used };
  for (const name of requested) next[name] = addQuantity(used[name], more[name] ?? NOTHING);
  const exceeded = requested.filter((name) => (next[name] ?? NOTHING).nanos > (hard[name] ?? NOTHING).nanos);
  if (exceeded.length > 0) {
    const shown = (amounts: Quantities) =>
      exceeded
        .sort()
        .map((name) => `${name}=${formatQuantity(amounts[name] ?? NOTHING)}`)
        .join(',');
    const what = `requested: ${shown(more)}, used: ${shown(used)}, limited: ${shown(hard)}`;
    throw refuse(`exceeded quota: ${quota.metadata.name}, ${what}`);
  }
  const texts = Object.fromEntries(Object.entries(next).map(([name, amount]) => [name, formatQuantity(amount)]));
  return [{ ...quota, status: { ...quota.status, used: texts } }];
}

const NOTHING: Quantity = { nanos: 0n, format: 'DecimalSI' };
