// Where pods go, and what is said where they cannot.
import { get, inNamespace, MERGE, patch, post, remove, TOLERATIONS } from '../build.ts';
import type { Body, Case, RequestStep } from '../case.ts';
import { at, conditionOf, told } from '../look.ts';

const PODS = '/api/v1/namespaces/{ns}/pods';
const CONTAINER = { name: 'web', image: 'traefik/whoami:v1.10' };

export const pod = (name: string, spec: object = {}, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, ...metadata },
  spec: { tolerations: TOLERATIONS, terminationGracePeriodSeconds: 0, containers: [CONTAINER], ...spec },
});

const asking = (requests: Record<string, string>, limits?: Record<string, string>) => ({
  containers: [{ ...CONTAINER, resources: { requests, ...(limits && { limits }) } }],
});
const onlyOn = (...names: string[]) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: names }] }],
      },
    },
  },
});

const made = (name: string, spec: object = {}, metadata: object = {}): RequestStep =>
  post(PODS, pod(name, spec, metadata), { uncompared: true });
/** The scheduler's word on a pod it has no place for. */
const isRefused = (body: Body) => conditionOf(body, 'PodScheduled')?.['status'] === 'False';
const refusal = (name: string): RequestStep =>
  get(`${PODS}/${name}`, { until: isRefused, only: ({ status }) => status });
/** Its node, and how far it says so. */
const placed = (name: string): RequestStep =>
  get(`${PODS}/${name}`, {
    until: (body) => conditionOf(body, 'PodScheduled')?.['status'] === 'True',
    only: (body) => at(body, 'spec', 'nodeName'),
  });
const running = (name: string): RequestStep =>
  get(`${PODS}/${name}`, { until: (body) => at(body, 'status', 'phase') === 'Running', uncompared: true });

/** One pod that no board takes, by what is wrong with it. */
const REFUSED: readonly (readonly [name: string, spec: object])[] = [
  ['tolerates nothing', { tolerations: [], ...onlyOn('pi5', 'upboard1') }],
  [
    'tolerates one value of a taint',
    {
      tolerations: [{ key: 'beta.kubernetes.io/arch', value: 'arm', effect: 'NoSchedule' }],
      ...onlyOn('pi5', 'upboard1'),
    },
  ],
  [
    'tolerates the wrong effect',
    {
      tolerations: [{ key: 'beta.kubernetes.io/arch', operator: 'Exists', effect: 'NoExecute' }],
      ...onlyOn('pi5', 'pi6'),
    },
  ],
  ['selects nodes by a label that none has', { nodeSelector: { disk: 'ssd' } }],
  ['selects an architecture that no board has', { nodeSelector: { 'kubernetes.io/arch': 'riscv64' } }],
  ['tolerates nothing and selects the arm boards', { tolerations: [], nodeSelector: { 'kubernetes.io/arch': 'arm' } }],
  [
    'wants boards of two architectures at once',
    { nodeSelector: { 'kubernetes.io/arch': 'arm' }, ...onlyOn('pi5', 'upboard2') },
  ],
  [
    'wants nodes by an empty list of expressions',
    { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{}] } } } },
  ],
  [
    'wants a number of cores greater than labels say',
    {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['3'] }] }],
          },
        },
      },
    },
  ],
  [
    'wants a node by a name that none has',
    {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['pi99'] }] }],
          },
        },
      },
    },
  ],
  ['asks for more cores than boards have', asking({ cpu: '64' })],
  ['asks for more memory than boards have', asking({ memory: '64Gi' })],
  ['asks for more cores and memory than boards have', asking({ cpu: '64', memory: '64Gi' })],
  [
    'selects boards and asks for more memory than those have',
    { ...asking({ memory: '1Gi' }), nodeSelector: { 'kubernetes.io/arch': 'arm64' } },
  ],
  ['asks for more storage than boards have', asking({ 'ephemeral-storage': '1Ti' })],
  ['asks for a device that no board has', asking({ 'example.com/camera': '1' }, { 'example.com/camera': '1' })],
  [
    'asks too much of some boards, and does not tolerate others',
    { ...asking({ memory: '1200Mi' }), ...onlyOn('pi5', 'pi6', 'upboard1') },
  ],
  [
    'wants to be near pods that are nowhere',
    {
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: { matchLabels: { app: 'nowhere' } }, topologyKey: 'kubernetes.io/hostname' },
          ],
        },
      },
    },
  ],
  [
    'spreads over a label that no board has',
    {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'shelf',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: { app: 'web' } },
        },
      ],
    },
  ],
  ['uses a claim that is not there', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'nowhere' } }] }],
];

const refused: readonly Case[] = REFUSED.map(([name, spec]) => ({
  name: `stays pending where it ${name}`,
  kind: 'Pod',
  steps: [...inNamespace, made('a', spec), refusal('a')],
}));

const web = { labels: { app: 'web' } };
const apart = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' },
    ],
  },
};
const together = {
  podAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' },
    ],
  },
};

