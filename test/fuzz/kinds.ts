// For tests: a sound object of many kinds, for the fuzz to break.
import { type Kind, kindOf, POD_SPEC, TEMPLATE } from './kind.ts';
import { MORE_KINDS } from './more-kinds.ts';

const WORKLOAD = { spec: { replicas: 2, selector: { matchLabels: { app: 'f' } }, template: TEMPLATE } };
const STATUS = { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }] };

export const KINDS: readonly Kind[] = [
  kindOf(
    '/api/v1',
    'Pod',
    'pods',
    true,
    { spec: POD_SPEC },
    { spec: POD_SPEC, status: { phase: 'Running', ...STATUS } },
  ),
  kindOf('/api/v1', 'Node', 'nodes', false, {
    spec: { taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }] },
    status: STATUS,
  }),
  kindOf(
    '/api/v1',
    'ConfigMap',
    'configmaps',
    true,
    { data: { a: '1' } },
    { binaryData: { a: 'AAAA' }, immutable: true },
  ),
  kindOf('/api/v1', 'Secret', 'secrets', true, { stringData: { a: '1' }, type: 'Opaque' }),
  kindOf('/api/v1', 'Service', 'services', true, {
    spec: { selector: { app: 'f' }, ports: [{ port: 80, targetPort: 'http' }] },
  }),
  kindOf('/api/v1', 'Namespace', 'namespaces', false, {}),
  kindOf('/api/v1', 'Event', 'events', true, {
    involvedObject: { kind: 'Pod', name: 'fuzz' },
    reason: 'x',
    message: 'y',
  }),
  kindOf('/apis/apps/v1', 'Deployment', 'deployments', true, WORKLOAD, {
    ...WORKLOAD,
    status: { replicas: 1, ...STATUS },
  }),
  kindOf('/apis/apps/v1', 'ReplicaSet', 'replicasets', true, WORKLOAD),
  kindOf('/apis/apps/v1', 'StatefulSet', 'statefulsets', true, { spec: { ...WORKLOAD.spec, serviceName: 'f' } }),
  kindOf('/apis/apps/v1', 'DaemonSet', 'daemonsets', true, {
    spec: { selector: WORKLOAD.spec.selector, template: TEMPLATE },
  }),
  kindOf('/apis/autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', true, {
    spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'fuzz' } },
  }),
  kindOf('/apis/policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', true, {
    spec: { minAvailable: '50%', selector: {} },
  }),
  kindOf('/apis/rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', false, {
    rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }],
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
  }),
  kindOf('/apis/rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings', true, {
    subjects: [{ kind: 'User', name: 'x' }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
  }),
  kindOf('/apis/apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions', false, {
    metadata: { name: 'foos.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'foos', kind: 'Foo' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', properties: { n: { type: 'integer', minimum: 1 } } } },
            },
          },
          additionalPrinterColumns: [{ name: 'N', type: 'integer', jsonPath: '.spec.n' }],
          subresources: { status: {}, scale: { specReplicasPath: '.spec.n', statusReplicasPath: '.status.n' } },
        },
      ],
    },
  }),
  kindOf('/apis/example.com/v1', 'Foo', 'foos', true, { spec: { n: 1 } }),
  kindOf('/apis/apiregistration.k8s.io/v1', 'APIService', 'apiservices', false, {
    spec: { group: 'fuzz', version: 'v1', groupPriorityMinimum: 10, versionPriority: 10 },
  }),
  kindOf('/apis/authorization.k8s.io/v1', 'SelfSubjectAccessReview', 'selfsubjectaccessreviews', false, {
    spec: { resourceAttributes: { verb: 'get', resource: 'pods' } },
  }),
  kindOf('/apis/metrics.k8s.io/v1beta1', 'PodMetrics', 'pods', true, {}),
  kindOf('/api/v1', 'Nope', 'nopes', true, {}),
  ...MORE_KINDS,
];
