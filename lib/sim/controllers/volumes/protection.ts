// Keeps claims that pods use and volumes that claims hold from going away under them, and says which claims nobody uses.
// Mirrors kubernetes pkg/controller/volume/{pvcprotection,pvprotection}.
import type { PersistentVolume, PersistentVolumeClaimCondition, Pod } from 'kubernetes-types/core/v1';
import { keyOf, type Stored, splitKey } from '../../store/object.ts';
import type { Change } from '../../store/store.ts';
import { timestamp } from '../../timestamp.ts';
import { type Controller, keysOf, type Outcome, type View, type Write } from '../controller.ts';
import { CLAIMS, type Claim, claimStatus, VOLUMES } from './binding.ts';
import { type ClaimUsers, claimKeys } from './claim-users.ts';

const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection';
const VOLUME_FINALIZER = 'kubernetes.io/pv-protection';
const UNUSED = 'Unused';

export class ClaimProtection implements Controller {
  readonly name = 'pvc-protection-controller';
  readonly fieldManager = 'kube-controller-manager';
  readonly #users: ClaimUsers;

  constructor(users: ClaimUsers) {
    this.#users = users;
  }

  *initialKeys(view: View): Iterable<string> {
    for (const { metadata } of view.list(CLAIMS)) yield keyOf(metadata.namespace, metadata.name);
  }

  *wakes(change: Change): Iterable<string> {
    this.#users.observe(change);
    const { resource, type, object, previous } = change;
    if (resource === CLAIMS && type !== 'DELETED') yield keyOf(object.metadata.namespace, object.metadata.name);
    if (resource !== 'pods') return;
    const pod = object as Stored<Pod>;
    if (type !== 'MODIFIED' || placeAndLife(pod) !== placeAndLife(previous as Pod)) yield* claimKeys(pod);
  }

  reconcile(view: View, key: string): Outcome {
    const { namespace, name } = splitKey(key);
    const claim = view.get(CLAIMS, namespace, name);
    if (claim === undefined) return {};
    const pods = this.#users.of(view, namespace, name);
    if (claim.metadata.deletionTimestamp !== undefined) {
      const isUsed = pods.some(({ spec }) => !!spec?.nodeName);
      return isUsed ? {} : { writes: withoutFinalizer(CLAIMS, claim, CLAIM_FINALIZER) };
    }
    const added = withFinalizer(CLAIMS, claim, CLAIM_FINALIZER);
    return { writes: added.length > 0 ? added : usage(claim, pods.some(isAlive), view.nowMs) };
  }
}

function placeAndLife({ spec, status }: Pod): string {
  return `${spec?.nodeName ?? ''} ${status?.phase}`;
}

function isAlive({ status }: Pod): boolean {
  return status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
}

/** updateUnusedCondition: only bound claims say so. */
function usage(claim: Claim, isUsed: boolean, nowMs: number): Write[] {
  if (claim.status?.phase !== 'Bound') return [];
  const held = claim.status.conditions ?? [];
  const old = held.find(({ type }) => type === UNUSED);
  const status = isUsed ? 'False' : 'True';
  if (old?.status === status) return [];
  const condition: PersistentVolumeClaimCondition = {
    type: UNUSED,
    status,
    lastTransitionTime: timestamp(nowMs),
    reason: isUsed ? 'PodUsingPVC' : 'NoPodsUsingPVC',
    message: isUsed ? 'A pod is currently referencing this PVC' : 'No pods are currently referencing this PVC',
  };
  const conditions = [...held.filter(({ type }) => type !== UNUSED), { ...PROBED, ...condition }];
  return claimStatus(claim, { ...claim.status, conditions });
}

/** As the API writes it: null, which the type package does not know. */
const PROBED: object = { lastProbeTime: null };

export const volumeProtection: Controller = {
  name: 'pv-protection-controller',
  fieldManager: 'kube-controller-manager',
  initialKeys: keysOf(VOLUMES),
  *wakes({ resource, type, object }) {
    if (resource === VOLUMES && type !== 'DELETED') yield object.metadata.name;
  },
  reconcile(view, key) {
    const volume: Stored<PersistentVolume> | undefined = view.get(VOLUMES, undefined, key);
    if (volume === undefined) return {};
    if (volume.metadata.deletionTimestamp === undefined) {
      return { writes: withFinalizer(VOLUMES, volume, VOLUME_FINALIZER) };
    }
    return volume.status?.phase === 'Bound' ? {} : { writes: withoutFinalizer(VOLUMES, volume, VOLUME_FINALIZER) };
  },
};

/** Admission adds it to new objects; this is for those that were there before. */
function withFinalizer(resource: string, object: Stored, finalizer: string): Write[] {
  const { finalizers = [] } = object.metadata;
  if (finalizers.includes(finalizer)) return [];
  const metadata = { ...object.metadata, finalizers: [...finalizers, finalizer] };
  return [{ op: 'update', resource, object: { ...object, metadata } }];
}

function withoutFinalizer(resource: string, object: Stored, finalizer: string): Write[] {
  const { finalizers = [], ...rest } = object.metadata;
  if (!finalizers.includes(finalizer)) return [];
  const left = finalizers.filter((name) => name !== finalizer);
  const metadata = { ...rest, ...(left.length === 0 ? {} : { finalizers: left }) };
  return [{ op: 'update', resource, object: { ...object, metadata } }];
}