export const scheduling: readonly Case[] = [
  ...refused,
  {
    name: 'goes to the only board it may go to',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      made('a', onlyOn('pi6')),
      placed('a'),
      made('b', { tolerations: [] }),
      placed('b'),
      made('c', { nodeSelector: { 'kubernetes.io/arch': 'arm64' } }),
      placed('c'),
      made('d', {
        tolerations: [{ operator: 'Exists' }],
        nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
      }),
      placed('d'),
    ],
  },
  {
    name: 'keeps away from its like, until there is no room',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      made('a', { ...onlyOn('pi5') }, web),
      placed('a'),
      made('b', { affinity: { ...onlyOn('pi5', 'pi6').affinity, ...apart } }, web),
      placed('b'),
      made('c', { affinity: { ...onlyOn('pi5', 'pi6').affinity, ...apart } }, web),
      refusal('c'),
    ],
  },
  {
    name: 'is kept away by others that want to be alone',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      made('a', { affinity: { ...onlyOn('pi5').affinity, ...apart } }),
      placed('a'),
      made('b', onlyOn('pi5'), web),
      refusal('b'),
    ],
  },
  {
    name: 'goes where the pods are that it wants to be with',
    kind: 'Pod',
    steps: [...inNamespace, made('a', onlyOn('pi7'), web), placed('a'), made('b', { affinity: together }), placed('b')],
  },
  {
    name: 'may be the first of those it wants to be with',
    kind: 'Pod',
    steps: [...inNamespace, made('a', { affinity: { ...onlyOn('pi7').affinity, ...together } }, web), placed('a')],
  },
  {
    name: 'is spread evenly, and no further',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      made('a', onlyOn('pi5'), web),
      placed('a'),
      made(
        'b',
        {
          ...onlyOn('pi5', 'pi6'),
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'DoNotSchedule',
              labelSelector: { matchLabels: { app: 'web' } },
            },
          ],
        },
        web,
      ),
      placed('b'),
      made(
        'c',
        {
          nodeSelector: { 'kubernetes.io/hostname': 'pi5' },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'DoNotSchedule',
              labelSelector: { matchLabels: { app: 'web' } },
              nodeAffinityPolicy: 'Ignore',
            },
          ],
        },
        web,
      ),
      refusal('c'),
    ],
  },
  {
    name: 'finds its port taken',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      made('a', { ...onlyOn('pi7'), containers: [{ ...CONTAINER, ports: [{ containerPort: 80, hostPort: 18080 }] }] }),
      placed('a'),
      made('b', { ...onlyOn('pi7'), containers: [{ ...CONTAINER, ports: [{ containerPort: 80, hostPort: 18080 }] }] }),
      refusal('b'),
      made('c', {
        ...onlyOn('pi7'),
        containers: [{ ...CONTAINER, ports: [{ containerPort: 80, hostPort: 18080, protocol: 'UDP' }] }],
      }),
      placed('c'),
    ],
  },
  {
    name: 'waits at its gates, and is scheduled once they are gone',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      made('a', { ...onlyOn('pi6'), schedulingGates: [{ name: 'example.com/door' }] }),
      refusal('a'),
      patch(`${PODS}/a`, MERGE, { spec: { schedulingGates: [] } }, { uncompared: true }),
      placed('a'),
    ],
  },
  {
    name: 'is found a place once its board has the label it wants',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      made('a', { nodeSelector: { '{ns}': 'yes' } }),
      refusal('a'),
      patch('/api/v1/nodes/pi6', MERGE, { metadata: { labels: { '{ns}': 'yes' } } }, { uncompared: true }),
      placed('a'),
      patch('/api/v1/nodes/pi6', MERGE, { metadata: { labels: { '{ns}': null } } }, { uncompared: true }),
    ],
  },
  {
    name: 'of another scheduler is left alone',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      made('a', { schedulerName: 'other' }),
      made('b', onlyOn('pi6')),
      placed('b'),
      get(`${PODS}/a`, { only: ({ status }) => status }),
    ],
  },
  {
    name: 'is told in events why it has no place',
    kind: 'Event',
    steps: [
      ...inNamespace,
      made('a', { nodeSelector: { disk: 'ssd' } }),
      refusal('a'),
      get('/api/v1/namespaces/{ns}/events', {
        until: ({ items }) => (items ?? []).length > 0,
        only: told,
      }),
    ],
  },
  {
    name: 'takes the place of pods that matter less',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      post(
        '/apis/scheduling.k8s.io/v1/priorityclasses',
        { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: '{ns}' }, value: 1000 },
        { uncompared: true },
      ),
      made('low', { ...onlyOn('pi7'), ...asking({ memory: '600Mi' }) }),
      running('low'),
      made('never', { ...onlyOn('pi7'), ...asking({ memory: '600Mi' }) }),
      refusal('never'),
      made('high', { ...onlyOn('pi7'), ...asking({ memory: '600Mi' }), priorityClassName: '{ns}' }),
      placed('high'),
      get(`${PODS}/low`, { until: ({ kind }) => kind === 'Status' }),
      get('/api/v1/namespaces/{ns}/events?fieldSelector=reason=Preempted', {
        until: ({ items }) => (items ?? []).length > 0,
        only: told,
      }),
      remove('/apis/scheduling.k8s.io/v1/priorityclasses/{ns}', undefined, { uncompared: true }),
      remove(PODS, undefined, { uncompared: true }),
    ],
  },
];
