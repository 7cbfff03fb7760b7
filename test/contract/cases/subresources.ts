// What is asked of a part of an object, or through it: scale, eviction, binding, logs, streams, proxies.
import { deployment, get, inNamespace, kubectl, MERGE, patch, podSpec, post, put, remove } from '../build.ts';
import type { Body, Case, RequestStep } from '../case.ts';

const CORE = '/api/v1/namespaces/{ns}';
const PODS = `${CORE}/pods`;
const QUIET = { uncompared: true };
const labels = { app: 'a' };
const selector = { matchLabels: labels };
const template = { metadata: { labels }, spec: podSpec };
const pod = (name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: { ...podSpec, ...spec },
});
const waiting = { schedulerName: 'nobody' };
const eviction = (name: string, deleteOptions?: object) => ({
  apiVersion: 'policy/v1',
  kind: 'Eviction',
  metadata: { name, namespace: '{ns}' },
  ...(deleteOptions === undefined ? {} : { deleteOptions }),
});
const budget = (spec: object) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'b' },
  spec: { selector, ...spec },
});
const binding = (name: string, target: object) => ({ apiVersion: 'v1', kind: 'Binding', metadata: { name }, target });
const isReady = ({ status }: Body) => {
  const { conditions = [] } = (status ?? {}) as { conditions?: readonly { type: string; status: string }[] };
  return conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
};
const running = (name: string): RequestStep => get(`${PODS}/${name}`, { until: isReady, uncompared: true });
const SCALE = { apiVersion: 'autoscaling/v1', kind: 'Scale' };

const SCALABLE = [
  { kind: 'Deployment', path: '/apis/apps/v1', plural: 'deployments', spec: { selector, template } },
  { kind: 'ReplicaSet', path: '/apis/apps/v1', plural: 'replicasets', spec: { selector, template } },
  {
    kind: 'StatefulSet',
    path: '/apis/apps/v1',
    plural: 'statefulsets',
    spec: { selector, template, serviceName: 's' },
  },
  {
    kind: 'ReplicationController',
    path: '/api/v1',
    plural: 'replicationcontrollers',
    spec: { selector: labels, template },
  },
];

