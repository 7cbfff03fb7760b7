// Objects that are refused, and in which words: those that the validation's own tests are given, and what cannot change.
import { readFileSync } from 'node:fs';
import { inNamespace, MERGE, patch, podSpec, post, remove } from '../build.ts';
import type { Case, RequestStep } from '../case.ts';
import { collectionOf, type Made } from './made.ts';

interface Refused {
  object: Made;
  message: string;
}

const FILE = new URL('../../../lib/sim/schema/testdata/refusals.jsonl', import.meta.url);
const lines = readFileSync(FILE, 'utf8').trim().split('\n');
const refused = lines.map((line) => JSON.parse(line) as Refused);
/** So many of a kind make one case. */
const CASE_STEPS = 6;

const kinds = [...new Set(refused.map(({ object }) => object.kind))];
const invalid = kinds.flatMap((kind): Case[] => {
  const steps = refused.filter(({ object }) => object.kind === kind).map(({ object }) => asked(object));
  const cases: Case[] = [];
  for (let from = 0; from < steps.length; from += CASE_STEPS) {
    const until = Math.min(from + CASE_STEPS, steps.length);
    const name = `is refused in the same words (${from + 1} to ${until} of ${steps.length})`;
    cases.push({ name, kind, steps: steps.slice(from, until) });
  }
  return cases;
});

function asked(object: Made): RequestStep {
  return post(`${collectionOf(object)}?dryRun=All&fieldValidation=Strict`, object);
}

const labels = { app: 'a' };
const selector = { matchLabels: labels };
const template = { metadata: { labels }, spec: podSpec };
const once = { metadata: { labels }, spec: { ...podSpec, restartPolicy: 'Never' } };
const port = { name: 'a', port: 80 };
const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

