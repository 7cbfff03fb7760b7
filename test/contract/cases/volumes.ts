// Volumes by hand and the claims that find them, keep them and let them go.
import { get, inNamespace, MERGE, patch, post, remove } from '../build.ts';
import type { Body, Case, RequestStep } from '../case.ts';
import { at } from '../look.ts';
import { gone, made, PODS, running, statusOf, UNCOMPARED } from '../workloads.ts';

const CLAIMS = '/api/v1/namespaces/{ns}/persistentvolumeclaims';
const VOLUME = '/api/v1/persistentvolumes/{ns}';

const volume = (spec: object = {}) =>
  post(
    '/api/v1/persistentvolumes',
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: '{ns}', labels: { shelf: '{ns}' } },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        storageClassName: '{ns}',
        hostPath: { path: '/srv' },
        ...spec,
      },
    },
    UNCOMPARED,
  );
const claim = (spec: object = {}) =>
  post(
    CLAIMS,
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: '{ns}',
        resources: { requests: { storage: '500Mi' } },
        ...spec,
      },
    },
    UNCOMPARED,
  );
const phase = (path: string, wanted: string, only: (body: Body) => unknown): RequestStep =>
  get(path, { until: (body) => at(body, 'status', 'phase') === wanted, only });
const claimLook = (body: Body) => [
  at(body, 'spec'),
  { ...(body.status as object), conditions: undefined },
  at(body, 'metadata', 'annotations'),
  at(body, 'metadata', 'finalizers'),
];
const volumeLook = (body: Body) => [
  at(body, 'spec'),
  at(body, 'status'),
  at(body, 'metadata', 'annotations'),
  at(body, 'metadata', 'finalizers'),
];
const withoutVolume = [
  remove(VOLUME, undefined, UNCOMPARED),
  patch(VOLUME, MERGE, { metadata: { finalizers: null } }, UNCOMPARED),
];
const bound = [
  volume(),
  phase(VOLUME, 'Available', volumeLook),
  claim(),
  phase(`${CLAIMS}/data`, 'Bound', claimLook),
  phase(VOLUME, 'Bound', volumeLook),
];
const user = made('a', {
  nodeSelector: { 'kubernetes.io/hostname': 'pi5' },
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
});

export const volumes: readonly Case[] = [
  {
    name: 'finds its volume, and is bound to it',
    kind: 'PersistentVolumeClaim',
    steps: [...inNamespace, ...bound, ...withoutVolume],
  },
  {
    name: 'stays while a pod uses it, and leaves its volume released',
    kind: 'PersistentVolumeClaim',
    steps: [
      ...inNamespace,
      ...bound,
      user,
      running('a'),
      remove(`${CLAIMS}/data`, undefined, UNCOMPARED),
      get(`${CLAIMS}/data`, {
        only: (body) => [at(body, 'metadata', 'finalizers'), typeof at(body, 'metadata', 'deletionTimestamp')],
      }),
      remove(`${PODS}/a`, undefined, UNCOMPARED),
      gone(`${CLAIMS}/data`),
      phase(VOLUME, 'Released', volumeLook),
      ...withoutVolume,
    ],
  },
  {
    name: 'stays while a claim is bound to it',
    kind: 'PersistentVolume',
    steps: [
      ...inNamespace,
      ...bound,
      remove(VOLUME, undefined, UNCOMPARED),
      get(VOLUME, {
        only: (body) => [at(body, 'metadata', 'finalizers'), typeof at(body, 'metadata', 'deletionTimestamp')],
      }),
      remove(`${CLAIMS}/data`, undefined, UNCOMPARED),
      gone(VOLUME),
    ],
  },
  {
    name: 'asks for more than the volume holds, and waits',
    kind: 'PersistentVolumeClaim',
    steps: [
      ...inNamespace,
      volume(),
      phase(VOLUME, 'Available', statusOf),
      claim({ resources: { requests: { storage: '2Gi' } } }),
      get(`${CLAIMS}/data`, { until: (body) => at(body, 'status', 'phase') === 'Pending', only: claimLook }),
      ...withoutVolume,
    ],
  },
  {
    name: 'chooses a volume by its labels',
    kind: 'PersistentVolumeClaim',
    steps: [
      ...inNamespace,
      volume(),
      phase(VOLUME, 'Available', statusOf),
      claim({ selector: { matchLabels: { shelf: '{ns}' } } }),
      phase(`${CLAIMS}/data`, 'Bound', claimLook),
      ...withoutVolume,
    ],
  },
  {
    name: 'is lost with its volume',
    kind: 'PersistentVolumeClaim',
    steps: [...inNamespace, ...bound, ...withoutVolume, phase(`${CLAIMS}/data`, 'Lost', claimLook)],
  },
  {
    name: 'names a volume that is not there',
    kind: 'PersistentVolumeClaim',
    steps: [
      ...inNamespace,
      claim({ volumeName: '{ns}-none' }),
      get(`${CLAIMS}/data`, { until: (body) => at(body, 'status', 'phase') === 'Pending', only: claimLook }),
    ],
  },
  {
    name: 'is kept for the claim that it names',
    kind: 'PersistentVolume',
    steps: [
      ...inNamespace,
      volume({ claimRef: { namespace: '{ns}', name: 'data' } }),
      phase(VOLUME, 'Available', volumeLook),
      claim(),
      phase(VOLUME, 'Bound', volumeLook),
      phase(`${CLAIMS}/data`, 'Bound', claimLook),
      ...withoutVolume,
    ],
  },
];
