// What the server makes of the least that any other object may say.
import type { Case } from '../case.ts';
import { single } from './made.ts';

const labels = { app: 'a' };
const bare = { containers: [{ name: 'c', image: 'nginx' }] };
const core = (kind: string, name: string, fields: object = {}) => single(name, { apiVersion: 'v1', kind, ...fields });
const service = (name: string, spec: object) => core('Service', name, { spec });
const port = { port: 80 };
const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const autoscaler = (version: string, name: string, more: object) =>
  single(name, {
    apiVersion: `autoscaling/${version}`,
    kind: 'HorizontalPodAutoscaler',
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' }, maxReplicas: 3, ...more },
  });
const rbac = (kind: string, name: string, fields: object) =>
  single(name, { apiVersion: 'rbac.authorization.k8s.io/v1', kind, ...fields });
const names = { plural: 'widgets', kind: 'Widget' };
const version = { name: 'v1', served: true, storage: true };
const definition = (name: string, spec: object) =>
  single(name, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.{ns}.example.com' },
    spec: { group: '{ns}.example.com', names, scope: 'Namespaced', ...spec },
  });

export const objectDefaults: readonly Case[] = [
  service('has an address in the cluster', { selector: labels, ports: [port] }),
  service('is headless', { clusterIP: 'None', selector: labels }),
  service('has a port on every node', { type: 'NodePort', selector: labels, ports: [{ ...port, targetPort: 'web' }] }),
  service('asks for a balancer', { type: 'LoadBalancer', selector: labels, ports: [port] }),
  service('is a name from elsewhere', { type: 'ExternalName', externalName: 'example.com' }),
  service('sticks to clients', { sessionAffinity: 'ClientIP', ports: [port] }),
  service('has ports of two protocols', {
    ports: [
      { name: 'tcp', ...port },
      { name: 'udp', port: 53, protocol: 'UDP', appProtocol: 'kubernetes.io/dns' },
    ],
  }),
  service('keeps traffic on its node', { type: 'NodePort', externalTrafficPolicy: 'Local', ports: [port] }),
  service('is published early', { clusterIP: 'None', publishNotReadyAddresses: true, ports: [port] }),

  core('ConfigMap', 'is kept as it is', { data: { a: '1' }, binaryData: { b: 'AAE=' }, immutable: true }),
  core('Secret', 'is opaque', { data: { a: 'eA==' } }),
  core('Secret', 'takes plain words', { stringData: { a: 'x' }, data: { a: 'eQ==', b: 'eg==' } }),
  core('Secret', 'keeps a certificate', { type: 'kubernetes.io/tls', data: { 'tls.crt': '', 'tls.key': '' } }),
  core('Secret', 'keeps a password', {
    type: 'kubernetes.io/basic-auth',
    stringData: { username: 'u', password: 'p' },
  }),
  core('Secret', 'keeps a registry', {
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': '{"auths":{}}' },
  }),
  core('Secret', 'keeps a key', { type: 'kubernetes.io/ssh-auth', stringData: { 'ssh-privatekey': 'k' } }),
  core('Secret', 'is of a type of its own', { type: 'example.com/own', immutable: true }),
  core('ServiceAccount', 'is only a name', {}),
  core('ServiceAccount', 'pulls with a secret', {
    imagePullSecrets: [{ name: 's' }],
    automountServiceAccountToken: false,
  }),
  core('Namespace', 'is active', { metadata: { name: '{ns}-new' } }),
  core('Node', 'is not ready yet', { metadata: { name: '{ns}' } }),
  core('Node', 'takes spec and status of the one who creates it', {
    metadata: { name: '{ns}', labels: { 'kubernetes.io/arch': 'arm64' } },
    spec: { podCIDR: '10.9.0.0/24', unschedulable: true, taints: [{ key: 'a', effect: 'NoSchedule' }] },
    status: { capacity: { cpu: '4000m', memory: '1Gi' }, addresses: [{ type: 'InternalIP', address: '10.1.1.1' }] },
  }),
  core('PersistentVolumeClaim', 'is completed', { spec: claim }),
  core('PersistentVolumeClaim', 'wants no class', { spec: { ...claim, storageClassName: '' } }),
  core('PersistentVolumeClaim', 'is made from another', {
    spec: { ...claim, dataSource: { kind: 'PersistentVolumeClaim', name: 'other' } },
  }),
  core('PersistentVolume', 'is completed', {
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/d' } },
  }),
  core('PersistentVolume', 'is on one node', {
    spec: {
      capacity: { storage: '1024Mi' },
      accessModes: ['ReadWriteOncePod'],
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: 'local',
      local: { path: '/d' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['pi5'] }] },
          ],
        },
      },
    },
  }),
  core('ResourceQuota', 'is completed', { spec: { hard: { pods: '10', 'requests.cpu': '1000m', services: 5 } } }),
  core('ResourceQuota', 'has a scope', {
    spec: {
      hard: { pods: '1' },
      scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] },
    },
  }),
  core('LimitRange', 'is completed', {
    spec: { limits: [{ type: 'Container', max: { cpu: '2', memory: '1Gi' }, defaultRequest: { cpu: '0.1' } }] },
  }),
  core('Endpoints', 'is completed', { subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }] }),
  core('Event', 'is kept as it is', {
    involvedObject: { kind: 'Pod', namespace: 'default', name: 'a' },
    reason: 'Started',
    message: 'Started it',
    type: 'Normal',
    count: 1,
    firstTimestamp: '2026-01-02T03:04:05Z',
  }),
  single('is kept as it is', {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    regarding: { kind: 'Pod', namespace: 'default', name: 'a' },
    reason: 'Started',
    note: 'Started it',
    type: 'Normal',
    action: 'Starting',
    eventTime: '2026-01-02T03:04:05.123456Z',
    reportingController: 'example.com/c',
    reportingInstance: 'c-1',
  }),
  single('is completed', {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.0.0.1'] }],
    ports: [{ port: 80 }, { name: 'b' }],
  }),
  single('is renewed', {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    spec: { holderIdentity: 'me', leaseDurationSeconds: 10, renewTime: '2026-01-02T03:04:05.000000Z' },
  }),

  autoscaler('v2', 'is completed', {}),
  autoscaler('v1', 'is completed in its first version', {}),
  autoscaler('v1', 'has a target in its first version', { targetCPUUtilizationPercentage: 50, minReplicas: 2 }),
  autoscaler('v2', 'has rules of behaviour', {
    metrics: [
      { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '64Mi' } } },
      {
        type: 'Object',
        object: {
          metric: { name: 'rps' },
          describedObject: { apiVersion: 'v1', kind: 'Service', name: 's' },
          target: { type: 'Value', value: '1000m' },
        },
      },
    ],
    behavior: { scaleDown: { policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }] } },
  }),
  autoscaler('v2', 'says only that it scales up fast', {
    behavior: { scaleUp: { stabilizationWindowSeconds: 5 }, scaleDown: { selectPolicy: 'Disabled' } },
  }),
  single('is completed', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    spec: { minAvailable: 1, selector: { matchLabels: labels } },
  }),
  single('is completed', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    spec: {
      rules: [
        {
          host: 'a.example.com',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }],
          },
        },
      ],
    },
  }),
  single('has only a default', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    spec: { ingressClassName: 'c', defaultBackend: { service: { name: 's', port: { name: 'web' } } }, tls: [{}] },
  }),
  single('is kept as it is', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    spec: { controller: 'example.com/c', parameters: { kind: 'K', name: 'n' } },
  }),
  single('is completed', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    spec: { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] },
  }),
  single('is completed where nothing comes in', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    spec: { podSelector: {} },
  }),
  single('is completed', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    provisioner: 'example.com/p',
  }),
  single('is completed', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSIDriver',
    metadata: { name: '{ns}.example.com' },
    spec: {},
  }),
  single('is kept as it is', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSINode',
    spec: { drivers: [{ name: 'd.example.com', nodeID: 'n', topologyKeys: [] }] },
  }),
  single('is kept as it is', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttachment',
    spec: { attacher: 'a', nodeName: 'pi5', source: { persistentVolumeName: 'v' } },
  }),
  single('is completed', { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', value: 7 }),
  single('is kept as it is', {
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    handler: 'gvisor',
    overhead: { podFixed: { cpu: '100m' } },
    scheduling: { nodeSelector: { a: 'b' } },
  }),

  rbac('Role', 'is kept as it is', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
  rbac('ClusterRole', 'is without rules', {}),
  rbac('ClusterRole', 'is put together from others', {
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
    rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
  }),
  rbac('RoleBinding', 'is completed', {
    roleRef: { kind: 'ClusterRole', name: 'view' },
    subjects: [
      { kind: 'User', name: 'u' },
      { kind: 'Group', name: 'g' },
      { kind: 'ServiceAccount', name: 's', namespace: 'default' },
    ],
  }),
  rbac('ClusterRoleBinding', 'is completed', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [],
  }),

  definition('is completed', {
    versions: [{ ...version, schema: { openAPIV3Schema: { type: 'object' } } }],
  }),
  definition('has columns, a status and a scale', {
    versions: [
      {
        ...version,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: { type: 'object', properties: { replicas: { type: 'integer', default: 1, minimum: 0 } } },
              status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        },
        additionalPrinterColumns: [{ name: 'N', type: 'integer', jsonPath: '.spec.replicas' }],
        subresources: {
          status: {},
          scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
        },
      },
    ],
  }),
  single('is served by a service', {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1.{ns}.example.com' },
    spec: {
      group: '{ns}.example.com',
      version: 'v1',
      groupPriorityMinimum: 100,
      versionPriority: 10,
      insecureSkipTLSVerify: true,
      service: { name: 's', namespace: 'default' },
    },
  }),
  core('Pod', 'is dressed in a runtime class that is missing', { spec: { ...bare, runtimeClassName: 'not-there' } }),
  core('Pod', 'is of a priority that is missing', { spec: { ...bare, priorityClassName: 'not-there' } }),
  core('Pod', 'is of an account that is missing', { spec: { ...bare, serviceAccountName: 'not-there' } }),
];