/** An object, and changes of its spec that are refused or, some of them, not. */
const UPDATES: readonly { object: Made; specs?: readonly object[]; patches?: readonly object[] }[] = [
  {
    object: { apiVersion: 'v1', kind: 'Pod', spec: { ...podSpec, nodeName: 'not-there', schedulerName: 'nobody' } },
    specs: [
      { nodeName: 'other' },
      { restartPolicy: 'Never' },
      { containers: [{ name: 'web', image: 'nginx:1.28', command: ['x'] }] },
      { containers: [{ name: 'web', image: 'nginx:1.28' }] },
      { tolerations: [] },
      { activeDeadlineSeconds: 7 },
      { activeDeadlineSeconds: 8 },
      { hostNetwork: true },
      { serviceAccountName: 'other' },
      { terminationGracePeriodSeconds: 1 },
    ],
  },
  {
    object: { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 0, selector, template } },
    specs: [{ selector: { matchLabels: { app: 'b' } } }, { replicas: -1 }, { strategy: { type: 'Other' } }],
  },
  {
    object: { apiVersion: 'apps/v1', kind: 'ReplicaSet', spec: { replicas: 0, selector, template } },
    specs: [{ selector: { matchLabels: { app: 'b' } } }],
  },
  {
    object: { apiVersion: 'apps/v1', kind: 'StatefulSet', spec: { replicas: 0, selector, template, serviceName: 's' } },
    specs: [{ serviceName: 't' }, { podManagementPolicy: 'Parallel' }, { selector: { matchLabels: { app: 'b' } } }],
  },
  {
    object: {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      spec: { selector, template: { ...template, spec: { ...podSpec, nodeSelector: { no: 'where' } } } },
    },
    specs: [{ selector: { matchLabels: { app: 'b' } } }, { updateStrategy: { rollingUpdate: { maxUnavailable: 0 } } }],
  },
  {
    object: { apiVersion: 'batch/v1', kind: 'Job', spec: { suspend: true, template: once } },
    specs: [
      { completions: 2 },
      { completionMode: 'Indexed' },
      { parallelism: -1 },
      { selector: { matchLabels: { app: 'b' } } },
      { backoffLimitPerIndex: 1 },
    ],
  },
  {
    object: { apiVersion: 'v1', kind: 'Service', spec: { selector: labels, ports: [port] } },
    specs: [
      { clusterIP: '10.96.255.250', clusterIPs: ['10.96.255.250'] },
      { clusterIP: 'None' },
      { ports: [] },
      { type: 'Odd' },
    ],
  },
  {
    object: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', spec: { ...claim, storageClassName: 'none' } },
    specs: [
      { accessModes: ['ReadOnlyMany'] },
      { resources: { requests: { storage: '2Gi' } } },
      { storageClassName: 'other' },
      { volumeMode: 'Block' },
    ],
  },
  {
    object: {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: '/d' },
        storageClassName: 'x',
      },
    },
    specs: [{ hostPath: { path: '/e' } }, { volumeMode: 'Block' }, { persistentVolumeReclaimPolicy: 'Odd' }],
  },
  {
    object: { apiVersion: 'v1', kind: 'ResourceQuota', spec: { hard: { pods: '1' } } },
    specs: [{ scopes: ['BestEffort'] }, { hard: { pods: '-1' } }],
  },
  {
    object: { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', spec: { controller: 'example.com/a' } },
    specs: [{ controller: 'example.com/b' }],
  },
  {
    object: {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      spec: { minAvailable: 1, selector },
    },
    specs: [{ maxUnavailable: 1 }, { minAvailable: -1 }],
  },
  {
    object: { apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1' }, immutable: true },
    patches: [{ data: { a: '2' } }, { immutable: false }, { metadata: { labels: { x: 'y' } } }],
  },
  {
    object: { apiVersion: 'v1', kind: 'Secret', type: 'example.com/a', data: { a: 'eA==' } },
    patches: [{ type: 'Opaque' }, { data: { a: 'not base64' } }],
  },
  {
    object: { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', provisioner: 'example.com/p' },
    patches: [
      { provisioner: 'example.com/q' },
      { parameters: { a: 'b' } },
      { reclaimPolicy: 'Retain' },
      { volumeBindingMode: 'WaitForFirstConsumer' },
    ],
  },
  {
    object: { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', value: 5 },
    patches: [{ value: 6 }, { preemptionPolicy: 'Never' }, { description: 'x' }],
  },
  {
    object: { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', handler: 'a' },
    patches: [{ handler: 'b' }],
  },
  {
    object: {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      roleRef: { kind: 'ClusterRole', name: 'view' },
    },
    patches: [{ roleRef: { name: 'edit' } }, { subjects: [{ kind: 'Odd', name: 'x' }] }],
  },
  {
    object: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', spec: { holderIdentity: 'a', leaseTransitions: 3 } },
    specs: [{ leaseTransitions: 2 }, { leaseDurationSeconds: 0 }],
  },
  {
    object: { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4', endpoints: [] },
    patches: [{ addressType: 'IPv6' }, { endpoints: [{ addresses: ['x'] }] }],
  },
  {
    object: { apiVersion: 'v1', kind: 'Node', metadata: { name: '{ns}' }, spec: { podCIDR: '10.9.1.0/24' } },
    specs: [
      { podCIDR: '10.9.2.0/24' },
      { providerID: 'a' },
      { providerID: 'b' },
      { taints: [{ key: 'a', effect: 'Odd' }] },
    ],
  },
];

const fixed = UPDATES.map(({ object, specs = [], patches = [] }): Case => {
  const named: Made = { ...object, metadata: { name: '{ns}', ...object.metadata } };
  const collection = collectionOf(object, '{ns}');
  // What controllers write there meanwhile is not compared.
  const ignored = ['status', 'metadata.managedFields', 'metadata.annotations', 'metadata.finalizers', 'spec.taints'];
  return {
    name: 'keeps what cannot change',
    kind: object.kind,
    steps: [
      ...inNamespace,
      post(collection, named, { ignored }),
      ...[...specs.map((spec) => ({ spec })), ...patches].map((change) =>
        patch(`${collection}/{ns}`, MERGE, change, { ignored }),
      ),
      // What is in no namespace would be met by other cases: a node by the scheduler.
      ...(collection.includes('{ns}') ? [] : [remove(`${collection}/{ns}`, undefined, { uncompared: true })]),
    ],
  };
});

export const refusedObjects: readonly Case[] = [...invalid, ...fixed];
