// What is added to objects, or refused, before they are validated and once they are.
import { configMap, get, inNamespace, podSpec, post, put, remove } from '../build.ts';
import type { Body, Case, RequestStep } from '../case.ts';

const CORE = '/api/v1/namespaces/{ns}';
const PODS = `${CORE}/pods`;
const QUIET = { uncompared: true };
const waiting = { schedulerName: 'nobody' };
const pod = (name: string, resources: object = {}, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { ...podSpec, ...waiting, containers: [{ name: 'web', image: 'nginx:1.27', resources }], ...spec },
});
const limits = (items: object[]) => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'l' },
  spec: { limits: items },
});
const quota = (hard: object, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'q' },
  spec: { hard, ...more },
});
const counted = (until: (used: Readonly<Record<string, string>>) => boolean): RequestStep =>
  get(`${CORE}/resourcequotas/q`, {
    until: ({ status }: Body) => {
      const { used } = (status ?? {}) as { used?: Readonly<Record<string, string>> };
      return used !== undefined && until(used);
    },
    ignored: ['metadata.managedFields'],
  });
const claim = (name: string, storage: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...spec },
});
const CLASSES = '/apis/scheduling.k8s.io/v1/priorityclasses';
const STORAGE = '/apis/storage.k8s.io/v1/storageclasses';
const RUNTIMES = '/apis/node.k8s.io/v1/runtimeclasses';

