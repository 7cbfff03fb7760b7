// APIs that other servers bring: metrics, custom metrics, and wardle's flunders.
import { get, inNamespace, kubectl, MERGE, patch, post, put, remove } from '../build.ts';
import type { Case } from '../case.ts';

const METRICS = '/apis/metrics.k8s.io/v1beta1';
const CUSTOM = '/apis/custom.metrics.k8s.io';
const WARDLE = '/apis/wardle.example.com';
const FLUNDERS = `${WARDLE}/v1alpha1/namespaces/{ns}/flunders`;
const SERVICES = '/apis/apiregistration.k8s.io/v1/apiservices';
/** A sample's own: who manages its fields, and a status without fields. */
const ASIDE = { ignored: ['metadata.managedFields', 'metadata.generation', 'status'] };
const flunder = (name: string, spec: object = { reference: 'a', referenceType: 'Flunder' }) => ({
  apiVersion: 'wardle.example.com/v1alpha1',
  kind: 'Flunder',
  metadata: { name },
  spec,
});

export const aggregated: readonly Case[] = [
  {
    name: 'is described by its discovery',
    kind: 'NodeMetrics',
    steps: [get('/apis/metrics.k8s.io'), get(METRICS)],
  },
  {
    name: 'is unknown of what is not there',
    kind: 'NodeMetrics',
    steps: [
      get(`${METRICS}/nodes/not-there`),
      get(`${METRICS}/unknown`),
      get(`${METRICS}/namespaces/default/nodes`),
      post(`${METRICS}/nodes`, { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'NodeMetrics' }),
      remove(`${METRICS}/nodes/pi5`),
    ],
  },
  {
    name: 'is unknown of what is not there',
    kind: 'PodMetrics',
    steps: [
      ...inNamespace,
      get(`${METRICS}/namespaces/{ns}/pods`),
      get(`${METRICS}/namespaces/{ns}/pods/not-there`),
      get(`${METRICS}/namespaces/not-there/pods`),
      get(`${METRICS}/pods?labelSelector=no%3Dsuch`),
      get(`${METRICS}/pods?labelSelector=!!`),
      kubectl('top', 'pods', '-n', '{ns}'),
      kubectl('top', 'pod', 'not-there', '-n', '{ns}'),
    ],
  },
  {
    name: 'is unknown of what nobody measures',
    kind: 'MetricValueList',
    steps: [
      get(`${CUSTOM}/v1beta2/namespaces/default/services/not-there/rps`),
      get(`${CUSTOM}/v1beta2/namespaces/default/pods/not-there/rps`),
      get(`${CUSTOM}/v1beta1/namespaces/default/services/not-there/rps`),
    ],
  },
  {
    name: 'is created, read, changed and deleted',
    kind: 'Flunder',
    steps: [
      ...inNamespace,
      post(FLUNDERS, flunder('a'), ASIDE),
      get(`${FLUNDERS}/a`, ASIDE),
      put(`${FLUNDERS}/a`, flunder('a', { reference: 'b', referenceType: 'Flunder' }), ASIDE),
      patch(`${FLUNDERS}/a`, MERGE, { spec: { reference: 'c' } }, ASIDE),
      post(FLUNDERS, flunder('a')),
      post(`${FLUNDERS}?dryRun=All`, flunder('b'), ASIDE),
      get(`${FLUNDERS}/b`),
      remove(`${FLUNDERS}/a`),
      remove(`${FLUNDERS}/a`),
    ],
  },
  {
    name: 'says which servers answer',
    kind: 'APIService',
    steps: ['v1.', 'v1.apps', 'v1.batch', 'v2.autoscaling', 'v1.apiextensions.k8s.io'].map((name) =>
      get(`${SERVICES}/${name}`, {
        ignored: ['metadata.managedFields', 'spec.groupPriorityMinimum', 'spec.versionPriority'],
      }),
    ),
  },
];
