// The persistent volume controller: keys are claims (`claim:default/data`) and volumes (`volume:pv-1`).
// Mirrors kubernetes pkg/controller/volume/persistentvolume/pv_controller_base.go.
import type { PersistentVolume } from 'kubernetes-types/core/v1';
import { BIND_COMPLETED } from '#lib/rules/volumes/pod-volumes.ts';
import { keyOf, type Stored, splitKey } from '../../store/object.ts';
import type { Change } from '../../store/store.ts';
import type { Controller, Outcome, View } from '../controller.ts';
import { CLAIMS, type Claim, VOLUMES } from './binding.ts';
import { syncClaim } from './claim-sync.ts';
import type { ClaimUsers } from './claim-users.ts';
import { syncVolume } from './volume-sync.ts';

/** PVClaimBinderSyncPeriod: a claim without a volume is looked at this often, and says each time what it waits for. */
const RESYNC_MS = 15_000;
const CLAIM = 'claim:';
const VOLUME = 'volume:';

export class VolumeController implements Controller {
  readonly name = 'persistentvolume-controller';
  readonly fieldManager = 'kube-controller-manager';
  readonly #users: ClaimUsers;

  constructor(users: ClaimUsers) {
    this.#users = users;
  }

  *initialKeys(view: View): Iterable<string> {
    this.#users.fill(view);
    for (const claim of view.list(CLAIMS)) yield claimKey(claim);
    for (const { metadata } of view.list(VOLUMES)) yield VOLUME + metadata.name;
  }

  *wakes(change: Change): Iterable<string> {
    this.#users.observe(change);
    const { resource, type, object } = change;
    if (resource === CLAIMS) {
      if (type !== 'DELETED') yield claimKey(object);
      const volume = (object as Claim).spec?.volumeName;
      if (volume) yield VOLUME + volume;
    } else if (resource === VOLUMES) {
      if (type !== 'DELETED') yield VOLUME + object.metadata.name;
      const holder = (object as Stored<PersistentVolume>).spec?.claimRef;
      if (holder?.name !== undefined) yield CLAIM + keyOf(holder.namespace, holder.name);
    }
  }

  reconcile(view: View, key: string): Outcome {
    if (key.startsWith(VOLUME)) {
      const volume = view.get(VOLUMES, undefined, key.slice(VOLUME.length));
      return volume === undefined ? {} : { writes: syncVolume(view, volume) };
    }
    const { namespace, name } = splitKey(key.slice(CLAIM.length));
    const claim = view.get(CLAIMS, namespace, name);
    // A claim on its way out is bound to nothing new.
    if (claim === undefined || (claim.metadata.deletionTimestamp !== undefined && !isBound(claim))) return {};
    const writes = syncClaim(view, this.#users, claim);
    return isBound(claim) ? { writes } : { writes, requeueAfterMs: RESYNC_MS };
  }
}

function isBound({ metadata }: Claim): boolean {
  return metadata.annotations?.[BIND_COMPLETED] !== undefined;
}

function claimKey({ metadata }: Pick<Stored, 'metadata'>): string {
  return CLAIM + keyOf(metadata.namespace, metadata.name);
}