export const admission: readonly Case[] = [
  {
    name: 'fills in what containers leave out',
    kind: 'LimitRange',
    steps: [
      ...inNamespace,
      post(
        `${CORE}/limitranges`,
        limits([{ type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '100m', memory: '8Mi' } }]),
        QUIET,
      ),
      post(`${PODS}?dryRun=All`, pod('a'), {
        until: ({ metadata }) => JSON.stringify(metadata).includes('limit-ranger'),
      }),
      post(`${PODS}?dryRun=All`, pod('a', { limits: { cpu: '200m' } })),
      post(
        `${PODS}?dryRun=All`,
        pod('a', { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } }),
      ),
      post(`${PODS}?dryRun=All`, pod('a', {}, { initContainers: [{ name: 'i', image: 'b' }] })),
    ],
  },
  {
    name: 'bounds containers, pods and claims',
    kind: 'LimitRange',
    steps: [
      ...inNamespace,
      post(
        `${CORE}/limitranges`,
        limits([
          { type: 'Container', max: { cpu: '1' }, min: { cpu: '50m' }, maxLimitRequestRatio: { cpu: '4' } },
          { type: 'Pod', max: { memory: '1Gi' } },
          { type: 'PersistentVolumeClaim', max: { storage: '2Gi' }, min: { storage: '1Gi' } },
        ]),
        QUIET,
      ),
      post(`${PODS}?dryRun=All`, pod('a'), { until: ({ kind }) => kind === 'Status' }),
      post(`${PODS}?dryRun=All`, pod('a', { limits: { cpu: '2', memory: '1Mi' } })),
      post(`${PODS}?dryRun=All`, pod('a', { limits: { cpu: '10m', memory: '1Mi' } })),
      post(`${PODS}?dryRun=All`, pod('a', { limits: { cpu: '1', memory: '2Gi' }, requests: { cpu: '100m' } })),
      post(`${PODS}?dryRun=All`, pod('a', { limits: { cpu: '1', memory: '1Mi' } })),
      post(`${CORE}/persistentvolumeclaims?dryRun=All`, claim('a', '3Gi')),
      post(`${CORE}/persistentvolumeclaims?dryRun=All`, claim('a', '1Mi')),
      post(`${CORE}/persistentvolumeclaims?dryRun=All`, claim('a', '1Gi')),
    ],
  },
  {
    name: 'counts what is there and refuses what is too much',
    kind: 'ResourceQuota',
    steps: [
      ...inNamespace,
      post(
        `${CORE}/resourcequotas`,
        quota({
          pods: '1',
          'requests.cpu': '200m',
          configmaps: '2',
          'count/secrets': '0',
          services: '5',
          'services.nodeports': '0',
        }),
        QUIET,
      ),
      counted((used) => used['pods'] === '0' && used['configmaps'] === '1'),
      post(PODS, pod('none')),
      post(PODS, pod('big', { requests: { cpu: '1' } })),
      post(PODS, pod('a', { requests: { cpu: '100m' } }), { ignored: ['status'] }),
      counted((used) => used['pods'] === '1'),
      post(PODS, pod('b', { requests: { cpu: '200m' } })),
      post(`${CORE}/configmaps`, configMap('one'), QUIET),
      post(`${CORE}/configmaps`, configMap('two')),
      post(`${CORE}/secrets`, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } }),
      post(`${CORE}/services`, {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's' },
        spec: { type: 'NodePort', ports: [{ port: 80 }] },
      }),
      remove(`${PODS}/a`, undefined, QUIET),
      counted((used) => used['pods'] === '0'),
    ],
  },
  {
    name: 'counts only what is in its scope',
    kind: 'ResourceQuota',
    steps: [
      ...inNamespace,
      post(`${CORE}/resourcequotas`, quota({ pods: '0' }, { scopes: ['BestEffort'] }), QUIET),
      counted((used) => used['pods'] === '0'),
      post(`${PODS}?dryRun=All`, pod('a')),
      post(`${PODS}?dryRun=All`, pod('a', { requests: { cpu: '1m' } })),
    ],
  },
  {
    name: 'gives its value to pods, one of them to all',
    kind: 'PriorityClass',
    steps: [
      ...inNamespace,
      post(CLASSES, {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: '{ns}' },
        value: 7,
        preemptionPolicy: 'Never',
      }),
      post(`${PODS}?dryRun=All`, pod('a', {}, { priorityClassName: '{ns}' }), { until: ({ kind }) => kind === 'Pod' }),
      post(`${PODS}?dryRun=All`, pod('a', {}, { priorityClassName: '{ns}', priority: 8 })),
      post(`${PODS}?dryRun=All`, pod('a', {}, { priority: 8 })),
      post(`${PODS}?dryRun=All`, pod('a', {}, { preemptionPolicy: 'Never' })),
      post(CLASSES, {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: 'system-mine' },
        value: 7,
      }),
      post(CLASSES, {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: '{ns}-high' },
        value: 2_000_000_000,
      }),
      remove(`${CLASSES}/{ns}`),
    ],
  },
  {
    name: 'is named for claims that name none',
    kind: 'StorageClass',
    steps: [
      ...inNamespace,
      post(STORAGE, {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: '{ns}', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
        provisioner: 'example.com/none',
        volumeBindingMode: 'WaitForFirstConsumer',
      }),
      post(`${CORE}/persistentvolumeclaims?dryRun=All`, claim('a', '1Gi'), {
        until: ({ spec }) => JSON.stringify(spec).includes('storageClassName'),
      }),
      post(`${CORE}/persistentvolumeclaims?dryRun=All`, claim('a', '1Gi', { storageClassName: '' })),
      post(`${CORE}/persistentvolumeclaims?dryRun=All`, claim('a', '1Gi', { storageClassName: 'other' })),
      remove(`${STORAGE}/{ns}`),
    ],
  },
  {
    name: 'dresses its pods',
    kind: 'RuntimeClass',
    steps: [
      ...inNamespace,
      post(RUNTIMES, {
        apiVersion: 'node.k8s.io/v1',
        kind: 'RuntimeClass',
        metadata: { name: '{ns}' },
        handler: 'gvisor',
        overhead: { podFixed: { cpu: '100m' } },
        scheduling: { nodeSelector: { a: 'b' }, tolerations: [{ key: 'gvisor', operator: 'Exists' }] },
      }),
      post(`${PODS}?dryRun=All`, pod('a', {}, { runtimeClassName: '{ns}' }), { until: ({ kind }) => kind === 'Pod' }),
      post(`${PODS}?dryRun=All`, pod('a', {}, { runtimeClassName: '{ns}', nodeSelector: { a: 'c' } })),
      post(`${PODS}?dryRun=All`, pod('a', {}, { runtimeClassName: '{ns}', overhead: { cpu: '1' } })),
      post(`${PODS}?dryRun=All`, pod('a', {}, { overhead: { cpu: '1' } })),
      remove(`${RUNTIMES}/{ns}`),
    ],
  },
  {
    name: 'takes nothing new once it is going',
    kind: 'Namespace',
    steps: [
      ...inNamespace,
      post(
        `${CORE}/configmaps`,
        { ...configMap('held'), metadata: { name: 'held', finalizers: ['example.com/hold'] } },
        QUIET,
      ),
      remove('/api/v1/namespaces/{ns}', undefined, { ignored: ['metadata.managedFields', 'status.conditions'] }),
      post(`${CORE}/configmaps`, configMap('late'), { until: ({ kind }) => kind === 'Status' }),
      post(PODS, pod('late')),
      get('/api/v1/namespaces/{ns}', {
        until: ({ status }) => JSON.stringify(status).includes('SomeFinalizersRemain'),
        ignored: ['metadata.managedFields'],
      }),
      remove('/api/v1/namespaces/default'),
      remove('/api/v1/namespaces/kube-system'),
      put(`${CORE}/configmaps/held`, configMap('held'), { ignored: ['metadata.managedFields'] }),
      get('/api/v1/namespaces/{ns}', { until: ({ reason }) => reason === 'NotFound' }),
    ],
  },
];
