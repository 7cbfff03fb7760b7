// What an object costs of a ResourceQuota, by the names quotas use: `pods`, `requests.cpu`, `count/jobs.batch`, ...
// Mirrors pkg/quota/v1/evaluator/core (pods.go, services.go, persistent_volume_claims.go, registry.go) and pkg/quota/v1/resources.go.
import type { PersistentVolumeClaim, Pod, ResourceQuota, Service } from 'kubernetes-types/core/v1';
import { exactQuantity, formatQuantity, type Quantity } from '../quantity.ts';
import {
  addQuantity,
  podLimitQuantities,
  podRequestQuantities,
  type Quantities,
  wholeQuantity,
} from './pod-amounts.ts';
import { inScopes } from './quota-scopes.ts';

type Amounts = Record<string, Quantity>;

/** registry.go legacyObjectCountAliases. */
const COUNT_ALIASES: ReadonlySet<string> = new Set([
  'configmaps',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
]);

const POD_RESOURCES: ReadonlySet<string> = new Set([
  'count/pods',
  'cpu',
  'ephemeral-storage',
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'memory',
  'pods',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
]);
const SERVICE_RESOURCES: ReadonlySet<string> = new Set([
  'count/services',
  'services',
  'services.loadbalancers',
  'services.nodeports',
]);
const CLAIM_RESOURCES = ['persistentvolumeclaims', 'requests.storage'];
const CLASS_SUFFIX = '.storageclass.storage.k8s.io/';
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** Whether a quota's resource name is about objects of `resource`, named as kubectl writes it (`deployments.apps`). */
export function isQuotaResourceOf(resource: string, name: string): boolean {
  if (resource === 'pods') return POD_RESOURCES.has(name) || /^(requests\.)?hugepages-/.test(name) || isExtended(name);
  if (resource === 'services') return SERVICE_RESOURCES.has(name);
  if (resource === 'persistentvolumeclaims') {
    const plain = name === 'count/persistentvolumeclaims' || CLAIM_RESOURCES.includes(name);
    return plain || CLAIM_RESOURCES.some((one) => name.endsWith(CLASS_SUFFIX + one));
  }
  return name === `count/${resource}` || (COUNT_ALIASES.has(resource) && name === resource);
}

/** `requests.example.com/gpu`: an extended resource as quotas name it. */
function isExtended(name: string): boolean {
  if (!name.startsWith('requests.') || !name.includes('/')) return false;
  return !name.includes('kubernetes.io/');
}

/**
 * The usage of one object; `nowMs` decides whether a pod that should long be gone still counts.
 * Pods that have ended count in `count/pods` alone. @throws {QuantityError}
 */
export function quotaUsage(resource: string, object: object, nowMs: number): Quantities {
  const count: Amounts = { [`count/${resource}`]: wholeQuantity(1) };
  if (resource === 'pods') return podUsage(object, nowMs, count);
  if (resource === 'services') return serviceUsage(object, count);
  if (resource === 'persistentvolumeclaims') return claimUsage(object, count);
  return COUNT_ALIASES.has(resource) ? { ...count, [resource]: wholeQuantity(1) } : count;
}

/** Whether the quota limits this object: it names a resource the object uses, and the object is in its scopes. */
export function quotaCovers(quota: ResourceQuota, resource: string, object: object): boolean {
  const names = Object.keys(quota.status?.hard ?? quota.spec?.hard ?? {});
  return names.some((name) => isQuotaResourceOf(resource, name)) && inScopes(quota, resource, object);
}

/**
 * `status.used` of a quota as its controller writes it, masked to what spec.hard names and what is countable here.
 * `list` gives the objects of a resource in the quota's namespace; it is asked only for what the quota names.
 */
export function quotaUsed(
  quota: ResourceQuota,
  resources: readonly string[],
  list: (resource: string) => readonly object[],
  nowMs: number,
): Record<string, string> {
  const hard = Object.keys(quota.spec?.hard ?? {});
  const used: Amounts = {};
  for (const resource of resources) {
    const names = hard.filter((name) => isQuotaResourceOf(resource, name));
    if (names.length === 0) continue;
    for (const name of names) used[name] ??= wholeQuantity(0);
    for (const object of list(resource)) {
      if (!inScopes(quota, resource, object)) continue;
      const usage = quotaUsage(resource, object, nowMs);
      for (const name of names) {
        const amount = usage[name];
        if (amount !== undefined) used[name] = addQuantity(used[name], amount);
      }
    }
  }
  return Object.fromEntries(Object.entries(used).map(([name, amount]) => [name, formatQuantity(amount)]));
}

/** QuotaV1Pod: not ended, and not overdue for its end. */
function isCharged(pod: Pod, nowMs: number): boolean {
  const { phase } = pod.status ?? {};
  if (phase === 'Failed' || phase === 'Succeeded') return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata ?? {};
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return nowMs <= Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
}

function podUsage(pod: Pod, nowMs: number, count: Amounts): Quantities {
  if (!isCharged(pod, nowMs)) return count;
  return { ...count, ...computeUsage(podRequestQuantities(pod), podLimitQuantities(pod)) };
}

/** podComputeUsageHelper: plain names mean requests. */
export function computeUsage(requests: Quantities, limits: Quantities): Quantities {
  const usage: Amounts = { pods: wholeQuantity(1) };
  for (const [name, amount] of Object.entries(requests)) {
    const plain = name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' || name.startsWith('hugepages-');
    if (plain) usage[name] = amount;
    if (plain || name.includes('/')) usage[`requests.${name}`] = amount;
  }
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
    const amount = limits[name];
    if (amount !== undefined) usage[`limits.${name}`] = amount;
  }
  return usage;
}

function serviceUsage({ spec }: Service, count: Amounts): Quantities {
  const balanced = spec?.type === 'LoadBalancer';
  return {
    ...count,
    services: wholeQuantity(1),
    'services.loadbalancers': wholeQuantity(balanced ? 1 : 0),
    'services.nodeports': wholeQuantity(nodePortCount(spec)),
  };
}

function nodePortCount(spec: Service['spec']): number {
  const ports = spec?.ports ?? [];
  if (spec?.type === 'NodePort') return ports.length;
  if (spec?.type !== 'LoadBalancer') return 0;
  return spec.allocateLoadBalancerNodePorts === false ? ports.filter(({ nodePort }) => nodePort).length : ports.length;
}

/** A claim that has grown beyond what it now asks for costs what it has. */
function claimUsage(claim: PersistentVolumeClaim, count: Amounts): Quantities {
  const className = claim.metadata?.annotations?.[CLASS_ANNOTATION] ?? claim.spec?.storageClassName ?? '';
  const usage: Amounts = { ...count, persistentvolumeclaims: wholeQuantity(1) };
  const storage = storageOf(claim);
  if (storage !== undefined) usage['requests.storage'] = storage;
  if (className === '') return usage;
  usage[`${className}${CLASS_SUFFIX}persistentvolumeclaims`] = wholeQuantity(1);
  if (storage !== undefined) usage[`${className}${CLASS_SUFFIX}requests.storage`] = storage;
  return usage;
}

function storageOf({ spec, status }: PersistentVolumeClaim): Quantity | undefined {
  const asked = spec?.resources?.requests?.storage;
  if (asked === undefined) return undefined;
  const request = exactQuantity(asked);
  const held = status?.allocatedResources?.storage;
  const allocated = held === undefined ? request : exactQuantity(held);
  return allocated.nanos > request.nanos ? allocated : request;
}
