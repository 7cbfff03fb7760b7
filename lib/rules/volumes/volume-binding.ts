// Whether a pod's volumes allow a node, and what has to be bound or provided for it to run there.
// Mirrors the VolumeBinding scheduler plugin (plugins/volumebinding/{volume_binding,binder}.go).
// Not modelled: storage capacity of CSI drivers, and limits of volumes per node.
import type { PersistentVolume, PersistentVolumeClaim, Pod, Volume } from 'kubernetes-types/core/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import type { Labels } from '../labels/label-selector.ts';
import { claimBytes, claimClass, findVolume, reaches } from './volume-matching.ts';

export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
/** The provisioner of classes whose volumes are all made by hand. */
export const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

export const UNBOUND_IMMEDIATE = 'pod has unbound immediate PersistentVolumeClaims';
export const NODE_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
export const BIND_CONFLICT = "node(s) didn't find available persistent volumes to bind";
export const VOLUME_MISSING = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';

/** What there is of storage. */
export interface Storage {
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  storageClass(name: string): StorageClass | undefined;
  volumes(): readonly PersistentVolume[];
}

export interface PodVolumes {
  /** Why no node at all will do. */
  refusal: string | null;
  bound: readonly PersistentVolumeClaim[];
  /** Not bound yet: their class waits for the pod's node. Smallest first. */
  waiting: readonly PersistentVolumeClaim[];
}

export interface VolumePlan {
  /** Volumes to reserve, each for its claim. */
  bind: readonly { volume: PersistentVolume; claim: PersistentVolumeClaim }[];
  /** Claims to provide a volume for, on the node. */
  provide: readonly PersistentVolumeClaim[];
}

export type VolumeVerdict = { fits: true; plan: VolumePlan } | { fits: false; reasons: readonly string[] };

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
  const refused = (refusal: string): PodVolumes => ({ refusal, bound: [], waiting: [] });
  for (const volume of pod.spec?.volumes ?? []) {
    const name = claimNameOf(pod, volume);
    if (name === null) continue;
    const claim = storage.claim(namespace, name);
    if (claim === undefined) return refused(missing(name, volume));
    if (claim.status?.phase === 'Lost') {
      const text = `persistentvolumeclaim "${name}" bound to non-existent persistentvolume`;
      return refused(`${text} "${claim.spec?.volumeName ?? ''}"`);
    }
    if (claim.metadata?.deletionTimestamp !== undefined) {
      return refused(`persistentvolumeclaim "${name}" is being deleted`);
    }
    claims.push(claim);
  }
  if (claims.length === 0) return null;
  const bound = claims.filter(isFullyBound);
  const unbound = claims.filter((claim) => !isFullyBound(claim));
  const isDelayed = (claim: PersistentVolumeClaim) =>
    waitsForConsumer(claim, storage.storageClass(claimClass(claim))) && !claim.spec?.volumeName;
  if (!unbound.every(isDelayed)) return refused(UNBOUND_IMMEDIATE);
  return { refusal: null, bound, waiting: unbound.sort((a, b) => claimBytes(a) - claimBytes(b)) };
}

function missing(name: string, volume: Volume): string {
  if (volume.ephemeral === undefined) return `persistentvolumeclaim "${name}" not found`;
  return `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`;
}

export function isFullyBound({ spec, metadata }: PersistentVolumeClaim): boolean {
  return !!spec?.volumeName && metadata?.annotations?.[BIND_COMPLETED] !== undefined;
}

/** component-helpers storage/volume/helpers.go IsDelayBindingMode. */
export function waitsForConsumer(claim: PersistentVolumeClaim, storageClass: StorageClass | undefined): boolean {
  return claimClass(claim) !== '' && storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** Whether the pod can have its volumes on this node, and what that takes. Every refusal is beyond preemption's help. */
export function volumesOn(
  { bound, waiting }: PodVolumes,
  node: { name: string; labels: Labels },
  storage: Storage,
): VolumeVerdict {
  const held = bound.map((claim) => storage.volume(claim.spec?.volumeName ?? ''));
  if (held.includes(undefined)) return { fits: false, reasons: [VOLUME_MISSING] };
  const isReached = held.every((volume) => volume === undefined || reaches(volume, node));
  const plan = planFor(waiting, node, storage);
  if (isReached && plan !== null) return { fits: true, plan };
  return { fits: false, reasons: [...(isReached ? [] : [NODE_CONFLICT]), ...(plan === null ? [BIND_CONFLICT] : [])] };
}

function planFor(
  waiting: readonly PersistentVolumeClaim[],
  node: { name: string; labels: Labels },
  storage: Storage,
): VolumePlan | null {
  const bind: { volume: PersistentVolume; claim: PersistentVolumeClaim }[] = [];
  const provide: PersistentVolumeClaim[] = [];
  const taken = new Set<string>();
  for (const claim of waiting) {
    const selected = claim.metadata?.annotations?.[SELECTED_NODE];
    if (selected !== undefined && selected !== node.name) return null;
    const candidates = selected === undefined ? storage.volumes() : [];
    const volume = findVolume(claim, candidates, { node, taken, waitsForConsumer: true });
    if (volume !== null) {
      taken.add(volume.metadata?.name ?? '');
      bind.push({ volume, claim });
    } else if (canProvide(claim, node, storage)) {
      provide.push(claim);
    } else {
      return null;
    }
  }
  return { bind, provide };
}

function canProvide(claim: PersistentVolumeClaim, node: { labels: Labels }, storage: Storage): boolean {
  const storageClass = storage.storageClass(claimClass(claim));
  if (storageClass === undefined || ['', NO_PROVISIONER].includes(storageClass.provisioner)) return false;
  const terms = storageClass.allowedTopologies ?? [];
  if (terms.length === 0) return true;
  return terms.some(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions.every(({ key, values }) => values.includes(node.labels[key] ?? '')),
  );
}
