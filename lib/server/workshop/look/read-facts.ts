import 'server-only';
// Everything that a plan of the workshop is made from, read of the API server in one look.
import { projectApiService } from '#lib/model/records/project-autoscaling.ts';
import {
  projectBudget,
  projectClaim,
  projectNamespace,
  projectService,
  projectStorageClass,
  projectVolume,
} from '#lib/model/records/project-ground.ts';
import { projectNode } from '#lib/model/records/project-node.ts';
import { projectPod } from '#lib/model/records/project-pod.ts';
import {
  projectDaemonSet,
  projectDeployment,
  projectJob,
  projectReplicaSet,
  projectStatefulSet,
} from '#lib/model/records/project-workload.ts';
import type { WorkloadRecord } from '#lib/model/records/records.ts';
import type { ServerFacts, WorkshopFacts } from '#lib/model/workshop/facts.ts';
import { type Known, known, notKnown } from '#lib/model/workshop/known.ts';
import { type Standing, type StandingKind, standingObject } from '#lib/model/workshop/standing.ts';
import { parseQuantity } from '#lib/rules/quantity.ts';
import type { ManifestObject } from '#lib/stack/component.ts';
import { boardClocks } from './board-clocks.ts';
import { type ClusterReader, itemsOf, METADATA } from './cluster-reader.ts';
import { kubeletCertificates } from './kubelet-certificates.ts';
import type { WatchedLists, WatchedRecords } from './watched-lists.ts';

/** What is read of the cluster as a whole; objects of the stack, permissions and the journal are read apart. */
export type ClusterFacts = Omit<WorkshopFacts, 'access' | 'objects' | 'dryRuns' | 'journal'>;

/** What pods are placed by: of it is told why one does not start. */
export type Scene = Pick<
  ClusterFacts,
  'nodes' | 'pods' | 'workloads' | 'namespaces' | 'services' | 'budgets' | 'claims' | 'volumes' | 'storageClasses'
>;

/** Where a look finds what it reads. */
export interface Sight {
  reader: ClusterReader;
  lists: WatchedLists;
}

/** How old what is read may be in a look that need not be of this very moment. Boards and pods change most. */
const QUICK_MS = 4_000;
const USUAL_MS = 15_000;
/** What is installed once, and long to read. */
const SELDOM_MS = 60_000;

/** Of a simulated cluster: which it is. */
const SCENARIO_HEADER = 'bramble-scenario';
const TALK_SCENARIO = 'kubecon-2017';
const MINOR = /^\d+/;

export async function readClusterFacts(sight: Sight): Promise<ClusterFacts> {
  const { reader } = sight;
  const { server, nowMs } = await readServer(reader);
  if (!server.known) return nothingKnown(nowMs, server.why);
  const [scene, apiServices, standing, used, clocks] = await Promise.all([
    readScene(sight),
    listOf(sight, 'apiservices.apiregistration.k8s.io', API_SERVICES, projectApiService),
    readStanding(reader),
    readUsedMemory(reader, USUAL_MS),
    boardClocks(reader, USUAL_MS),
  ]);
  const certificates = await kubeletCertificates(reader, scene.nodes, SELDOM_MS);
  return {
    nowMs,
    server,
    ...scene,
    apiServices,
    standing,
    clocks,
    kubeletCertificates: certificates,
    usedMemoryBytes: used,
  };
}

export async function readScene(sight: Sight): Promise<Scene> {
  const [nodes, pods, workloads, namespaces, services, budgets, claims, volumes, storageClasses] = await Promise.all([
    listOf(sight, 'nodes', '/api/v1/nodes', projectNode, QUICK_MS),
    listOf(sight, 'pods', '/api/v1/pods', projectPod, QUICK_MS),
    readWorkloads(sight),
    listOf(sight, 'namespaces', '/api/v1/namespaces', projectNamespace),
    listOf(sight, 'services', '/api/v1/services', projectService),
    listOf(sight, 'poddisruptionbudgets.policy', '/apis/policy/v1/poddisruptionbudgets', projectBudget),
    listOf(sight, 'persistentvolumeclaims', '/api/v1/persistentvolumeclaims', projectClaim),
    listOf(sight, 'persistentvolumes', '/api/v1/persistentvolumes', projectVolume),
    listOf(sight, 'storageclasses.storage.k8s.io', STORAGE_CLASSES, projectStorageClass),
  ]);
  return { nodes, pods, workloads, namespaces, services, budgets, claims, volumes, storageClasses };
}

/** Of what is watched anyway, else read. */
async function listOf<N extends keyof WatchedRecords>(
  { reader, lists }: Sight,
  name: N,
  path: string,
  project: (object: never) => WatchedRecords[N] | null,
  mostMs = USUAL_MS,
): Promise<Known<readonly WatchedRecords[N][]>> {
  const watched = lists(name);
  if (watched !== null) return known(watched);
  const read = await reader.list(path, name, project, mostMs);
  return read.known ? known(read.value.flatMap((record) => record ?? [])) : read;
}

