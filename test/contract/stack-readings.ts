// What the workshop would read to judge the gates of a step, read with kubectl by somebody who holds the documented roles.
import type { DaemonSet, Deployment, StatefulSet } from 'kubernetes-types/apps/v1';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { Job } from 'kubernetes-types/batch/v1';
import type { Namespace, Node, PersistentVolumeClaim, Pod, Service } from 'kubernetes-types/core/v1';
import { projectApiService, projectAutoscaler } from '#lib/model/records/project-autoscaling.ts';
import { projectClaim, projectNamespace, projectService } from '#lib/model/records/project-ground.ts';
import { projectNode } from '#lib/model/records/project-node.ts';
import { projectPod } from '#lib/model/records/project-pod.ts';
import {
  projectDaemonSet,
  projectDeployment,
  projectJob,
  projectStatefulSet,
} from '#lib/model/records/project-workload.ts';
import type { WorkshopFacts } from '#lib/model/workshop/facts.ts';
import { type GateAnswer, type GateReadings, gatePath } from '#lib/model/workshop/gate-readings.ts';
import { type GateState, gateState } from '#lib/model/workshop/gates.ts';
import { type Known, known, notKnown } from '#lib/model/workshop/known.ts';
import { Room } from '#lib/model/workshop/room.ts';
import type { Component, Gate } from '#lib/stack/component.ts';
import { type Kubectl, must } from '../support/kubectl.ts';

const LISTED = [
  'nodes',
  'pods',
  'namespaces',
  'services',
  'persistentvolumeclaims',
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
  'apiservices',
  'horizontalpodautoscalers',
].join();
const MEASURED = '/apis/metrics.k8s.io/v1beta1/nodes';
/** What kubectl calls the answers that a path may have before its gate opens. */
const STATUS: Readonly<Record<string, number>> = { Forbidden: 403, NotFound: 404, ServiceUnavailable: 503 };
const OTHER_STATUS = 500;
const NOT_ASKED = notKnown('it was not asked for');

type Listed = { kind: string };

/** Of each component, `metrics-server api`: all gates as one look at the cluster shows them. */
export async function gatesOf(kubectl: Kubectl, components: readonly Component[]): Promise<Map<string, GateState>> {
  const { items } = JSON.parse(await must(kubectl(['get', LISTED, '-A', '-o', 'json']))) as { items: Listed[] };
  const gates = components.flatMap(({ gates: own }) => own);
  const facts = factsOf(items);
  const readings = await readingsOf(kubectl, gates, items);
  const unknown = { platforms: null, shape: null, source: 'unknown', how: '' } as const;
  const ground = { facts, readings, room: new Room(facts), platformsOf: () => unknown, sinceMs: facts.nowMs };
  return new Map(
    components.flatMap(({ id, gates: own }) => own.map((gate) => [`${id} ${gate.id}`, gateState(gate, ground)])),
  );
}

function factsOf(items: readonly Listed[]): WorkshopFacts {
  const of = <O, T>(kind: string, project: (object: O) => T): T[] =>
    items.filter((item) => item.kind === kind).map((item) => project(item as O));
  const workloads = [
    ...of('Deployment', (object: Deployment) => projectDeployment(object)),
    ...of('StatefulSet', (object: StatefulSet) => projectStatefulSet(object)),
    ...of('DaemonSet', (object: DaemonSet) => projectDaemonSet(object)),
    ...of('Job', (object: Job) => projectJob(object)),
  ];
  return {
    nowMs: Date.now(),
    server: NOT_ASKED,
    nodes: known(of('Node', (object: Node) => projectNode(object))),
    pods: known(of('Pod', (object: Pod) => projectPod(object))),
    workloads: known(workloads),
    namespaces: known(of('Namespace', (object: Namespace) => projectNamespace(object))),
    services: known(of('Service', (object: Service) => projectService(object))),
    budgets: NOT_ASKED,
    claims: known(of('PersistentVolumeClaim', (object: PersistentVolumeClaim) => projectClaim(object))),
    volumes: NOT_ASKED,
    storageClasses: NOT_ASKED,
    apiServices: known(of('APIService', projectApiService)),
    standing: { objects: [], unread: [] },
    access: NOT_ASKED,
    clocks: NOT_ASKED,
    kubeletCertificates: NOT_ASKED,
    usedMemoryBytes: NOT_ASKED,
    objects: new Map(),
    dryRuns: new Map(),
    journal: NOT_ASKED,
  };
}

async function readingsOf(kubectl: Kubectl, gates: readonly Gate[], items: readonly Listed[]): Promise<GateReadings> {
  const paths = new Set(gates.flatMap((gate) => gatePath(gate) ?? []));
  const answers = new Map<string, Known<GateAnswer>>();
  for (const path of paths) answers.set(path, known(await answerOf(kubectl, path)));
  const measured = await answerOf(kubectl, MEASURED);
  const autoscalers = items.filter(({ kind }) => kind === 'HorizontalPodAutoscaler') as HorizontalPodAutoscaler[];
  return {
    measuredNodes: measured.status === 200 ? known(namesIn(measured.text)) : notKnown(measured.text),
    established: known(await establishedOf(kubectl, gates)),
    autoscalers: known(autoscalers.map(projectAutoscaler)),
    answers,
  };
}

async function answerOf(kubectl: Kubectl, path: string): Promise<GateAnswer> {
  const { code, stdout, stderr } = await kubectl(['get', '--raw', path]);
  if (code === 0) return { status: 200, text: stdout };
  const [, reason = ''] = /\((\w+)\)/.exec(stderr) ?? [];
  return { status: STATUS[reason] ?? OTHER_STATUS, text: stderr };
}

function namesIn(text: string): string[] {
  const { items } = JSON.parse(text) as { items: { metadata: { name: string } }[] };
  return items.map(({ metadata }) => metadata.name);
}

/** By name: the workshop's role lets nobody list them. */
async function establishedOf(kubectl: Kubectl, gates: readonly Gate[]): Promise<Map<string, boolean>> {
  const found = new Map<string, boolean>();
  for (const gate of gates) {
    if (gate.kind !== 'crd-established') continue;
    const condition = '{.status.conditions[?(@.type=="Established")].status}';
    const { code, stdout } = await kubectl(['get', 'crd', gate.crd, '-o', `jsonpath=${condition}`]);
    if (code === 0) found.set(gate.crd, stdout === 'True');
  }
  return found;
}
