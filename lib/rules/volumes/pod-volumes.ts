// The claims behind a pod's volumes, and why no node will do where they are not ready.
// Mirrors the PreFilter of the scheduler's plugins volumerestrictions, volumebinding and volumezone.
import type { PersistentVolume, PersistentVolumeClaim, Pod, Volume } from 'kubernetes-types/core/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import { claimBytes, claimClass } from './volume-matching.ts';

export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';

export const UNBOUND_IMMEDIATE = 'pod has unbound immediate PersistentVolumeClaims';

/** What there is of storage. */
export interface Storage {
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  storageClass(name: string): StorageClass | undefined;
  volumes(): readonly PersistentVolume[];
}

/** Why no node at all will do, and which plugin of the scheduler says so. */
export interface VolumeRefusal {
  plugin: 'VolumeRestrictions' | 'VolumeBinding' | 'VolumeZone';
  reason: string;
}

export interface PodVolumes {
  refusal: VolumeRefusal | null;
  bound: readonly PersistentVolumeClaim[];
  /** Not bound yet: their class waits for the pod's node. Smallest first. */
  waiting: readonly PersistentVolumeClaim[];
}

/** Name of the claim behind a volume of a pod; null for volumes of other kinds. */
export function claimNameOf(pod: Pod, volume: Volume): string | null {
  if (volume.persistentVolumeClaim !== undefined) return volume.persistentVolumeClaim.claimName;
  return volume.ephemeral === undefined ? null : `${pod.metadata?.name}-${volume.name}`;
}

export function claimNames(pod: Pod): string[] {
  return (pod.spec?.volumes ?? []).flatMap((volume) => claimNameOf(pod, volume) ?? []);
}

/** Null for a pod without claims. */
export function podVolumes(pod: Pod, storage: Storage): PodVolumes | null {
  const claims: PersistentVolumeClaim[] = [];
  const namespace = pod.metadata?.namespace ?? '';
  const volumes = pod.spec?.volumes ?? [];
  for (const { persistentVolumeClaim } of volumes) {
    const name = persistentVolumeClaim?.claimName;
    if (name === undefined || storage.claim(namespace, name) !== undefined) continue;
    return refused('VolumeRestrictions', `persistentvolumeclaim "${name}" not found`);
  }
  for (const volume of volumes) {
    const name = claimNameOf(pod, volume);
    if (name === null) continue;
    const claim = storage.claim(namespace, name);
    const reason = claim === undefined ? notMadeYet(name) : unusable(claim, pod, volume);
    if (reason !== null) return refused('VolumeBinding', reason);
    if (claim !== undefined) claims.push(claim);
  }
  if (claims.length === 0) return null;
  const unbound = claims.filter((claim) => !isFullyBound(claim));
  const isDelayed = (claim: PersistentVolumeClaim) =>
    waitsForConsumer(claim, storage.storageClass(claimClass(claim))) && !claim.spec?.volumeName;
  if (!unbound.every(isDelayed)) return refused('VolumeBinding', UNBOUND_IMMEDIATE);
  const bound = claims.filter(isFullyBound);
  const lost = bound.map(({ spec }) => spec?.volumeName ?? '').find((name) => storage.volume(name) === undefined);
  if (lost !== undefined) return refused('VolumeZone', `persistentvolume "${lost}" not found`);
  return { refusal: null, bound, waiting: unbound.sort((a, b) => claimBytes(a) - claimBytes(b)) };
}

function refused(plugin: VolumeRefusal['plugin'], reason: string): PodVolumes {
  return { refusal: { plugin, reason }, bound: [], waiting: [] };
}

function notMadeYet(name: string): string {
  return `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`;
}

function unusable(claim: PersistentVolumeClaim, pod: Pod, volume: Volume): string | null {
  const { name = '', namespace = '', deletionTimestamp, ownerReferences = [] } = claim.metadata ?? {};
  if (claim.status?.phase === 'Lost') {
    const text = `persistentvolumeclaim "${name}" bound to non-existent persistentvolume`;
    return `${text} "${claim.spec?.volumeName ?? ''}"`;
  }
  if (deletionTimestamp !== undefined) return `persistentvolumeclaim "${name}" is being deleted`;
  const isOwn = ownerReferences.some(({ controller, uid }) => controller === true && uid === pod.metadata?.uid);
  if (volume.ephemeral === undefined || isOwn) return null;
  // component-helpers storage/ephemeral/ephemeral.go VolumeIsForPod
  const whose = `PVC ${namespace}/${name} was not created for pod ${pod.metadata?.namespace}/${pod.metadata?.name}`;
  return `${whose} (pod is not owner)`;
}

export function isFullyBound({ spec, metadata }: PersistentVolumeClaim): boolean {
  return !!spec?.volumeName && metadata?.annotations?.[BIND_COMPLETED] !== undefined;
}

/** component-helpers storage/volume/helpers.go IsDelayBindingMode. */
export function waitsForConsumer(claim: PersistentVolumeClaim, storageClass: StorageClass | undefined): boolean {
  return claimClass(claim) !== '' && storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
}
