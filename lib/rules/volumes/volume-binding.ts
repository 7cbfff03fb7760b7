// Whether a pod's volumes allow a node, and what has to be bound or provided for it to run there.
// Mirrors the VolumeBinding scheduler plugin (plugins/volumebinding/{volume_binding,binder,scorer}.go).
// Not modelled: storage capacity of CSI drivers, and limits of volumes per node.
import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { Labels } from '../labels/label-selector.ts';
import type { PodVolumes, Storage } from './pod-volumes.ts';
import { claimBytes, claimClass, findVolume, reaches, volumeBytes, volumeClass } from './volume-matching.ts';

export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
/** The provisioner of classes whose volumes are all made by hand. */
export const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

export const NODE_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
export const BIND_CONFLICT = "node(s) didn't find available persistent volumes to bind";
export const VOLUME_MISSING = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';

export interface VolumePlan {
  /** Volumes to reserve, each for its claim. */
  bind: readonly { volume: PersistentVolume; claim: PersistentVolumeClaim }[];
  /** Claims to provide a volume for, on the node. */
  provide: readonly PersistentVolumeClaim[];
}

export type VolumeVerdict = { fits: true; plan: VolumePlan } | { fits: false; reasons: readonly string[] };

/** Whether the pod can have its volumes on this node, and what that takes. Every refusal is beyond preemption's help. */
export function volumesOn(
  { bound, waiting }: PodVolumes,
  node: { name: string; labels: Labels },
  storage: Storage,
): VolumeVerdict {
  const held = heldReason(bound, node, storage);
  const plan = planFor(waiting, node, storage);
  if (held === null && plan !== null) return { fits: true, plan };
  const reasons = [held, plan === null ? BIND_CONFLICT : null].filter((reason) => reason !== null);
  return { fits: false, reasons };
}

/** The first claim that speaks against the node decides (checkBoundClaims). */
function heldReason(bound: PodVolumes['bound'], node: { labels: Labels }, storage: Storage): string | null {
  for (const claim of bound) {
    const volume = storage.volume(claim.spec?.volumeName ?? '');
    if (volume === undefined) return VOLUME_MISSING;
    if (!reaches(volume, node)) return NODE_CONFLICT;
  }
  return null;
}

/** 0 to 100: per class, how much of the chosen volumes would stay unused; the default shape of StorageCapacityScoring. */
export function volumeScore({ bind }: VolumePlan): number {
  const classes = new Map<string, { asked: number; has: number }>();
  for (const { volume, claim } of bind) {
    const name = volume.spec?.storageClassName ?? '';
    const { asked, has } = classes.get(name) ?? { asked: 0, has: 0 };
    classes.set(name, { asked: asked + claimBytes(claim), has: has + volumeBytes(volume) });
  }
  if (classes.size === 0) return 0;
  const unused = [...classes.values()].map(({ asked, has }) => {
    return has === 0 || asked > has ? 0 : 100 - Math.trunc((asked * 100) / has);
  });
  return Math.round(unused.reduce((sum, score) => sum + score, 0) / classes.size);
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
    // The scheduler knows volumes by their class: even one that is reserved for the claim counts in its class only.
    const candidates =
      selected === undefined ? storage.volumes().filter((volume) => volumeClass(volume) === claimClass(claim)) : [];
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
