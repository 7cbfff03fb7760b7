// Tables of quotas, network policies and the classes that name what handles something
// (pkg/printers/internalversion/printers.go).
import type { ResourceQuota } from 'kubernetes-types/core/v1';
import type { IngressClass, NetworkPolicy } from 'kubernetes-types/networking/v1';
import type { RuntimeClass } from 'kubernetes-types/node/v1';
import { AGE, ageOf, column, NAME, NONE, nameOf, type Printer, selectorText } from './column.ts';

const DEFAULT_INGRESS_CLASS = 'ingressclass.kubernetes.io/is-default-class';

export const quotas: Printer<ResourceQuota> = {
  columns: [NAME, column('Request'), column('Limit'), AGE],
  cells: (quota, nowMs) => {
    const hard = amountsOf(quota.status?.hard);
    const used = amountsOf(quota.status?.used);
    const names = Object.keys(hard).sort();
    const text = (ofLimits: boolean) =>
      names
        .filter((name) => name.startsWith('limits.') === ofLimits)
        .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name]}`)
        .join(', ');
    return [nameOf(quota), text(false), text(true), ageOf(quota, nowMs)];
  },
};

function amountsOf(amounts: unknown): Readonly<Record<string, string>> {
  return (amounts ?? {}) as Readonly<Record<string, string>>;
}

export const networkPolicies: Printer<NetworkPolicy> = {
  columns: [NAME, column('Pod-Selector'), AGE],
  cells: (policy, nowMs) => [nameOf(policy), selectorText(policy.spec?.podSelector), ageOf(policy, nowMs)],
};

export const ingressClasses: Printer<IngressClass> = {
  columns: [NAME, column('Controller'), column('Parameters'), AGE],
  cells: (one, nowMs) => {
    const isDefault = one.metadata?.annotations?.[DEFAULT_INGRESS_CLASS] === 'true';
    return [
      isDefault ? `${nameOf(one)} (default)` : nameOf(one),
      one.spec?.controller ?? '',
      parametersText(one),
      ageOf(one, nowMs),
    ];
  },
};

function parametersText({ spec }: IngressClass): string {
  const parameters = spec?.parameters;
  if (parameters === undefined) return NONE;
  const { kind, apiGroup, name } = parameters;
  return `${apiGroup === undefined ? kind : `${kind}.${apiGroup}`}/${name}`;
}

export const runtimeClasses: Printer<RuntimeClass> = {
  columns: [NAME, column('Handler'), AGE],
  cells: (one, nowMs) => [nameOf(one), one.handler, ageOf(one, nowMs)],
};
