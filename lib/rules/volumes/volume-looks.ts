// What a pod's volumes say of each node, as filters and scores ask it.
import type { Labels } from '../labels/label-selector.ts';
import type { PodVolumes, Storage, VolumeRefusal } from './pod-volumes.ts';
import { volumeScore, volumesOn } from './volume-binding.ts';

interface AskedNode {
  node: { name: string; labels: Labels };
}

export interface VolumeLooks {
  /** For filters: why not there, and why nowhere at all. */
  filter: { refusal: VolumeRefusal | null; on: (asked: AskedNode) => readonly string[] };
  /** For scores: 0 to 100. */
  score: (asked: AskedNode) => number;
}

/** `storage` is looked at when asked: what was bound meanwhile counts. */
export function volumeLooks(volumes: PodVolumes, storage: Storage): VolumeLooks {
  return {
    filter: {
      refusal: volumes.refusal,
      on: ({ node }) => {
        const verdict = volumesOn(volumes, node, storage);
        return verdict.fits ? [] : verdict.reasons;
      },
    },
    score: ({ node }) => {
      const verdict = volumesOn(volumes, node, storage);
      return verdict.fits ? volumeScore(verdict.plan) : 0;
    },
  };
}
