// Claims with the local-path volumes bound to them, as rancher's provisioner makes them.
import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';
import { type Age, ago, type Built, type Ground, meta } from './ground.ts';

export const LOCAL_PATH = 'local-path';
const PROVISIONER = 'rancher.io/local-path';

export interface BoundClaim {
  namespace: string;
  name: string;
  age: Age;
  size: string;
  /** Where its directory is. */
  node: string;
  labels?: Record<string, string>;
}

export function boundClaim(ground: Ground, input: BoundClaim): KubeObject[] {
  const { namespace, name, age, size, node } = input;
  const metadata = meta(ground, { ...input, annotations: claimAnnotations(node) });
  const volumeName = `pvc-${metadata.uid}`;
  const claim: Built<PersistentVolumeClaim> = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...metadata, finalizers: ['kubernetes.io/pvc-protection'] } as Built<PersistentVolumeClaim>['metadata'],
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: size } },
      storageClassName: LOCAL_PATH,
      volumeMode: 'Filesystem',
      volumeName,
    },
    status: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: size },
      phase: 'Bound',
      conditions: [
        {
          type: 'Unused',
          status: 'False',
          lastTransitionTime: ago(ground, age),
          reason: 'PodUsingPVC',
          message: 'A pod is currently referencing this PVC',
        },
      ],
    },
  };
  const onNode = { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] };
  const volume: PersistentVolume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      ...meta(ground, {
        name: volumeName,
        age,
        annotations: { 'local.path.provisioner/selected-node': node, 'pv.kubernetes.io/provisioned-by': PROVISIONER },
      }),
      finalizers: ['kubernetes.io/pv-protection'],
    },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: size },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid: metadata.uid },
      hostPath: {
        path: `/var/lib/rancher/k3s/storage/${volumeName}_${namespace}_${name}`,
        type: 'DirectoryOrCreate',
      },
      nodeAffinity: { required: { nodeSelectorTerms: [onNode] } },
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: LOCAL_PATH,
      volumeMode: 'Filesystem',
    },
    status: { phase: 'Bound' },
  };
  return [claim, volume];
}

function claimAnnotations(node: string): Record<string, string> {
  return {
    'pv.kubernetes.io/bind-completed': 'yes',
    'pv.kubernetes.io/bound-by-controller': 'yes',
    'volume.beta.kubernetes.io/storage-provisioner': PROVISIONER,
    'volume.kubernetes.io/selected-node': node,
    'volume.kubernetes.io/storage-provisioner': PROVISIONER,
  };
}

/** The class k3s makes the default one. */
export function localPathClass(ground: Ground, age: Age): KubeObject {
  const annotations = { defaultVolumeType: 'local', 'storageclass.kubernetes.io/is-default-class': 'true' };
  const object = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: meta(ground, { name: LOCAL_PATH, age, annotations }),
    provisioner: PROVISIONER,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
  return object;
}

/** What a StatefulSet asks for, for each of its pods. */
export function claimTemplate(name: string, size: string): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: size } },
      storageClassName: LOCAL_PATH,
      volumeMode: 'Filesystem',
    },
    status: { phase: 'Pending' },
  };
}
