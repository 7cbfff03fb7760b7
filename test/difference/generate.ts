// Clusters and pods out of a seed: the same seed gives the same question.
import type { Pod, PodSpec, Service } from 'kubernetes-types/core/v1';
import { Draw } from './draw.ts';
import { generateContainers, generatePodLevel } from './generate-containers.ts';
import { generateNode } from './generate-nodes.ts';
import { generateCompany, generatePlacement } from './generate-placement.ts';
import { type GivenStorage, generateEphemeral, generateStorage, generateVolumes } from './generate-storage.ts';
import type { Question } from './question.ts';
import { APPS, NAMESPACES, TIERS } from './words.ts';

/** Pods judged per cluster. */
export const JUDGED = 10;
const NO_STORAGE: GivenStorage = { persistentVolumes: [], persistentVolumeClaims: [], storageClasses: [] };

export function generateQuestion(seed: number): Question {
  const draw = new Draw(seed);
  const nodes = draw.times(3, 8, (index) => generateNode(draw, `board-${index}`));
  const nodeNames = nodes.map(({ metadata }) => metadata?.name ?? '');
  const [home] = NAMESPACES;
  const storage = draw.percent(60) ? generateStorage(draw, nodeNames, home.name) : NO_STORAGE;
  const judge = Array.from({ length: JUDGED }, (_, index) => judgedPod(draw, `judged-${index}`, nodeNames, storage));
  const running = draw.times(4, 18, (index) => runningPod(draw, `running-${index}`, draw.pick(nodeNames)));
  return {
    cluster: {
      nodes,
      pods: running,
      namespaces: NAMESPACES.map(({ name, labels }) => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } },
      })),
      services: draw.percent(40) ? [service(draw, home.name)] : [],
      ...storage,
    },
    judge: withStrangers(judge, new Draw(seed + STRANGERS_SEED)),
  };
}

/** A few that the default scheduler does not try, drawn apart: the other draws stay what they were. */
const STRANGERS_SEED = 1_000_000_007;

function withStrangers(pods: readonly Pod[], draw: Draw): Pod[] {
  return pods.map(({ spec, ...pod }) => ({
    ...pod,
    ...(spec && {
      spec: {
        ...spec,
        ...(draw.between(1, 1000) <= 5 && { schedulerName: 'somebody-else' }),
        ...(draw.between(1, 1000) <= 6 && { schedulingGates: [{ name: 'bramble.test/quota' }] }),
      },
    }),
  }));
}

function runningPod(draw: Draw, name: string, nodeName: string): Pod {
  const spec: PodSpec = {
    nodeName,
    ...generateContainers(draw, draw.percent(30)),
    ...draw.maybe(25, () => ({ affinity: generateCompany(draw) })),
  };
  const pod = podOf(draw, name, draw.pick(NAMESPACES).name, spec);
  const leaving = { deletionTimestamp: '2026-11-23T07:00:00Z', deletionGracePeriodSeconds: 30 };
  const metadata = { ...pod.metadata, ...draw.maybe(8, () => leaving) };
  return { ...pod, metadata, status: { phase: 'Running', startTime: '2026-11-23T06:00:00Z' } };
}

function judgedPod(draw: Draw, name: string, nodeNames: readonly string[], storage: GivenStorage): Pod {
  const isTied = storage.persistentVolumeClaims.length > 0 && draw.percent(55);
  const namespace = isTied || draw.percent(60) ? NAMESPACES[0].name : draw.pick(NAMESPACES).name;
  const spec: PodSpec = {
    ...generateContainers(draw, true),
    ...(draw.percent(80) && generatePlacement(draw, nodeNames)),
    ...(isTied && { volumes: generateVolumes(draw, storage) }),
    ...draw.maybe(6, () => generatePodLevel(draw)),
    ...draw.maybe(7, () => ({ overhead: { cpu: '250m', memory: '120Mi' } })),
    ...draw.maybe(7, () => ({ nodeName: draw.pick([...nodeNames, 'elsewhere']) })),
    ...draw.maybe(7, () => ({ preemptionPolicy: 'Never' })),
  };
  const pod: Pod = { ...podOf(draw, name, namespace, spec), status: { phase: 'Pending' } };
  if (!isTied || !draw.percent(25)) return pod;
  const { volume, claims } = generateEphemeral(draw, pod);
  storage.persistentVolumeClaims.push(...claims);
  return { ...pod, spec: { ...spec, volumes: [...(spec.volumes ?? []), volume] } };
}

/** Pods that it selects are spread unless they say how. */
function service(draw: Draw, namespace: string): Service {
  const app = draw.pick(APPS);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: app, namespace, uid: draw.uid() },
    spec: { selector: { app }, ports: [{ port: 80, protocol: 'TCP' }] },
  };
}

function podOf(draw: Draw, name: string, namespace: string, spec: PodSpec): Pod {
  const labels = {
    ...draw.maybe(85, () => ({ app: draw.pick(APPS) })),
    ...draw.maybe(40, () => ({ tier: draw.pick(TIERS) })),
    ...draw.maybe(30, () => ({ version: draw.pick(['1', '2']) })),
  } as Record<string, string>;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, uid: draw.uid(), labels },
    spec: { schedulerName: 'default-scheduler', priority: 0, ...spec },
  };
}
