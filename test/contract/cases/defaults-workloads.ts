// What the server makes of the least that a workload may say.
import type { Case } from '../case.ts';
import { single } from './made.ts';

const labels = { app: 'a' };
const bare = { containers: [{ name: 'c', image: 'nginx' }] };
const template = { metadata: { labels }, spec: bare };
const selector = { matchLabels: labels };
const once = { spec: { ...bare, restartPolicy: 'Never' } };
const pod = (name: string, spec: object, metadata: object = {}) =>
  single(name, { apiVersion: 'v1', kind: 'Pod', metadata, spec });
const apps = (kind: string, name: string, spec: object) => single(name, { apiVersion: 'apps/v1', kind, spec });
const batch = (kind: string, name: string, spec: object) => single(name, { apiVersion: 'batch/v1', kind, spec });
const container = (name: string, more: object) =>
  pod(name, { containers: [{ name: 'c', image: 'nginx:1.27', ...more }] });

export const workloadDefaults: readonly Case[] = [
  pod('is completed from a name and an image', bare),
  pod('pulls a tagged image only once, and an untagged one always', {
    containers: [
      { name: 'tagged', image: 'nginx:1.27' },
      { name: 'latest', image: 'nginx:latest' },
      { name: 'digest', image: 'nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef' },
      { name: 'port', image: 'registry:5000/nginx' },
    ],
  }),
  container('asks for what it is limited to', {
    resources: { limits: { cpu: '500m', memory: '64Mi' }, requests: { cpu: '0.1' } },
  }),
  container('keeps amounts in their shortest form', {
    resources: {
      limits: { cpu: '1000m', memory: '1024Ki', 'ephemeral-storage': '1000M' },
      requests: { memory: '1e3' },
    },
  }),
  container('has probes with patience', {
    livenessProbe: { httpGet: { port: 80 } },
    readinessProbe: { tcpSocket: { port: 'web' } },
    startupProbe: { exec: { command: ['true'] } },
    ports: [{ name: 'web', containerPort: 80 }],
  }),
  container('has a probe over gRPC', { livenessProbe: { grpc: { port: 9000 } } }),
  container('has hooks of its life', {
    lifecycle: { preStop: { httpGet: { port: 80 } }, postStart: { exec: { command: ['true'] } } },
  }),
  container('reads its surroundings from fields', {
    env: [
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
      { name: 'KEY', valueFrom: { configMapKeyRef: { name: 'm', key: 'k', optional: true } } },
      { name: 'PLAIN', value: 'x' },
    ],
    envFrom: [{ secretRef: { name: 's' } }, { prefix: 'P_', configMapRef: { name: 'm' } }],
  }),
  pod('is on the network of its node', {
    hostNetwork: true,
    containers: [{ name: 'c', image: 'nginx', ports: [{ containerPort: 80 }] }],
  }),
  pod('has volumes of all simple sorts', {
    containers: [{ name: 'c', image: 'nginx', volumeMounts: [{ name: 'a', mountPath: '/a' }] }],
    volumes: [
      { name: 'a' },
      { name: 'b', configMap: { name: 'm' } },
      { name: 'c', secret: { secretName: 's' } },
      { name: 'd', hostPath: { path: '/var' } },
      { name: 'e', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
      { name: 'f', projected: { sources: [{ serviceAccountToken: { path: 't' } }, { configMap: { name: 'm' } }] } },
      { name: 'g', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
      { name: 'h', persistentVolumeClaim: { claimName: 'p' } },
      { name: 'i', nfs: { server: 'n', path: '/' } },
    ],
  }),
  pod('has a volume made for it', {
    ...bare,
    volumes: [
      {
        name: 'v',
        ephemeral: {
          volumeClaimTemplate: {
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        },
      },
    ],
  }),
  pod('has init containers, one of which stays', {
    initContainers: [
      { name: 'first', image: 'busybox:1.36' },
      { name: 'side', image: 'busybox:1.36', restartPolicy: 'Always' },
    ],
    ...bare,
  }),
  pod('runs without a service account token', { ...bare, automountServiceAccountToken: false }),
  pod('keeps the tolerations it has', {
    ...bare,
    tolerations: [
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 10 },
      { key: 'dedicated', value: 'x' },
    ],
  }),
  pod('tolerates everything', { ...bare, tolerations: [{ operator: 'Exists' }] }),
  pod('is of a system priority', { ...bare, priorityClassName: 'system-node-critical' }, { namespace: 'default' }),
  pod('has both names of its account', { ...bare, serviceAccount: 'default' }),
  pod('is spread', {
    ...bare,
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'kubernetes.io/arch', whenUnsatisfiable: 'DoNotSchedule', labelSelector: selector },
    ],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: selector } },
        ],
      },
    },
  }),
  pod('waits behind a gate', { ...bare, schedulingGates: [{ name: 'example.com/gate' }] }),
  pod('knows no status at first', bare, { labels, generation: 7 }),
  pod('has security contexts', {
    securityContext: { runAsUser: 1000, fsGroup: 2000, runAsNonRoot: true },
    containers: [
      { name: 'c', image: 'nginx', securityContext: { privileged: true, capabilities: { add: ['NET_ADMIN'] } } },
    ],
  }),
  pod('is in its own pace of ending', { ...bare, terminationGracePeriodSeconds: 0, activeDeadlineSeconds: 5 }),

  apps('Deployment', 'is completed', { selector, template }),
  apps('Deployment', 'is completed where it recreates', { selector, template, strategy: { type: 'Recreate' } }),
  apps('Deployment', 'is completed where one number is given', {
    selector,
    template,
    strategy: { rollingUpdate: { maxSurge: 0 } },
  }),
  apps('ReplicaSet', 'is completed', { selector, template }),
  apps('StatefulSet', 'is completed', { selector, template, serviceName: 's' }),
  apps('StatefulSet', 'is completed with claims', {
    selector,
    template,
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ],
  }),
  apps('StatefulSet', 'is completed where it waits for deletion', {
    selector,
    template,
    updateStrategy: { type: 'OnDelete' },
    persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' },
  }),
  apps('DaemonSet', 'is completed', { selector, template }),
  apps('DaemonSet', 'is completed where it waits for deletion', {
    selector,
    template,
    updateStrategy: { type: 'OnDelete' },
  }),
  single('is completed from its template', {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    spec: { template },
  }),
  single('is kept as given', { apiVersion: 'v1', kind: 'PodTemplate', template }),

  batch('Job', 'is completed', { template: once }),
  batch('Job', 'is completed where it counts', { template: once, completions: 3 }),
  batch('Job', 'is completed where it is only parallel', { template: once, parallelism: 3 }),
  batch('Job', 'is completed where it has indexes', {
    template: once,
    completions: 3,
    completionMode: 'Indexed',
    backoffLimitPerIndex: 1,
  }),
  batch('Job', 'is completed where failures have a policy', {
    template: once,
    podFailurePolicy: {
      rules: [
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
        { action: 'FailJob', onExitCodes: { operator: 'In', values: [42, 3] } },
      ],
    },
  }),
  batch('Job', 'is completed with a selector of its own', {
    manualSelector: true,
    selector,
    template: { metadata: { labels }, spec: once.spec },
  }),
  batch('Job', 'waits suspended', { suspend: true, template: once, ttlSecondsAfterFinished: 5 }),
  batch('CronJob', 'is completed', { schedule: '*/5 * * * *', jobTemplate: { spec: { template: once } } }),
  batch('CronJob', 'is completed with a zone', {
    schedule: '@hourly',
    timeZone: 'Europe/Helsinki',
    jobTemplate: { spec: { template: once } },
  }),
];
