// A cluster in the scheduler's terms, of a few boards and pods, for the tests of this folder.
import type { PersistentVolume, PersistentVolumeClaim, Pod, PodSpec } from 'kubernetes-types/core/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import { NodeInfos } from '../placement/node-infos.ts';
import type { ClusterPicture, PictureKnowledge } from '../placement/picture.ts';
import { projectPod } from '../records/project-pod.ts';
import { projectDaemonSet, projectDeployment } from '../records/project-workload.ts';
import type { NodeRecord, PodRecord, WorkloadRecord } from '../records/records.ts';
import { type PodSpecInput, podObject } from './cluster.ts';

export interface PictureInput {
  nodes: readonly NodeRecord[];
  pods?: readonly PodRecord[];
  claims?: readonly PersistentVolumeClaim[];
  volumes?: readonly PersistentVolume[];
  classes?: readonly StorageClass[];
  known?: Partial<PictureKnowledge>;
  /** Give the same ones again to have what did not change be the same object. */
  infos?: NodeInfos;
}

let version = 0;

export function picture(input: PictureInput): ClusterPicture {
  const { nodes, pods = [], claims = [], volumes = [], classes = [], infos = new NodeInfos() } = input;
  const sorted = [...nodes].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    nodes: sorted,
    infos: infos.of(sorted, (node) => pods.filter(({ nodeName }) => nodeName === node)),
    storage: {
      claim: (namespace, name) =>
        claims.find(({ metadata }) => metadata?.namespace === namespace && metadata.name === name),
      volume: (name) => volumes.find(({ metadata }) => metadata?.name === name),
      storageClass: (name) => classes.find(({ metadata }) => metadata?.name === name),
      volumes: () => volumes,
    },
    labelsOfNamespace: () => ({}),
    serviceSelectors: () => [],
    known: { pods: true, namespaces: true, services: true, storage: true, ...input.known },
    version: ++version,
  };
}

/** As `pod`, with more of a spec. */
export function podWith(input: PodSpecInput, spec: Partial<PodSpec>): PodRecord {
  return projectPod(withSpec(podObject(input), spec));
}

function withSpec(object: Pod, spec: Partial<PodSpec>): Pod {
  return { ...object, spec: { containers: [], ...object.spec, ...spec } };
}

export function workload(
  kind: 'Deployment' | 'DaemonSet',
  name: string,
  spec: Partial<PodSpec> = {},
  replicas = 1,
): WorkloadRecord {
  const template = {
    metadata: { labels: { app: name } },
    spec: { containers: [{ name: 'c', image: 'app:1' }], ...spec },
  };
  const metadata = { namespace: 'default', name, uid: `uid-${name}` };
  const selector = { matchLabels: { app: name } };
  if (kind === 'DaemonSet') return projectDaemonSet({ metadata, spec: { selector, template } });
  return projectDeployment({ metadata, spec: { selector, template, replicas } });
}
