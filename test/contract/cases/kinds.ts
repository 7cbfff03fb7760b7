// One object of each printed kind: created, read back with its defaults, listed as a table, and deleted.
import { configMap, get, inNamespace, post, remove, TABLE } from '../build.ts';
import type { Case } from '../case.ts';
import { CLUSTER_KINDS } from './cluster-kinds.ts';
import { at, core, IS_OBSERVED, metadata, NOWHERE, type Sample, SETTLES, template } from './kind-sample.ts';
import { WORKLOAD_KINDS } from './workload-kinds.ts';

const NAMESPACED: readonly Sample[] = [
  { path: core('configmaps'), object: configMap('a') },
  {
    path: core('secrets'),
    object: { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { word: 'x' }, data: { more: 'eQ==' } } as never,
  },
  { path: core('serviceaccounts'), object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata } as never },
  {
    path: core('pods'),
    object: { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, labels: { app: 'a' } }, spec: NOWHERE } as never,
  },
  { path: core('podtemplates'), object: { apiVersion: 'v1', kind: 'PodTemplate', metadata, template } as never },
  {
    path: core('replicationcontrollers'),
    object: {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata,
      spec: { replicas: 0, selector: { app: 'a' }, template },
    } as never,
    ...IS_OBSERVED,
  },
  {
    path: core('services'),
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        selector: { app: 'a' },
        ports: [
          { name: 'web', port: 80, targetPort: 'http' },
          { name: 'b', port: 81 },
        ],
      },
    } as never,
  },
  {
    path: core('endpoints'),
    object: {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata,
      subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ name: 'web', port: 80 }] }],
    } as never,
  },
  {
    path: core('events'),
    object: {
      apiVersion: 'v1',
      kind: 'Event',
      metadata,
      involvedObject: { kind: 'Pod', name: 'x', namespace: '{ns}', apiVersion: 'v1' },
      reason: 'Tested',
      message: 'said so',
      type: 'Normal',
      source: { component: 'test', host: 'pi5' },
      count: 3,
      firstTimestamp: '2020-01-01T00:00:00Z',
      lastTimestamp: '2020-01-01T00:00:00Z',
    } as never,
  },
  {
    path: core('limitranges'),
    object: {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata,
      spec: { limits: [{ type: 'Container', max: { memory: '1Gi' } }] },
    } as never,
  },
  {
    path: core('persistentvolumeclaims'),
    object: {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata,
      spec: {
        accessModes: ['ReadWriteOnce', 'ReadOnlyMany'],
        storageClassName: 'none-such',
        resources: { requests: { storage: '1024Mi' } },
      },
    } as never,
  },
  {
    path: core('resourcequotas'),
    object: {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata,
      spec: { hard: { secrets: '9', 'requests.cpu': '1500m' } },
    } as never,
    ...SETTLES,
  },
  {
    path: at('policy/v1', 'poddisruptionbudgets'),
    object: {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { minAvailable: '50%', selector: { matchLabels: { app: 'a' } } },
    } as never,
    ...IS_OBSERVED,
  },
  {
    path: at('networking.k8s.io/v1', 'ingresses'),
    object: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata,
      spec: {
        ingressClassName: 'none-such',
        tls: [{ hosts: ['a.test'], secretName: 'x' }],
        rules: ['a.test', 'b.test', 'c.test', 'd.test'].map((host) => ({
          host,
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'a', port: { number: 80 } } } }],
          },
        })),
      },
    } as never,
  },
  {
    path: at('networking.k8s.io/v1', 'networkpolicies'),
    object: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: { podSelector: { matchLabels: { app: 'a' } }, ingress: [{}] },
    } as never,
  },
  {
    path: at('discovery.k8s.io/v1', 'endpointslices'),
    object: {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata,
      addressType: 'IPv4',
      ports: [{ name: 'web', port: 80 }],
      endpoints: [{ addresses: ['10.1.2.3'] }, { addresses: ['10.1.2.4'], conditions: { ready: false } }],
    } as never,
  },
  {
    path: at('coordination.k8s.io/v1', 'leases'),
    object: {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata,
      spec: { holderIdentity: 'me', leaseDurationSeconds: 10, renewTime: '2020-01-01T00:00:00.500000Z' },
    } as never,
  },
  {
    path: at('events.k8s.io/v1', 'events'),
    object: {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata,
      eventTime: '2020-01-01T00:00:00.000000Z',
      reportingController: 'test/one',
      reportingInstance: 'test-1',
      action: 'Testing',
      reason: 'Tested',
      type: 'Warning',
      regarding: { kind: 'Pod', name: 'x', namespace: '{ns}', apiVersion: 'v1' },
      note: 'said so',
    } as never,
  },
  {
    path: at('rbac.authorization.k8s.io/v1', 'roles'),
    object: {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    } as never,
  },
  {
    path: at('rbac.authorization.k8s.io/v1', 'rolebindings'),
    object: {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      subjects: [
        { kind: 'User', name: 'jane' },
        { kind: 'Group', name: 'them' },
        { kind: 'ServiceAccount', name: 'default', namespace: '{ns}' },
      ],
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    } as never,
  },
];

function caseOf({ path, object, ignored, settled }: Sample, prelude: Case['steps']): Case {
  const one = `${path}/${object.metadata.name}`;
  const listed = { accept: TABLE };
  const more = ignored === undefined ? {} : { ignored };
  const until = settled === undefined ? {} : { until: settled };
  return {
    name: 'is created with its defaults, printed and deleted',
    kind: object.kind,
    steps: [
      ...prelude,
      post(path, object, more),
      get(one, until),
      get(`${path}?fieldSelector=metadata.name=${object.metadata.name}`, listed),
      get(`${one}?includeObject=None`, listed),
      remove(one, { propagationPolicy: 'Background' }, { ignored: ['status', 'metadata', 'details'] }),
    ],
  };
}

export const kinds: readonly Case[] = [
  ...[...NAMESPACED, ...WORKLOAD_KINDS].map((sample) => caseOf(sample, inNamespace)),
  ...CLUSTER_KINDS.map((sample) => caseOf(sample, [])),
];
