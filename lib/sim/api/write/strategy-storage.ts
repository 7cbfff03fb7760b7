// Volumes, claims and classes. Mirrors pkg/registry/core/{persistentvolume,persistentvolumeclaim} and pkg/registry/storage,
// and plugin/pkg/admission/storage/storageobjectinuseprotection for the finalizers.
import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import type { Strategy, WriteMoment } from './strategy.ts';

interface VolumeStatus {
  phase?: string;
  lastPhaseTransitionTime?: string;
}

/** A change of the phase is dated. */
function withPhaseTime(object: KubeObject, previous: KubeObject, { nowMs }: WriteMoment): KubeObject {
  const now: VolumeStatus = (object as PersistentVolume).status ?? {};
  const before: VolumeStatus = (previous as PersistentVolume).status ?? {};
  const { lastPhaseTransitionTime: given } = now;
  const held = before.lastPhaseTransitionTime;
  const changed = now.phase !== before.phase;
  if (given !== undefined && !(changed && given === held)) return object;
  const time = changed ? timestamp(nowMs) : held;
  const status = { ...now, ...(time === undefined ? {} : { lastPhaseTransitionTime: time }) };
  return { ...object, status } as KubeObject;
}

function protectedBy(finalizer: string): (object: KubeObject) => KubeObject {
  return (object) => {
    const { finalizers = [] } = object.metadata ?? {};
    if (finalizers.includes(finalizer)) return object;
    return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } };
  };
}

const protectedClaim = protectedBy('kubernetes.io/pvc-protection');

/** The old and the new field for what a claim is filled from say the same (NormalizeDataSources). */
function withBothSources(claim: PersistentVolumeClaim): KubeObject {
  const { dataSource, dataSourceRef } = claim.spec ?? {};
  if (dataSource !== undefined && dataSourceRef === undefined) {
    return { ...claim, spec: { ...claim.spec, dataSourceRef: { ...dataSource } } } as KubeObject;
  }
  if (dataSourceRef === undefined || dataSource !== undefined || dataSourceRef.namespace) return claim;
  const { namespace: _namespace, ...source } = dataSourceRef;
  return { ...claim, spec: { ...claim.spec, dataSource: source } } as KubeObject;
}

const NEEDS_VERSION: Strategy = { needsVersion: true, answersDeleted: true };

export const STORAGE_STRATEGIES: Readonly<Record<string, Strategy>> = {
  persistentvolumes: {
    initialStatus: (_volume, { nowMs }) => ({ phase: 'Pending', lastPhaseTransitionTime: timestamp(nowMs) }),
    prepareCreate: protectedBy('kubernetes.io/pv-protection'),
    prepareStatus: withPhaseTime,
    answersDeleted: true,
  },
  persistentvolumeclaims: {
    initialStatus: () => ({ phase: 'Pending' }),
    prepareCreate: (claim) => protectedClaim(withBothSources(claim as PersistentVolumeClaim)),
    prepareUpdate: (claim) => withBothSources(claim as PersistentVolumeClaim),
    answersDeleted: true,
  },
  'csidrivers.storage.k8s.io': NEEDS_VERSION,
  'csinodes.storage.k8s.io': NEEDS_VERSION,
  'storageclasses.storage.k8s.io': { answersDeleted: true },
  'volumeattachments.storage.k8s.io': NEEDS_VERSION,
};
