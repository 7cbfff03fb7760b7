// What becomes of a claim's volume, and of the data in it, once the claim is deleted: its reclaim policy decides.
import type { Left } from '#lib/stack/component.ts';
import type { VolumeRecord } from '../records/records.ts';
import { listed } from '../what-if/listed.ts';
import type { Known } from './known.ts';
import { type ObjectRef, objectText } from './object-key.ts';

export interface ClaimVolumes {
  /** Removed by whoever made them, after the claim. */
  going: readonly ObjectRef[];
  /** Goes on after `deletes PersistentVolumeClaim demo/data`. */
  along: string;
  /** What keeps its data; null where nothing does. */
  stays: Left | null;
}

export function volumesOf(claim: ObjectRef, uid: string | null, volumes: Known<readonly VolumeRecord[]>): ClaimVolumes {
  if (!volumes.known)
    return { going: [], along: `; whether its data goes with it is not known (${volumes.why})`, stays: null };
  const own = volumes.value.filter(({ spec }) => {
    const { claimRef } = spec ?? {};
    const isNamed = claimRef?.namespace === claim.namespace && claimRef.name === claim.name;
    return isNamed && (claimRef.uid === undefined || uid === null || claimRef.uid === uid);
  });
  const going = own.filter(({ spec }) => spec?.persistentVolumeReclaimPolicy === 'Delete').map(refOf);
  const kept = own.filter(({ spec }) => spec?.persistentVolumeReclaimPolicy !== 'Delete').map(refOf);
  const along = going.length === 0 ? '' : ` with ${listed(going.map(objectText))} and all data in it`;
  const why = 'its reclaim policy keeps it and its data: delete it by hand once nobody needs them';
  return { going, along, stays: kept.length === 0 ? null : { what: listed(kept.map(objectText)), why } };
}

function refOf({ metadata }: VolumeRecord): ObjectRef {
  return { apiVersion: 'v1', kind: 'PersistentVolume', namespace: null, name: metadata?.name ?? '' };
}
