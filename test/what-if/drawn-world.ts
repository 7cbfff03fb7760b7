// A simulated cluster that a seed makes up: boards with taints, and workloads of every kind that ask for their room.
import type { Deployment, StatefulSet } from 'kubernetes-types/apps/v1';
import type { Node, PodSpec, PodTemplateSpec, Toleration } from 'kubernetes-types/core/v1';
import { Random } from '#lib/sim/random.ts';
import { boardsOf, type TestWorld, testWorld } from '#lib/sim/scenarios/testdata/test-world.ts';
import type { KubeObject } from '#lib/sim/store/object.ts';

const ARCHITECTURES = ['amd64', 'arm64', 'arm'];
const SETTLE_SECONDS = 120;

export interface DrawnWorld {
  world: TestWorld;
  random: Random;
}

export function drawnWorld(seed: number): DrawnWorld {
  const random = new Random(seed);
  const count = 2 + random.integer(4);
  const boards = Array.from({ length: count }, (_, at) => [`board${at + 1}`, one(random, ARCHITECTURES)] as const);
  const world = testWorld(boardsOf(Object.fromEntries(boards)));
  const high = { value: 1_000, globalDefault: false };
  const base = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' } };
  world.create('priorityclasses.scheduling.k8s.io', { ...base, ...high });
  for (const [name] of boards) if (random.integer(3) === 0) taintBoard(world, random, name);
  const workloads = 3 + random.integer(6);
  for (let at = 0; at < workloads; at++) {
    const [resource, object] = one(random, KINDS)(random, `app${at}`);
    world.create(resource, object);
    // Some come before others: then age decides who is given up.
    if (random.integer(2) === 0) world.step(1 + random.integer(40));
  }
  world.step(SETTLE_SECONDS);
  return { world, random };
}

export function one<T>(random: Random, list: readonly T[]): T {
  const chosen = list[random.integer(list.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}

function taintBoard(world: TestWorld, random: Random, name: string): void {
  const node = world.store.get('nodes', undefined, name);
  if (node === undefined) throw new Error(`no node ${name}`);
  const effect = one(random, ['NoSchedule', 'NoSchedule', 'PreferNoSchedule', 'NoSchedule', 'NoExecute']);
  const changed: Node = { ...node, spec: { ...node.spec, taints: [{ key: 'team', value: 'a', effect }] } };
  world.writer.update('nodes', changed, 'test');
}

type Made = readonly [resource: string, object: KubeObject];

const KINDS: readonly ((random: Random, name: string) => Made)[] = [
  deployment,
  deployment,
  deployment,
  statefulSet,
  daemonSet,
  job,
  barePod,
];

function deployment(random: Random, name: string): Made {
  const spec: Deployment['spec'] = {
    replicas: 1 + random.integer(4),
    selector: { matchLabels: { app: name } },
    template: podTemplate(random, name),
  };
  const strategy = one(random, [
    {},
    {},
    { strategy: { type: 'Recreate' } },
    { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } },
  ]);
  return ['deployments.apps', object('apps/v1', 'Deployment', name, { ...spec, ...strategy })];
}

function statefulSet(random: Random, name: string): Made {
  const spec: StatefulSet['spec'] = {
    replicas: 1 + random.integer(3),
    serviceName: name,
    selector: { matchLabels: { app: name } },
    template: podTemplate(random, name),
    ...(random.integer(2) === 0 ? { podManagementPolicy: 'Parallel' } : {}),
  };
  return ['statefulsets.apps', object('apps/v1', 'StatefulSet', name, spec)];
}

function daemonSet(random: Random, name: string): Made {
  const spec = { selector: { matchLabels: { app: name } }, template: podTemplate(random, name) };
  return ['daemonsets.apps', object('apps/v1', 'DaemonSet', name, spec)];
}

function job(random: Random, name: string): Made {
  const template = podTemplate(random, name);
  const restarting = { ...template, spec: { ...template.spec, restartPolicy: 'Never' } };
  const spec = { parallelism: 1 + random.integer(2), backoffLimit: random.integer(3), template: restarting };
  return ['jobs.batch', object('batch/v1', 'Job', name, spec)];
}

function barePod(random: Random, name: string): Made {
  const { spec, metadata } = podTemplate(random, name);
  return [
    'pods',
    { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name, namespace: 'default' }, spec } as KubeObject,
  ];
}

function object(apiVersion: string, kind: string, name: string, spec: unknown): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'default' }, spec } as KubeObject;
}

function podTemplate(random: Random, name: string): PodTemplateSpec {
  const cpu = one(random, ['50m', '200m', '700m', '1500m']);
  const memory = one(random, ['10Mi', '60Mi', '150Mi', '300Mi']);
  const requests = one<Record<string, string>>(random, [{}, { cpu }, { memory }, { cpu, memory }, { cpu, memory }]);
  const tolerations = drawnTolerations(random);
  const containers = [{ name: 'c', image: 'nginx:1.29', resources: { requests } }];
  const spec: PodSpec = {
    containers,
    tolerations,
    ...(random.integer(5) === 0 ? { nodeSelector: { 'kubernetes.io/arch': one(random, ARCHITECTURES) } } : {}),
    ...(random.integer(5) === 0 ? { priorityClassName: 'high' } : {}),
    ...drawnCompany(random, name),
  };
  return { metadata: { labels: { app: name } }, spec };
}

function drawnTolerations(random: Random): Toleration[] {
  return one<Toleration[]>(random, [
    [],
    [],
    [{ key: 'team', operator: 'Exists' }],
    [{ key: 'team', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 20 + random.integer(60) }],
    [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 }],
    [{ operator: 'Exists' }],
  ]);
}

function drawnCompany(random: Random, name: string): Partial<PodSpec> {
  const labelSelector = { matchLabels: { app: name } };
  const topologyKey = 'kubernetes.io/hostname';
  return one<Partial<PodSpec>>(random, [
    {},
    {},
    {},
    {
      affinity: {
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey }] },
      },
    },
    {
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey, whenUnsatisfiable: one(random, ['DoNotSchedule', 'ScheduleAnyway']), labelSelector },
      ],
    },
  ]);
}
