// Whose end takes the claims of a StatefulSet's pods along: the set's, the pod's after scaling down, or nobody's.
// Mirrors updateClaimOwnerRefForSetAndPod in kubernetes pkg/controller/statefulset/stateful_set_utils.go.
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1';
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import type { Stored } from '../../store/object.ts';
import { sameMeaning } from '../canonical.ts';
import type { View, Write } from '../controller.ts';
import { controllerRef, withOwnerReferences } from '../owner.ts';
import { claimsOf, ordinalOf, startOrdinal } from './stateful-set-pods.ts';

/** kubernetes-types does not have the field yet. */
interface Retention {
  whenScaled?: string;
  whenDeleted?: string;
}

/** Updates of claims whose owners are not as the set's policy says; before pods that are too many are deleted. */
export function claimRetention(view: View, set: Stored<StatefulSet>, pods: readonly Stored<Pod>[]): Write[] {
  if ((set.spec?.volumeClaimTemplates ?? []).length === 0) return [];
  return pods.flatMap((pod) => {
    const ordinal = ordinalOf(set, pod);
    if (ordinal === null) return [];
    return claimsOf(set, ordinal).flatMap(({ metadata }): Write[] => {
      const claim = view.get('persistentvolumeclaims', set.metadata.namespace, metadata?.name ?? '');
      return claim === undefined ? [] : ownedRightly(claim, set, pod, ordinal);
    });
  });
}

function ownedRightly(
  claim: Stored<PersistentVolumeClaim>,
  set: Stored<StatefulSet>,
  pod: Stored<Pod>,
  ordinal: number,
): Write[] {
  const owners = claim.metadata.ownerReferences ?? [];
  const others = owners.filter((owner) => !isOf(owner, set, 'StatefulSet') && !isOf(owner, pod, 'Pod'));
  const isStale =
    owners.length !== others.length && !owners.some(({ uid }) => uid === set.metadata.uid || uid === pod.metadata.uid);
  // What an earlier set or pod of that name owned is the garbage collector's affair.
  if (isStale || others.some(({ controller }) => controller === true)) return [];
  const wanted = [...others, ...ownerBy(set, pod, ordinal)];
  if (sameMeaning(wanted, owners)) return [];
  return [{ op: 'update', resource: 'persistentvolumeclaims', object: withOwnerReferences(claim, wanted) }];
}

function isOf({ kind, name }: OwnerReference, object: Stored, of: string): boolean {
  return kind === of && name === object.metadata.name;
}

function ownerBy(set: Stored<StatefulSet>, pod: Stored<Pod>, ordinal: number): OwnerReference[] {
  const policy: Retention =
    (set.spec as { persistentVolumeClaimRetentionPolicy?: Retention } | undefined)
      ?.persistentVolumeClaimRetentionPolicy ?? {};
  const isSurplus = ordinal < startOrdinal(set) || ordinal >= startOrdinal(set) + (set.spec?.replicas ?? 1);
  if (isSurplus && policy.whenScaled === 'Delete') return [controllerRef(pod)];
  return policy.whenDeleted === 'Delete' ? [controllerRef(set)] : [];
}