async function readServer(reader: ClusterReader): Promise<{ server: Known<ServerFacts>; nowMs: number }> {
  const answer = await reader.answer('/version', 'the version');
  if (!answer.known) return { server: answer, nowMs: Date.now() };
  const { body, headers } = answer.value ?? { body: null, headers: {} };
  const dateMs = Date.parse(headers['date'] ?? '');
  const nowMs = Number.isNaN(dateMs) ? Date.now() : dateMs;
  const { gitVersion, minor } = (body ?? {}) as { gitVersion?: unknown; minor?: unknown };
  const number = typeof minor === 'string' ? MINOR.exec(minor)?.[0] : undefined;
  if (typeof gitVersion !== 'string' || number === undefined) {
    return { server: notKnown('what answers says no version of Kubernetes'), nowMs };
  }
  const flavour = headers[SCENARIO_HEADER] === TALK_SCENARIO ? 'talk-2017' : 'plain';
  return { server: known({ gitVersion, minor: Number(number), flavour }), nowMs };
}

const API_SERVICES = '/apis/apiregistration.k8s.io/v1/apiservices';
const STORAGE_CLASSES = '/apis/storage.k8s.io/v1/storageclasses';

/** ReplicaSets show nothing of what is installed: their Deployments do. */
const WORKLOADS = [
  { kind: 'Deployment', path: '/apis/apps/v1/deployments', name: 'deployments.apps', project: projectDeployment },
  { kind: 'StatefulSet', path: '/apis/apps/v1/statefulsets', name: 'statefulsets.apps', project: projectStatefulSet },
  { kind: 'DaemonSet', path: '/apis/apps/v1/daemonsets', name: 'daemonsets.apps', project: projectDaemonSet },
  { kind: 'Job', path: '/apis/batch/v1/jobs', name: 'jobs.batch', project: projectJob },
  { kind: null, path: '/apis/apps/v1/replicasets', name: 'replicasets.apps', project: projectReplicaSet },
] as const;

async function readWorkloads(sight: Sight): Promise<Known<readonly WorkloadRecord[]>> {
  const read = await Promise.all(WORKLOADS.map(({ path, name, project }) => listOf(sight, name, path, project)));
  const unknown = read.find((one) => !one.known);
  return unknown?.known === false ? unknown : known(read.flatMap((one) => (one.known ? one.value : [])));
}

const OTHERS: readonly { kind: StandingKind; path: string; resource: string; mostMs: number; accept?: string }[] = [
  { kind: 'APIService', path: API_SERVICES, resource: 'apiservices.apiregistration.k8s.io', mostMs: USUAL_MS },
  {
    kind: 'CustomResourceDefinition',
    path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    resource: 'customresourcedefinitions.apiextensions.k8s.io',
    mostMs: SELDOM_MS,
    accept: METADATA,
  },
  {
    kind: 'IngressClass',
    path: '/apis/networking.k8s.io/v1/ingressclasses',
    resource: 'ingressclasses.networking.k8s.io',
    mostMs: SELDOM_MS,
  },
  { kind: 'StorageClass', path: STORAGE_CLASSES, resource: 'storageclasses.storage.k8s.io', mostMs: USUAL_MS },
];

/** Read even where workloads are watched: what is kept of those does not say who looks after them. */
async function readStanding(reader: ClusterReader): Promise<Standing> {
  const workloads = WORKLOADS.flatMap(({ kind, path, name }) =>
    kind === null ? [] : [{ kind, path, resource: name, mostMs: USUAL_MS }],
  );
  const read = await Promise.all(
    [...workloads, ...OTHERS].map(async ({ kind, path, resource, mostMs, ...how }) => {
      const standing = (object: ManifestObject) => standingObject({ ...object, kind });
      const accept = 'accept' in how ? how.accept : undefined;
      return { kind, found: await reader.list(path, resource, standing, mostMs, accept) };
    }),
  );
  return {
    objects: read.flatMap(({ found }) => (found.known ? found.value : []).flatMap((one) => one ?? [])),
    unread: read.flatMap(({ kind, found }) => (found.known ? [] : [kind])),
  };
}

export const NODE_METRICS = '/apis/metrics.k8s.io/v1beta1/nodes';
export const NODE_METRICS_RESOURCE = 'nodes.metrics.k8s.io';

interface NodeMetrics {
  metadata?: { name?: string };
  usage?: Readonly<Record<string, string>>;
}

/** Memory in use by board, as metrics.k8s.io has it. */
export async function readUsedMemory(reader: ClusterReader, mostMs = 0): Promise<WorkshopFacts['usedMemoryBytes']> {
  const answer = await reader.read(NODE_METRICS, NODE_METRICS_RESOURCE, mostMs);
  if (!answer.known) return answer;
  if (answer.value === null) return notKnown('nothing measures it yet');
  const measured = itemsOf<NodeMetrics>(answer.value).flatMap(({ metadata, usage }): [string, number][] => {
    const { name } = metadata ?? {};
    const memory = usage?.['memory'];
    return name === undefined || memory === undefined ? [] : [[name, parseQuantity(memory)]];
  });
  return known(new Map(measured));
}

/** Of a cluster that does not answer, or was not asked. */
export function nothingKnown(nowMs: number, why: string): ClusterFacts {
  const unknown = notKnown(why);
  return {
    nowMs,
    server: unknown,
    nodes: unknown,
    pods: unknown,
    workloads: unknown,
    namespaces: unknown,
    services: unknown,
    budgets: unknown,
    claims: unknown,
    volumes: unknown,
    storageClasses: unknown,
    apiServices: unknown,
    standing: { objects: [], unread: [] },
    clocks: unknown,
    kubeletCertificates: unknown,
    usedMemoryBytes: unknown,
  };
}
