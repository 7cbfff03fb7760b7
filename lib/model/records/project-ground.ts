// What pods stand on, as records: namespaces, disruption budgets, services, claims, volumes and their classes.
import type { Namespace, PersistentVolume, PersistentVolumeClaim, Service } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import type {
  BudgetRecord,
  ClaimRecord,
  NamespaceRecord,
  ServiceRecord,
  StorageClassRecord,
  VolumeRecord,
} from './records.ts';

export function projectNamespace({ metadata }: Namespace): NamespaceRecord {
  return { name: metadata?.name ?? '', labels: metadata?.labels ?? {} };
}

export function projectBudget({ metadata, spec, status }: PodDisruptionBudget): BudgetRecord {
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    selector: spec?.selector ?? null,
    disruptionsAllowed: status?.disruptionsAllowed ?? 0,
    currentHealthy: status?.currentHealthy ?? 0,
    desiredHealthy: status?.desiredHealthy ?? 0,
    disruptedPods: Object.keys(status?.disruptedPods ?? {}),
  };
}

export function projectService({ metadata, spec }: Service): ServiceRecord {
  const ports = (spec?.ports ?? []).map(({ name, port }) => ({ name: name ?? null, port }));
  return { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '', selector: spec?.selector ?? {}, ports };
}

export function projectClaim(claim: PersistentVolumeClaim): ClaimRecord {
  return { ...claim, metadata: withoutBookkeeping(claim.metadata) };
}

export function projectVolume(volume: PersistentVolume): VolumeRecord {
  return { ...volume, metadata: withoutBookkeeping(volume.metadata) };
}

export function projectStorageClass(storageClass: StorageClass): StorageClassRecord {
  return { ...storageClass, metadata: withoutBookkeeping(storageClass.metadata) };
}

/** Without who wrote which field when. */
export function withoutBookkeeping(metadata: ObjectMeta = {}): ObjectMeta {
  const { managedFields: _fields, ...rest } = metadata;
  return rest;
}