const scaled = SCALABLE.map(({ kind, path, plural, spec }): Case => {
  const collection = `${path}/namespaces/{ns}/${plural}`;
  const scale = `${collection}/a/scale`;
  const apiVersion = path.replace(/^\/apis?\//, '');
  const named = { ...SCALE, metadata: { name: 'a', namespace: '{ns}' } };
  return {
    name: 'is scaled',
    kind,
    steps: [
      ...inNamespace,
      post(collection, { apiVersion, kind, metadata: { name: 'a' }, spec: { replicas: 0, ...spec } }, QUIET),
      get(scale),
      put(scale, { ...named, spec: { replicas: 0 } }),
      patch(`${scale}?dryRun=All`, MERGE, { spec: { replicas: 3 } }),
      patch(scale, MERGE, { spec: { replicas: -1 } }),
      put(scale, { ...named, metadata: { ...named.metadata, resourceVersion: '1' }, spec: { replicas: 0 } }),
      put(scale, { ...named, metadata: { name: 'b' }, spec: { replicas: 0 } }),
      get(`${collection}/b/scale`),
      remove(scale),
    ],
  };
});

export const subresources: readonly Case[] = [
  ...scaled,
  {
    name: 'guards the last pods it counts on',
    kind: 'PodDisruptionBudget',
    steps: [
      ...inNamespace,
      post(`/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets`, budget({ minAvailable: 1 }), QUIET),
      post(PODS, pod('a'), QUIET),
      running('a'),
      get('/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets/b', {
        until: ({ status }) => (status as { currentHealthy?: number } | undefined)?.currentHealthy === 1,
        ignored: ['metadata.managedFields', 'status.conditions'],
      }),
      post(`${PODS}/a/eviction?dryRun=All`, eviction('a')),
      post(`${PODS}/a/eviction`, eviction('a')),
      kubectl('drain', '--dry-run=server', '--pod-selector=none=such', 'pi5'),
    ],
  },
  {
    name: 'lets pods go as far as it may',
    kind: 'PodDisruptionBudget',
    steps: [
      ...inNamespace,
      post(`/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets`, budget({ maxUnavailable: 1 }), QUIET),
      post(
        '/apis/apps/v1/namespaces/{ns}/deployments',
        { ...deployment('d'), spec: { replicas: 2, selector, template } },
        QUIET,
      ),
      get('/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets/b', {
        until: ({ status }) => (status as { disruptionsAllowed?: number } | undefined)?.disruptionsAllowed === 1,
        ignored: ['metadata.managedFields', 'status.conditions'],
      }),
    ],
  },
  {
    name: 'is evicted where nothing guards it',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      post(PODS, pod('a', waiting), QUIET),
      post(`${PODS}/not-there/eviction`, eviction('not-there')),
      post(`${PODS}/a/eviction`, eviction('b')),
      post(`${PODS}/a/eviction`, eviction('a', { preconditions: { uid: '11111111-1111-1111-1111-111111111111' } })),
      post(`${PODS}/a/eviction?dryRun=All`, eviction('a')),
      post(`${PODS}/a/eviction`, { ...eviction('a'), apiVersion: 'policy/v1beta1' }),
      get(`${PODS}/a/eviction`),
      post(`${PODS}/a/eviction`, eviction('a')),
      get(`${PODS}/a`),
    ],
  },
  {
    name: 'is bound to a node by hand',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      post(PODS, pod('a', waiting), QUIET),
      post(`${PODS}/a/binding`, binding('a', {})),
      post(`${PODS}/a/binding`, binding('a', { kind: 'Service', name: 'pi5' })),
      post(`${PODS}/not-there/binding`, binding('not-there', { kind: 'Node', name: 'pi5' })),
      post(`${PODS}/a/binding?dryRun=All`, binding('a', { kind: 'Node', name: 'pi5' })),
      post(`${PODS}/a/binding`, binding('a', { kind: 'Node', name: 'not-there' })),
      post(`${PODS}/a/binding`, binding('a', { kind: 'Node', name: 'pi5' })),
      get(`${PODS}/a`, { ignored: ['status', 'metadata.managedFields'] }),
    ],
  },
  {
    name: 'is bound through the collection of bindings',
    kind: 'Binding',
    steps: [
      ...inNamespace,
      post(PODS, pod('a', waiting), QUIET),
      post(`${CORE}/bindings`, binding('a', { kind: 'Node', name: 'not-there' })),
      get(`${CORE}/bindings`),
    ],
  },
  {
    name: 'has no log before it has a node',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      post(PODS, pod('a', waiting), QUIET),
      post(
        PODS,
        pod('two', {
          ...waiting,
          containers: [
            { name: 'x', image: 'a' },
            { name: 'y', image: 'b' },
          ],
          initContainers: [{ name: 'i', image: 'c' }],
        }),
        QUIET,
      ),
      get(`${PODS}/a/log`),
      get(`${PODS}/a/log?container=other`),
      get(`${PODS}/a/log?tailLines=-1`),
      get(`${PODS}/a/log?sinceSeconds=0`),
      get(`${PODS}/a/log?sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z`),
      get(`${PODS}/a/log?limitBytes=0`),
      get(`${PODS}/two/log`),
      get(`${PODS}/two/log?container=z`),
      get(`${PODS}/not-there/log`),
      kubectl('logs', '-n', '{ns}', 'a'),
      kubectl('logs', '-n', '{ns}', 'not-there'),
    ],
  },
  {
    name: 'is not entered before it has a node',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      post(PODS, pod('a', waiting), QUIET),
      post(`${PODS}/a/exec?command=ls&stdout=true`, undefined),
      post(`${PODS}/a/exec?command=ls`, undefined),
      post(`${PODS}/a/attach?stdout=true`, undefined),
      post(`${PODS}/a/portforward`, undefined),
      post(`${PODS}/a/exec?stdout=true&container=other&command=ls`, undefined),
      post(`${PODS}/not-there/exec?command=ls&stdout=true`, undefined),
      kubectl('exec', '-n', '{ns}', 'a', '--', 'ls'),
      kubectl('attach', '-n', '{ns}', 'a'),
      kubectl('port-forward', '-n', '{ns}', 'a', '8080:80'),
      get(`${PODS}/a/proxy/`),
    ],
  },
  {
    name: 'gets a container to debug it',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      post(PODS, pod('a', waiting), QUIET),
      get(`${PODS}/a/ephemeralcontainers`),
      patch(`${PODS}/a/ephemeralcontainers`, 'application/strategic-merge-patch+json', {
        spec: { ephemeralContainers: [{ name: 'debug', image: 'busybox', targetContainerName: 'web' }] },
      }),
      patch(`${PODS}/a/ephemeralcontainers`, 'application/strategic-merge-patch+json', {
        spec: { ephemeralContainers: [{ name: 'web', image: 'busybox' }] },
      }),
      patch(`${PODS}/a`, MERGE, { spec: { ephemeralContainers: [] } }),
    ],
  },
  {
    name: 'leads nowhere without endpoints',
    kind: 'Service',
    steps: [
      ...inNamespace,
      post(
        `${CORE}/services`,
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 's' },
          spec: {
            selector: labels,
            ports: [
              { name: 'web', port: 80 },
              { name: 'other', port: 81 },
            ],
          },
        },
        QUIET,
      ),
      get(`${CORE}/services/s/proxy/`),
      get(`${CORE}/services/s:web/proxy/`),
      get(`${CORE}/services/s:80/proxy/`),
      get(`${CORE}/services/s:nope/proxy/`),
      get(`${CORE}/services/not-there/proxy/`),
      get(`${CORE}/services/https:s:web/proxy/`),
      get(`${CORE}/services/a:b:c:d/proxy/`),
    ],
  },
  {
    name: 'has a status of its own',
    kind: 'Node',
    steps: [
      post('/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: '{ns}' } }, QUIET),
      patch(
        '/api/v1/nodes/{ns}/status',
        MERGE,
        { spec: { podCIDR: '10.9.3.0/24' }, status: { capacity: { cpu: '2' } } },
        { ignored: ['metadata.managedFields', 'metadata.annotations', 'status.conditions', 'spec.taints'] },
      ),
      get('/api/v1/nodes/{ns}/proxy/'),
      remove('/api/v1/nodes/{ns}', undefined, {
        ignored: ['metadata.managedFields', 'metadata.annotations', 'status', 'spec.taints'],
      }),
    ],
  },
];
