// Ties a volume and a claim together, one write at a time: each wakes the next, as it does for a real controller.
// Mirrors bind in kubernetes pkg/controller/volume/persistentvolume/pv_controller.go and
// component-helpers storage/volume/pv_helpers.go GetBindVolumeToClaim.
import type { PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimStatus } from 'kubernetes-types/core/v1';
import { BIND_COMPLETED } from '#lib/rules/volumes/pod-volumes.ts';
import { isReservedFor } from '#lib/rules/volumes/volume-matching.ts';
import type { Stored } from '../../store/object.ts';
import { sameMeaning } from '../canonical.ts';
import type { Write } from '../controller.ts';

export const CLAIMS = 'persistentvolumeclaims';
export const VOLUMES = 'persistentvolumes';
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';

export type Claim = Stored<PersistentVolumeClaim>;
export type PVolume = Stored<PersistentVolume>;

/** What is next to be written; nothing once both know each other. */
export function bindingStep(volume: PVolume, claim: Claim): Write[] {
  const reserved = reservedVolume(volume, claim);
  if (reserved !== null) return [{ op: 'update', resource: VOLUMES, object: reserved }];
  const phase = volumePhase(volume, 'Bound');
  if (phase.length > 0) return phase;
  const bound = boundClaim(volume, claim);
  if (bound !== null) return [{ op: 'update', resource: CLAIMS, object: bound }];
  return boundStatus(volume, claim);
}

/** The volume with a full reference to the claim; null where it has one. */
export function reservedVolume(volume: PVolume, claim: Claim): PVolume | null {
  const { namespace, name, uid, resourceVersion } = claim.metadata;
  if (volume.spec?.claimRef?.uid === uid) return null;
  const byUser = isReservedFor(volume, claim);
  const claimRef = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    ...(namespace === undefined ? {} : { namespace }),
    name,
    uid,
    resourceVersion,
  };
  return {
    ...withAnnotations(volume, byUser ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }),
    spec: { ...volume.spec, claimRef },
  };
}

function boundClaim(volume: PVolume, claim: Claim): Claim | null {
  const volumeName = volume.metadata.name;
  const byUser = claim.spec?.volumeName === volumeName;
  const annotations = { ...(byUser ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }), [BIND_COMPLETED]: 'yes' };
  if (byUser && claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) return null;
  return { ...withAnnotations(claim, annotations), spec: { ...claim.spec, volumeName } };
}

function boundStatus(volume: PVolume, claim: Claim): Write[] {
  const storage = volume.spec?.capacity?.['storage'];
  const held = claim.status?.phase === 'Bound' ? claim.status.capacity : undefined;
  const capacity = held ?? (storage === undefined ? undefined : { storage });
  const status: PersistentVolumeClaimStatus = {
    ...claim.status,
    phase: 'Bound',
    ...(volume.spec?.accessModes === undefined ? {} : { accessModes: volume.spec.accessModes }),
    ...(capacity === undefined ? {} : { capacity }),
  };
  return claimStatus(claim, status);
}

export function claimStatus(claim: Claim, status: PersistentVolumeClaimStatus): Write[] {
  if (sameMeaning(status, claim.status ?? {})) return [];
  return [{ op: 'updateStatus', resource: CLAIMS, object: { ...claim, status } as Claim }];
}

/** A claim without a volume: Pending or Lost, with neither modes nor capacity (updateClaimStatus). */
export function unboundStatus(claim: Claim, phase: 'Pending' | 'Lost'): Write[] {
  const { accessModes: _modes, capacity: _capacity, ...rest } = claim.status ?? {};
  return claimStatus(claim, { ...rest, phase });
}

export function volumePhase(volume: PVolume, phase: string, message?: string): Write[] {
  if (volume.status?.phase === phase && (message === undefined || volume.status.message === message)) return [];
  const status = { phase, ...(message === undefined ? {} : { message }) };
  return [{ op: 'updateStatus', resource: VOLUMES, object: { ...volume, status } as PVolume }];
}

export function withAnnotations<T extends Stored>(object: T, added: Readonly<Record<string, string>>): T {
  if (Object.keys(added).length === 0) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...added } } };
}
