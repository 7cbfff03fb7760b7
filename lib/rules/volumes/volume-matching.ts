// Which persistent volume suits a claim, and on which nodes it can be used.
// Mirrors component-helpers storage/volume/{pv_helpers,helpers}.go and the index of the persistent volume controller
// (pkg/controller/volume/persistentvolume/{index,pv_controller}.go).
import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import { LabelSelectorError, type Labels, matchesLabelSelector } from '../labels/label-selector.ts';
import { wholeUnits } from '../quantity.ts';
import { matchesNodeSelector } from '../scheduling/node-affinity.ts';

/** The way a class was named before it had a field; it still wins. */
const BETA_CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

export function claimClass(claim: PersistentVolumeClaim): string {
  return claim.metadata?.annotations?.[BETA_CLASS_ANNOTATION] ?? claim.spec?.storageClassName ?? '';
}

export function volumeClass(volume: PersistentVolume): string {
  return volume.metadata?.annotations?.[BETA_CLASS_ANNOTATION] ?? volume.spec?.storageClassName ?? '';
}

/** Bytes; 0 where none are given, which validation refuses. */
export function claimBytes(claim: PersistentVolumeClaim): number {
  return wholeUnits(claim.spec?.resources?.requests?.['storage'] ?? 0);
}

export function volumeBytes(volume: PersistentVolume): number {
  return wholeUnits(volume.spec?.capacity?.['storage'] ?? 0);
}

/** Reserved for this very claim: by name, and by uid where the reference holds one (IsVolumeBoundToClaim). */
export function isReservedFor(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const reference = volume.spec?.claimRef;
  if (reference === undefined) return false;
  if (reference.name !== claim.metadata?.name || reference.namespace !== claim.metadata?.namespace) return false;
  return !reference.uid || reference.uid === claim.metadata?.uid;
}

/** Whether a node of these labels can reach the volume; names do not count (CheckNodeAffinity). */
export function reaches(volume: PersistentVolume, { labels }: { labels: Labels }): boolean {
  const required = volume.spec?.nodeAffinity?.required;
  return required === undefined || matchesNodeSelector(required, { name: '', labels });
}

/** Why a volume that a claim names will not do; null when it will (checkVolumeSatisfyClaim). */
export function volumeMismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | null {
  if (volumeBytes(volume) < claimBytes(claim)) return 'requested PV is too small';
  if (volumeClass(volume) !== claimClass(claim)) return 'storageClassName does not match';
  if (attributesClass(volume.spec) !== attributesClass(claim.spec)) return 'volumeAttributesClassName does not match';
  if (modeOf(volume.spec) !== modeOf(claim.spec)) return 'incompatible volumeMode';
  return offersModes(volume, claim) ? null : 'incompatible accessMode';
}

export interface VolumeSearch {
  /** Where the volume has to be reachable: the scheduler's way of asking; absent for the volume controller's. */
  node?: { name: string; labels: Labels };
  /** Names of volumes that are spoken for. */
  taken?: ReadonlySet<string>;
  /** The class waits for a pod: without a node only a volume that is reserved for the claim counts. */
  waitsForConsumer: boolean;
}

/** One reserved for the claim, else the smallest that suits it; null where there is none (FindMatchingVolume). */
export function findVolume<V extends PersistentVolume>(
  claim: PersistentVolumeClaim,
  volumes: readonly V[],
  { node, taken, waitsForConsumer }: VolumeSearch,
): V | null {
  let best: V | null = null;
  for (const volume of volumes) {
    if (taken?.has(volume.metadata?.name ?? '') === true || !mightHold(volume, claim)) continue;
    const isReachable = node === undefined || reaches(volume, node);
    if (isReservedFor(volume, claim)) return isReachable ? volume : null;
    if ((node === undefined && waitsForConsumer) || !isReachable || !isOnOffer(volume, claim)) continue;
    if (best === null || isCloser(volume, best)) best = volume;
  }
  return best;
}

/** What also a reserved volume needs. */
function mightHold(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  if (volume.spec?.claimRef !== undefined && !isReservedFor(volume, claim)) return false;
  if (volume.metadata?.deletionTimestamp !== undefined) return false;
  if (volumeBytes(volume) < claimBytes(claim)) return false;
  return modeOf(volume.spec) === modeOf(claim.spec) && attributesClass(volume.spec) === attributesClass(claim.spec);
}

function isOnOffer(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  if (volume.status?.phase !== 'Available' || volumeClass(volume) !== claimClass(claim)) return false;
  return offersModes(volume, claim) && matchesSelector(volume, claim);
}

function matchesSelector(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const selector = claim.spec?.selector;
  if (selector === undefined) return true;
  try {
    return matchesLabelSelector(selector, volume.metadata?.labels);
  } catch (error) {
    if (error instanceof LabelSelectorError) return false;
    throw error;
  }
}

/** Fewer modes to spare come first, then the smaller one (index.go allPossibleMatchingAccessModes). */
function isCloser(volume: PersistentVolume, best: PersistentVolume): boolean {
  const modes = (one: PersistentVolume) => one.spec?.accessModes?.length ?? 0;
  if (modes(volume) !== modes(best)) return modes(volume) < modes(best);
  return volumeBytes(volume) < volumeBytes(best);
}

function offersModes(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const offered = volume.spec?.accessModes ?? [];
  return (claim.spec?.accessModes ?? []).every((mode) => offered.includes(mode));
}

function modeOf(spec: { volumeMode?: string } | undefined): string {
  return spec?.volumeMode ?? 'Filesystem';
}

/** Not in the type package yet. */
function attributesClass(spec: { volumeAttributesClassName?: string } | undefined): string {
  return spec?.volumeAttributesClassName ?? '';
}
