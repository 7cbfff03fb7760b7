// What the images page is made of: the cluster, and each image with those who use it.
import type { ClusterPicture } from '../placement/picture.ts';
import type { WorkloadPods } from '../placement/workloads.ts';
import type { NodeRecord, PodRecord, WorkloadRecord } from '../records/records.ts';
import type { Diagnosed } from './diagnoses.ts';
import type { PlatformsOf } from './platform-knowledge.ts';

export interface ImagesInput {
  picture: ClusterPicture;
  pods: readonly PodRecord[];
  workloads: Iterable<WorkloadRecord>;
  platformsOf: PlatformsOf;
  /** Pods that fail for their architecture. */
  diagnosed: readonly Diagnosed[];
}

/** A workload and the nodes that may get one of its pods though one of its images does not run there. */
export interface Astray {
  group: WorkloadPods;
  template: PodRecord;
  nodes: readonly NodeRecord[];
}

/** One image, however it is written. */
export interface ImageUse {
  key: string;
  /** As pods and templates write it. */
  names: Set<string>;
  groups: Map<string, WorkloadPods>;
  pods: Set<PodRecord>;
}
