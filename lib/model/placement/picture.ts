// The cluster in the scheduler's terms, out of what is known of it: nodes with the pods that take up their room, and what
// pods stand on. What is not known is named, so that nobody takes it for none.
import type { Labels } from '#lib/rules/labels/label-selector.ts';
import type { NamespaceLabels } from '#lib/rules/scheduling/pod-affinity.ts';
import type { NodeInfo } from '#lib/rules/scheduling/scheduling-input.ts';
import type { Storage } from '#lib/rules/volumes/pod-volumes.ts';
import type { NodeRecord } from '../records/records.ts';

export interface ClusterPicture {
  /** By name. */
  nodes: readonly NodeRecord[];
  /** In the order of `nodes`; one that nothing has changed about is the same object as before. */
  infos: readonly NodeInfo[];
  storage: Storage;
  labelsOfNamespace: NamespaceLabels;
  /** Selectors of the Services of a namespace. */
  serviceSelectors: (namespace: string) => readonly Labels[];
  known: PictureKnowledge;
  /** Another number for another picture: what was made of one holds for as long as it is the same. */
  version: number;
}

/** False where it may not be read, or was not yet. */
export interface PictureKnowledge {
  pods: boolean;
  namespaces: boolean;
  services: boolean;
  /** Claims, volumes and their classes, all three. */
  storage: boolean;
}
