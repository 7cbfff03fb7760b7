// Tables of namespaces and of the small objects workloads are configured with (pkg/printers/internalversion/printers.go).
import type { Lease } from 'kubernetes-types/coordination/v1';
import type { ConfigMap, Namespace, Secret, ServiceAccount } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { AGE, ageOf, column, NAME, nameOf, type Printer } from './column.ts';

export const namespaces: Printer<Namespace> = {
  columns: [NAME, column('Status'), AGE],
  cells: (namespace, nowMs) => [nameOf(namespace), namespace.status?.phase ?? '', ageOf(namespace, nowMs)],
};

export const configMaps: Printer<ConfigMap> = {
  columns: [NAME, column('Data'), AGE],
  cells: (map, nowMs) => [nameOf(map), sizeOf(map.data) + sizeOf(map.binaryData), ageOf(map, nowMs)],
};

export const secrets: Printer<Secret> = {
  columns: [NAME, column('Type'), column('Data'), AGE],
  cells: (secret, nowMs) => [nameOf(secret), secret.type ?? '', sizeOf(secret.data), ageOf(secret, nowMs)],
};

function sizeOf(data: object | undefined): number {
  return Object.keys(data ?? {}).length;
}

export const serviceAccounts: Printer<ServiceAccount> = {
  columns: [NAME, AGE],
  cells: (account, nowMs) => [nameOf(account), ageOf(account, nowMs)],
};

export const leases: Printer<Lease> = {
  columns: [NAME, column('Holder'), AGE],
  cells: (lease, nowMs) => [nameOf(lease), lease.spec?.holderIdentity ?? '', ageOf(lease, nowMs)],
};

export const disruptionBudgets: Printer<PodDisruptionBudget> = {
  columns: [NAME, column('Min Available'), column('Max Unavailable'), column('Allowed Disruptions', 'integer'), AGE],
  cells: (budget, nowMs) => [
    nameOf(budget),
    amount(budget.spec?.minAvailable),
    amount(budget.spec?.maxUnavailable),
    budget.status?.disruptionsAllowed ?? 0,
    ageOf(budget, nowMs),
  ],
};

function amount(value: number | string | undefined): string {
  return value === undefined ? 'N/A' : String(value);
}

export const priorityClasses: Printer<PriorityClass> = {
  columns: [NAME, column('Value', 'integer'), column('Global-Default', 'boolean'), AGE, column('PreemptionPolicy')],
  cells: (priority, nowMs) => [
    nameOf(priority),
    priority.value,
    priority.globalDefault ?? false,
    ageOf(priority, nowMs),
    priority.preemptionPolicy ?? '',
  ],
};
