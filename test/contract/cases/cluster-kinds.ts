// Objects of kinds that are in no namespace, under names no other case uses.
import type { Body } from '../case.ts';

const metadata = { name: '{ns}' };

interface ClusterSample {
  path: string;
  object: { kind: string; metadata: { name: string } };
  ignored?: readonly string[];
  settled?: (body: Body) => boolean;
}

const sample = (
  groupVersion: string,
  resource: string,
  object: object,
  ignored?: readonly string[],
): ClusterSample => ({
  path: `${groupVersion === 'v1' ? '/api' : '/apis'}/${groupVersion}/${resource}`,
  object: { apiVersion: groupVersion, metadata, ...object } as unknown as ClusterSample['object'],
  ...(ignored === undefined ? {} : { ignored, settled: isAvailable }),
});

const isAvailable = ({ status }: Body) => JSON.stringify(status ?? {}).includes('Available');

export const CLUSTER_KINDS: readonly ClusterSample[] = [
  sample('v1', 'namespaces', { kind: 'Namespace' }),
  sample(
    'v1',
    'persistentvolumes',
    {
      kind: 'PersistentVolume',
      spec: {
        capacity: { storage: '2Gi' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: '/tmp/x' },
        storageClassName: 'slow',
        claimRef: { namespace: 'default', name: 'none-such' },
        persistentVolumeReclaimPolicy: 'Retain',
      },
    },
    ['status', 'metadata.managedFields'],
  ),
  sample('storage.k8s.io/v1', 'storageclasses', {
    kind: 'StorageClass',
    provisioner: 'example.com/none',
    allowVolumeExpansion: true,
  }),
  sample('storage.k8s.io/v1', 'csidrivers', {
    kind: 'CSIDriver',
    metadata: { name: '{ns}.example.com' },
    spec: { attachRequired: false, tokenRequests: [{ audience: 'a' }] },
  }),
  sample('storage.k8s.io/v1', 'volumeattachments', {
    kind: 'VolumeAttachment',
    spec: { attacher: 'example.com', nodeName: 'pi5', source: { persistentVolumeName: 'x' } },
  }),
  sample('scheduling.k8s.io/v1', 'priorityclasses', { kind: 'PriorityClass', value: 5, description: 'a bit' }),
  sample('node.k8s.io/v1', 'runtimeclasses', { kind: 'RuntimeClass', handler: 'fast' }),
  sample('networking.k8s.io/v1', 'ingressclasses', { kind: 'IngressClass', spec: { controller: 'example.com/none' } }),
  sample('rbac.authorization.k8s.io/v1', 'clusterroles', {
    kind: 'ClusterRole',
    rules: [{ nonResourceURLs: ['/x'], verbs: ['get'] }],
  }),
  sample('rbac.authorization.k8s.io/v1', 'clusterrolebindings', {
    kind: 'ClusterRoleBinding',
    subjects: [{ kind: 'User', name: 'jane' }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
  }),
];
