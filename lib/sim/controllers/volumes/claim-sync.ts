// What becomes of a claim: it gets a volume there is, waits for its pod, asks a provisioner, or has lost its volume.
// Mirrors syncClaim in kubernetes pkg/controller/volume/persistentvolume/pv_controller.go.
import type { StorageClass } from 'kubernetes-types/storage/v1';
import { BIND_COMPLETED, waitsForConsumer } from '#lib/rules/volumes/pod-volumes.ts';
import { SELECTED_NODE } from '#lib/rules/volumes/volume-binding.ts';
import { claimClass, findVolume, isReservedFor, volumeMismatch } from '#lib/rules/volumes/volume-matching.ts';
import type { Stored } from '../../store/object.ts';
import type { View, Write } from '../controller.ts';
import { note } from '../note.ts';
import { bindingStep, CLAIMS, type Claim, type PVolume, unboundStatus, VOLUMES, withAnnotations } from './binding.ts';
import type { ClaimUsers } from './claim-users.ts';

export const PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
const BETA_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner';
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';
const CLASSES = 'storageclasses.storage.k8s.io';

export function syncClaim(view: View, users: ClaimUsers, claim: Claim): Write[] {
  if (claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) return syncBound(view, claim);
  return claim.spec?.volumeName ? syncNamed(view, claim, claim.spec.volumeName) : syncUnbound(view, users, claim);
}

function syncBound(view: View, claim: Claim): Write[] {
  const lost = (reason: string, message: string): Write[] => {
    const status = unboundStatus(claim, 'Lost');
    return status.length === 0 ? [] : [...status, note(claim, 'Warning', reason, message)];
  };
  const name = claim.spec?.volumeName;
  if (!name) {
    return lost('ClaimLost', 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!');
  }
  const volume = view.get(VOLUMES, undefined, name);
  if (volume === undefined) {
    return lost('ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!');
  }
  const holder = volume.spec?.claimRef;
  if (holder === undefined || holder.uid === claim.metadata.uid) return bindingStep(volume, claim);
  return lost('ClaimMisbound', 'Two claims are bound to the same volume, this one is bound incorrectly');
}

/** Somebody asked for this very volume. */
function syncNamed(view: View, claim: Claim, name: string): Write[] {
  const volume = view.get(VOLUMES, undefined, name);
  if (volume === undefined) return unboundStatus(claim, 'Pending');
  if (volume.spec?.claimRef === undefined) {
    const mismatch = volumeMismatch(volume, claim);
    if (mismatch === null) return bindingStep(volume, claim);
    const message = `Cannot bind to requested volume "${name}": ${mismatch}`;
    return [note(claim, 'Warning', 'VolumeMismatch', message), ...unboundStatus(claim, 'Pending')];
  }
  if (isReservedFor(volume, claim)) return bindingStep(volume, claim);
  const message = `volume "${name}" already bound to a different claim.`;
  return [note(claim, 'Warning', 'FailedBinding', message), ...unboundStatus(claim, 'Pending')];
}

function syncUnbound(view: View, users: ClaimUsers, claim: Claim): Write[] {
  const className = claimClass(claim);
  const storageClass = className === '' ? undefined : view.get(CLASSES, undefined, className);
  const waits = waitsForConsumer(claim, storageClass);
  const volume = findVolume<PVolume>(claim, view.list(VOLUMES), { waitsForConsumer: waits });
  if (volume !== null) return bindingStep(volume, claim);
  const withDefault = withDefaultClass(view, claim);
  if (withDefault !== null) return [{ op: 'update', resource: CLAIMS, object: withDefault }];
  const pending = unboundStatus(claim, 'Pending');
  if (waits && claim.metadata.annotations?.[SELECTED_NODE] === undefined)
    return [waiting(view, users, claim), ...pending];
  if (className !== '') return provision(claim, className, storageClass);
  const message = 'no persistent volumes available for this claim and no storage class is set';
  return [note(claim, 'Normal', 'FailedBinding', message), ...pending];
}

function waiting(view: View, users: ClaimUsers, claim: Claim): Write {
  const { namespace, name } = claim.metadata;
  const pods = users
    .of(view, namespace, name)
    .filter(({ spec, status }) => !spec?.nodeName && status?.phase !== 'Succeeded' && status?.phase !== 'Failed')
    .map(({ metadata }) => metadata.name);
  if (pods.length === 0) {
    const message = 'waiting for first consumer to be created before binding';
    return note(claim, 'Normal', 'WaitForFirstConsumer', message);
  }
  const message = `waiting for pod${pods.length === 1 ? '' : 's'} ${pods.join(',')} to be scheduled`;
  return note(claim, 'Normal', 'WaitForPodScheduled', message);
}

/** A claim that names no class gets the default one, also where that came later (assignDefaultStorageClass). */
function withDefaultClass(view: View, claim: Claim): Claim | null {
  if (claim.spec?.storageClassName !== undefined || claimClass(claim) !== '') return null;
  const defaults = view
    .list(CLASSES)
    .filter(({ metadata }) => metadata.annotations?.[DEFAULT_CLASS] === 'true')
    .sort(byAge);
  const [newest] = defaults;
  return newest === undefined ? null : { ...claim, spec: { ...claim.spec, storageClassName: newest.metadata.name } };
}

/** The newest first, then by name (pkg/volume/util/storageclass.go GetDefaultClass). */
function byAge(a: Stored<StorageClass>, b: Stored<StorageClass>): number {
  const ages = Date.parse(b.metadata.creationTimestamp) - Date.parse(a.metadata.creationTimestamp);
  return ages || (a.metadata.name < b.metadata.name ? -1 : 1);
}

/** provisionClaimOperationExternal: the claim says whose turn it is, and the controller tells that it waits. */
function provision(claim: Claim, className: string, storageClass: Stored<StorageClass> | undefined): Write[] {
  if (storageClass === undefined) {
    const message = `storageclass.storage.k8s.io "${className}" not found`;
    return [note(claim, 'Warning', 'ProvisioningFailed', message)];
  }
  const { provisioner } = storageClass;
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  const waits = note(claim, 'Normal', 'ExternalProvisioning', message);
  const annotations = { [PROVISIONER]: provisioner, [BETA_PROVISIONER]: provisioner };
  if (claim.metadata.annotations?.[PROVISIONER] === provisioner) return [waits];
  return [{ op: 'update', resource: CLAIMS, object: withAnnotations(claim, annotations) }, waits];
}
