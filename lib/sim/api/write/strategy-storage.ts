// Volumes, claims and classes. Mirrors pkg/registry/core/{persistentvolume,persistentvolumeclaim} and pkg/registry/storage,
// and plugin/pkg/admission/storage/storageobjectinuseprotection for the finalizers.
import type { PersistentVolume } from 'kubernetes-types/core/v1';
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
    prepareCreate: protectedBy('kubernetes.io/pvc-protection'),
    answersDeleted: true,
  },
  'csidrivers.storage.k8s.io': NEEDS_VERSION,
  'csinodes.storage.k8s.io': NEEDS_VERSION,
  'storageclasses.storage.k8s.io': { answersDeleted: true },
  'volumeattachments.storage.k8s.io': NEEDS_VERSION,
};
