// What becomes of a volume: available, bound, released by a claim that is gone, and then kept or deleted.
// Mirrors syncVolume and reclaimVolume in kubernetes pkg/controller/volume/persistentvolume/pv_controller.go.
import type { View, Write } from '../controller.ts';
import { note } from '../note.ts';
import { BOUND_BY_CONTROLLER, CLAIMS, type PVolume, VOLUMES, volumePhase } from './binding.ts';

export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
/** pkg/volume/hostpath/host_path.go: the only paths that its deleter touches. */
const DELETABLE_PATH = /^\/tmp\/.+/;

export function syncVolume(view: View, volume: PVolume): Write[] {
  const holder = volume.spec?.claimRef;
  // One that is reserved by name alone is for the claim's turn to bind.
  if (holder === undefined || !holder.uid) return volumePhase(volume, 'Available');
  const claim = view.get(CLAIMS, holder.namespace, holder.name ?? '');
  if (claim === undefined || claim.metadata.uid !== holder.uid) return released(volume);
  // Not bound yet: the claim's turn brings it about.
  if (!claim.spec?.volumeName) return [];
  if (claim.spec.volumeName === volume.metadata.name) return volumePhase(volume, 'Bound');
  const isProvisioned = volume.metadata.annotations?.[PROVISIONED_BY] !== undefined;
  if (isProvisioned && volume.spec?.persistentVolumeReclaimPolicy === 'Delete') return released(volume);
  return [{ op: 'update', resource: VOLUMES, object: unbound(volume) }];
}

function released(volume: PVolume): Write[] {
  const phase = volume.status?.phase;
  if (phase !== 'Released' && phase !== 'Failed') return volumePhase(volume, 'Released');
  return phase === 'Failed' || volume.metadata.deletionTimestamp !== undefined ? [] : reclaim(volume);
}

/** A volume that a provisioner made is the provisioner's to delete. */
function reclaim(volume: PVolume): Write[] {
  const policy = volume.spec?.persistentVolumeReclaimPolicy;
  const { annotations, name } = volume.metadata;
  if (policy === 'Recycle') return failed(volume, 'VolumeFailedRecycle', 'no recyclable volume plugin matched');
  if (policy !== 'Delete' || annotations?.[PROVISIONED_BY] !== undefined) return [];
  const path = volume.spec?.hostPath?.path;
  if (path !== undefined && DELETABLE_PATH.test(path)) return [{ op: 'delete', resource: VOLUMES, name }];
  const message =
    path === undefined
      ? `error getting deleter volume plugin for volume "${name}": no deletable volume plugin matched`
      : `host_path deleter only supports /tmp/.+ but received provided ${path}`;
  return failed(volume, 'VolumeFailedDelete', message);
}

function failed(volume: PVolume, reason: string, message: string): Write[] {
  return [...volumePhase(volume, 'Failed', message), note(volume, 'Warning', reason, message)];
}

/** Of a claim that chose another volume: a reservation of the controller's own goes, a user's keeps its name. */
function unbound(volume: PVolume): PVolume {
  const { claimRef, ...spec } = volume.spec ?? {};
  const { [BOUND_BY_CONTROLLER]: byController, ...annotations } = volume.metadata.annotations ?? {};
  const { uid: _uid, resourceVersion: _version, ...named } = claimRef ?? {};
  return {
    ...volume,
    metadata: { ...volume.metadata, annotations },
    spec: byController === undefined ? { ...spec, claimRef: named } : spec,
  };
}
