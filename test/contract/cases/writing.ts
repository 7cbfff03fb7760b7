// Creating and replacing: names, metadata, versions, what is dropped, warned of, refused or only tried.
import { configMap, deployment, get, inNamespace, MERGE, patch, post, put, remove } from '../build.ts';
import type { Case, Step } from '../case.ts';

const MAPS = '/api/v1/namespaces/{ns}/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/{ns}/deployments';
const PODS = '/api/v1/namespaces/{ns}/pods';
const RACED = { ignored: ['status', 'metadata.managedFields', 'metadata.annotations'] };

const map = (name: string, ...steps: Step[]): Case => ({ name, kind: 'ConfigMap', steps: [...inNamespace, ...steps] });
const deploy = (name: string, ...steps: Step[]): Case => ({
  name,
  kind: 'Deployment',
  steps: [
    ...inNamespace,
    post(DEPLOYMENTS, deployment('web'), { uncompared: true }),
    get(`${DEPLOYMENTS}/web`, {
      until: ({ status }) => JSON.stringify(status).includes('Progressing'),
      uncompared: true,
    }),
    ...steps,
  ],
});
const withMeta = (metadata: object, more: object = {}) => ({
  ...configMap('a'),
  ...more,
  metadata: { name: 'a', ...metadata },
});
const uncompared = { uncompared: true };
const pod = (name: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { schedulerName: 'nobody', containers: [{ name: 'a', image: 'nginx:1.27' }], ...more },
});

const metadataRules: readonly Case[] = [
  map('gets a name from its beginning', post(MAPS, { ...configMap(''), metadata: { generateName: 'some-' } })),
  map('keeps its own name beside a beginning', post(MAPS, withMeta({ generateName: 'some-' }))),
  // One wrong label at a time: several are told in the order of a Go map, which is another each time.
  map('is refused for a label whose key is none', post(MAPS, withMeta({ labels: { 'a b': 'c' } }))),
  map('is refused for a label whose value is none', post(MAPS, withMeta({ labels: { x: 'd e' } }))),
  map('is refused for annotations that are none', post(MAPS, withMeta({ annotations: { 'a b': 'c' } }))),
  map('is refused for finalizers that are none', post(MAPS, withMeta({ finalizers: ['plain', 'a b/c'] }))),
  map('is refused for owners that are none', post(MAPS, withMeta({ ownerReferences: [{ kind: 'Pod', name: 'x' }] }))),
  map(
    'is refused for two controllers',
    post(
      MAPS,
      withMeta({
        ownerReferences: ['x', 'y'].map((name) => ({
          apiVersion: 'v1',
          kind: 'Pod',
          name,
          uid: name,
          controller: true,
        })),
      }),
    ),
  ),
  map('is refused under a name that is too long', post(MAPS, configMap('x'.repeat(254)))),
  map(
    'does not take identity, time and generation from who creates it',
    post(
      MAPS,
      withMeta({
        uid: 'x',
        creationTimestamp: '2001-01-01T00:00:00Z',
        generation: 7,
        selfLink: '/x',
        deletionTimestamp: '2001-01-01T00:00:00Z',
      }),
    ),
  ),
  map('is not created at a version', post(MAPS, withMeta({ resourceVersion: '5' }))),
  map('is refused in another namespace than its own', post(MAPS, withMeta({ namespace: 'default' }))),
  map('is refused under the name of a path', post(MAPS, configMap('a/b')), post(MAPS, configMap('..'))),
  map('is refused with keys that are none', post(MAPS, configMap('a', { 'a b': '1', '..': '2' }))),
  map('is refused with data twice', post(MAPS, { ...configMap('a', { x: '1' }), binaryData: { x: 'eQ==' } })),
  map('is refused with bytes that are none', post(MAPS, { ...configMap('a'), binaryData: { x: '*' } })),
  map('is refused with numbers for text', post(MAPS, { ...configMap('a'), data: { x: 1 } })),
];

