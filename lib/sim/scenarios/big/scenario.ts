// A cluster as large as one asks for, up to 5,000 boards and 150,000 pods: what Kubernetes is tested with upstream.
import type { ContainerImage, Pod } from 'kubernetes-types/core/v1';
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { ImageRegistry } from '../../kubelet/image-registry.ts';
import type { APIService, KubeObject } from '../../store/object.ts';
import { ago, type Ground, meta } from '../objects/ground.ts';
import { nodeObjects } from '../objects/nodes.ts';
import { type BuiltScenario, type Scenario, ScenarioParameterError, type ScenarioStart } from '../scenario.ts';
import { IMAGES } from './apps.ts';
import { bigBoards } from './boards.ts';
import { Placement } from './placement.ts';
import { NoRoomError, Workloads } from './workloads.ts';

const NODES = { default: 300, min: 1, max: 5_000 };
const PODS = { default: 3_000, min: 0, max: 150_000 };
/** So many always find room, agents included; more where the boards happen to be large. */
const PODS_PER_BOARD_SURE = 10;
const PODS_PER_TEAM = 150;
const TEAM_DIGITS = 4;
const CLUSTER_AGE = '400d';
const SYSTEM_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

export const big: Scenario = {
  name: 'big',
  title: 'As many boards as you like',
  summary: 'Up to 5,000 boards of five kinds with up to 150,000 pods in teams’ namespaces, all at rest.',
  parameters: { nodes: NODES, pods: PODS },
  build,
};

function build({ nowMs, random, parameters }: ScenarioStart): BuiltScenario {
  const registry = new ImageRegistry(IMAGES);
  const ground: Ground = { nowMs, random, registry };
  const nodeCount = parameters.nodes ?? NODES.default;
  const podCount = parameters.pods ?? Math.min(PODS.default, nodeCount * PODS_PER_BOARD_SURE);
  const boards = bigBoards(nodeCount, random);
  const placement = new Placement(boards.map(({ node }) => node));
  const workloads = new Workloads({ ground, boards, placement }, podCount);
  const teams = filled(workloads, { nodeCount, podCount });
  const images = imagesByNode(registry, workloads.pods);
  return {
    startMs: nowMs,
    objects: [
      ...[...SYSTEM_NAMESPACES, ...teams].flatMap((name) => namespaceObjects(ground, name)),
      ...boards.flatMap(({ node }) => nodeObjects(ground, { ...node, images: images.get(node.name) ?? [] })),
      ...workloads.objects,
      metricsApi(ground),
    ],
    wholeObjects: workloads.pods,
    boards: boards.map(({ board }) => board),
    images: IMAGES,
  };
}

/** Puts all the pods in, and names the teams' namespaces. */
function filled(workloads: Workloads, { nodeCount, podCount }: { nodeCount: number; podCount: number }): string[] {
  const teams: string[] = [];
  try {
    workloads.addSystem('kube-system');
    while (workloads.left > 0) {
      const team = `team-${String(teams.length + 1).padStart(TEAM_DIGITS, '0')}`;
      teams.push(team);
      workloads.addTeam(team, PODS_PER_TEAM);
    }
  } catch (error) {
    if (!(error instanceof NoRoomError)) throw error;
    const room = `${nodeCount} boards of the scenario big have room for ${error.held}`;
    throw new ScenarioParameterError(`pods ${podCount}: ${room}, give fewer pods or more nodes`);
  }
  return teams;
}

function namespaceObjects(ground: Ground, name: string): KubeObject[] {
  const labels = { 'kubernetes.io/metadata.name': name };
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: meta(ground, { name, age: CLUSTER_AGE, labels }),
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
  const account = { name: 'default', namespace: name, age: CLUSTER_AGE };
  return [namespace, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta(ground, account) }];
}

/** As kubelets report them, largest first: what they do not report yet, each would post at the first instant. */
function imagesByNode(registry: ImageRegistry, pods: readonly Pod[]): Map<string, ContainerImage[]> {
  const known = new Map<string, ContainerImage>();
  const byNode = new Map<string, Set<ContainerImage>>();
  for (const { spec } of pods) {
    const held = byNode.get(spec?.nodeName ?? '') ?? new Set();
    byNode.set(spec?.nodeName ?? '', held);
    for (const { image = '' } of spec?.containers ?? []) {
      const reported = known.get(image) ?? reportOf(image, registry);
      known.set(image, reported);
      held.add(reported);
    }
  }
  const sorted = (images: ReadonlySet<ContainerImage>) =>
    [...images].sort((a, b) => (b.sizeBytes ?? 0) - (a.sizeBytes ?? 0));
  return new Map([...byNode].map(([node, images]) => [node, sorted(images)]));
}

function reportOf(image: string, registry: ImageRegistry): ContainerImage {
  const reference = parseImageReference(image);
  const facts = registry.factsOf(image);
  if (reference === null || facts === undefined) throw new Error(`no registry has ${image}`);
  return { names: [...registry.namesOf(reference)], sizeBytes: facts.sizeBytes };
}

function metricsApi(ground: Ground): APIService {
  const [group, version] = ['metrics.k8s.io', 'v1beta1'];
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: meta(ground, { name: `${version}.${group}`, age: CLUSTER_AGE }),
    spec: {
      group,
      groupPriorityMinimum: 100,
      insecureSkipTLSVerify: true,
      service: { name: 'metrics-server', namespace: 'kube-system', port: 443 },
      version,
      versionPriority: 100,
    },
    status: {
      conditions: [
        {
          type: 'Available',
          status: 'True',
          lastTransitionTime: ago(ground, CLUSTER_AGE, 5_000),
          reason: 'Passed',
          message: 'all checks passed',
        },
      ],
    },
  };
}