const replacing: readonly Case[] = [
  map(
    'is replaced at its version only',
    post(MAPS, configMap('a'), uncompared),
    put(`${MAPS}/a`, withMeta({ resourceVersion: '1' })),
    put(`${MAPS}/a`, withMeta({ resourceVersion: 'abc' })),
  ),
  map(
    'is not replaced by one of another identity',
    post(MAPS, configMap('a'), uncompared),
    put(`${MAPS}/a`, withMeta({ uid: 'other' })),
  ),
  map(
    'loses what it is replaced without',
    post(MAPS, withMeta({ labels: { a: 'b' } }), uncompared),
    put(`${MAPS}/a`, { ...configMap('a'), data: undefined }),
  ),
  map(
    'is changed no more once it is immutable',
    post(MAPS, withMeta({}, { immutable: true }), uncompared),
    put(`${MAPS}/a`, withMeta({}, { immutable: true, data: { x: '1' } })),
    put(`${MAPS}/a`, withMeta({}, { immutable: false })),
    patch(`${MAPS}/a`, MERGE, { metadata: { labels: { still: 'free' } } }),
  ),
  map(
    'is not moved to another namespace',
    post(MAPS, configMap('a'), uncompared),
    put(`${MAPS}/a`, withMeta({ namespace: 'default' })),
  ),
  map(
    'keeps its birth',
    post(MAPS, configMap('a'), uncompared),
    put(`${MAPS}/a`, withMeta({ creationTimestamp: '2001-01-01T00:00:00Z' })),
  ),
  deploy(
    'keeps its status from who replaces it',
    put(
      `${DEPLOYMENTS}/web`,
      { ...deployment('web'), status: { replicas: 9 } },
      {
        ignored: [
          'metadata.managedFields',
          'metadata.annotations',
          'status.conditions',
          'status.observedGeneration',
          'status.terminatingReplicas',
        ],
      },
    ),
  ),
  deploy(
    'keeps its spec from who writes its status',
    put(`${DEPLOYMENTS}/web/status`, { ...deployment('web', { replicas: 5 }), status: { readyReplicas: 0 } }, RACED),
    get(`${DEPLOYMENTS}/web`, RACED),
  ),
  deploy(
    'counts changes of its spec, not of its labels',
    patch(`${DEPLOYMENTS}/web`, MERGE, { metadata: { labels: { a: 'b' } } }, RACED),
    patch(`${DEPLOYMENTS}/web`, MERGE, { spec: { minReadySeconds: 3 } }, RACED),
  ),
  deploy(
    'keeps its selector',
    patch(`${DEPLOYMENTS}/web`, MERGE, { spec: { selector: { matchLabels: { app: 'x' } } } }, RACED),
  ),
];

const trying: readonly Case[] = [
  map('is only tried to create', post(`${MAPS}?dryRun=All`, configMap('a')), get(`${MAPS}/a`)),
  map(
    'is only tried to replace',
    post(MAPS, configMap('a'), uncompared),
    put(`${MAPS}/a?dryRun=All`, configMap('a', { x: '1' })),
    get(`${MAPS}/a`),
  ),
  map(
    'is only tried to patch',
    post(MAPS, configMap('a'), uncompared),
    patch(`${MAPS}/a?dryRun=All`, MERGE, { data: { x: '1' } }),
    get(`${MAPS}/a`),
  ),
  map(
    'is only tried to delete',
    post(MAPS, configMap('a'), uncompared),
    remove(`${MAPS}/a?dryRun=All`),
    get(`${MAPS}/a`),
  ),
  map(
    'is only tried to delete, said in the body',
    post(MAPS, configMap('a'), uncompared),
    remove(`${MAPS}/a`, { dryRun: ['All'] }),
    get(`${MAPS}/a`),
  ),
  map(
    'is deleted where the query says try and the body does not',
    post(MAPS, configMap('a'), uncompared),
    remove(`${MAPS}/a?dryRun=All`, { propagationPolicy: 'Background' }),
    get(`${MAPS}/a`),
  ),
  map(
    'is only tried to create twice',
    post(MAPS, configMap('a'), uncompared),
    post(`${MAPS}?dryRun=All`, configMap('a')),
  ),
  map('drops a field that it does not have', post(MAPS, { ...configMap('a'), datum: 1 }), get(`${MAPS}/a`)),
  map('drops it without a word if asked to', post(`${MAPS}?fieldValidation=Ignore`, { ...configMap('a'), datum: 1 })),
  map(
    'is refused for it if asked to',
    post(`${MAPS}?fieldValidation=Strict`, { ...configMap('a'), datum: 1, metadata: { name: 'a', nome: 'b' } }),
  ),
  map(
    'is refused for what it says twice if asked to',
    post(
      `${MAPS}?fieldValidation=Strict`,
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","name":"b"},"data":{"x":"1","x":"2"}}',
    ),
  ),
  map('is not validated in a way that is none', post(`${MAPS}?fieldValidation=Loose`, configMap('a'))),
  map(
    'is refused for a patch with a field that it does not have if asked to',
    post(MAPS, configMap('a'), uncompared),
    patch(`${MAPS}/a?fieldValidation=Strict`, MERGE, { datum: 1 }),
  ),
  map(
    'is read from YAML',
    post(MAPS, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  x: "1"\n', {
      type: 'application/yaml',
    }),
  ),
];

const deleting: readonly Case[] = [
  map(
    'is deleted with its identity only',
    post(MAPS, configMap('a'), uncompared),
    remove(`${MAPS}/a`, { preconditions: { uid: 'other' } }),
    remove(`${MAPS}/a`, { preconditions: { resourceVersion: '1' } }),
  ),
  map(
    'stays until its finalizers are gone',
    post(MAPS, withMeta({ finalizers: ['example.com/hold'] }), uncompared),
    remove(`${MAPS}/a`),
    get(`${MAPS}/a`),
    patch(`${MAPS}/a`, MERGE, { metadata: { finalizers: ['example.com/hold', 'example.com/more'] } }),
    patch(`${MAPS}/a`, MERGE, { metadata: { finalizers: null } }),
    get(`${MAPS}/a`),
  ),
  map(
    'is deleted in the foreground',
    post(MAPS, configMap('a'), uncompared),
    remove(`${MAPS}/a`, { propagationPolicy: 'Foreground' }),
    get(`${MAPS}/a`, { until: ({ code }) => code === 404 }),
  ),
  map(
    'is not deleted in a way that is none',
    post(MAPS, configMap('a'), uncompared),
    remove(`${MAPS}/a`, { propagationPolicy: 'Sometimes' }),
    remove(`${MAPS}/a`, { propagationPolicy: 'Orphan', orphanDependents: true }),
    remove(`${MAPS}/a`, { gracePeriodSeconds: 'x' }),
    remove(`${MAPS}/a`, '{'),
  ),
  map(
    'is not deleted by what are no options',
    post(MAPS, configMap('a'), uncompared),
    remove(`${MAPS}/a`, configMap('a')),
  ),
  map('is not deleted where it is not', remove(`${MAPS}/none`), remove('/api/v1/namespaces/{ns}-none/configmaps/a')),
  map(
    'is deleted with all others that are selected',
    post(MAPS, withMeta({ labels: { go: 'yes' } }), uncompared),
    post(MAPS, configMap('b'), uncompared),
    remove(`${MAPS}?labelSelector=go%3Dyes`),
    get(`${MAPS}?fieldSelector=metadata.name%21%3Dkube-root-ca.crt`),
  ),
  {
    name: 'goes at once where nobody runs it',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      post(PODS, pod('a'), uncompared),
      remove(`${PODS}/a`, undefined, { ignored: ['status', 'metadata'] }),
      get(`${PODS}/a`),
    ],
  },
  {
    name: 'goes with a grace of its own choice',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      post(PODS, pod('a', { terminationGracePeriodSeconds: 7, nodeName: 'pi5' }), uncompared),
      remove(`${PODS}/a`, { gracePeriodSeconds: -1 }, { ignored: ['status', 'metadata.managedFields', 'spec'] }),
    ],
  },
  {
    name: 'is not evicted beyond its budget',
    kind: 'Eviction',
    steps: [
      ...inNamespace,
      post(
        '/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets',
        {
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata: { name: 'b' },
          spec: { minAvailable: 1, selector: { matchLabels: { run: 'a' } } },
        },
        uncompared,
      ),
      post(
        PODS,
        {
          ...pod('a', { tolerations: [{ operator: 'Exists' }], schedulerName: 'default-scheduler' }),
          metadata: { name: 'a', labels: { run: 'a' } },
        },
        uncompared,
      ),
      get(`${PODS}/a`, { until: ({ status }) => JSON.stringify(status).includes('"Running"'), uncompared: true }),
      get('/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets/b', {
        until: ({ status }) => JSON.stringify(status).includes('"currentHealthy":1'),
        ignored: ['metadata.managedFields'],
      }),
      post(`${PODS}/a/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'a' } }),
      post(`${PODS}/a/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'b' } }),
    ],
  },
];

export const writing: readonly Case[] = [...metadataRules, ...replacing, ...trying, ...deleting];
