// Small API objects for the tests of this folder: boards like those of a rack, and pods on them.
import type { Node, Pod, Taint } from 'kubernetes-types/core/v1';
import { projectNode } from '../records/project-node.ts';
import { projectPod } from '../records/project-pod.ts';
import type { NodeRecord, PodRecord } from '../records/records.ts';

export interface BoardSpec {
  name?: string;
  arch?: string;
  kernel?: string;
  osImage?: string;
  /** Ready's status; null for a node that has not reported. */
  ready?: 'True' | 'False' | 'Unknown' | null;
  since?: string;
  taints?: Taint[];
  unschedulable?: boolean;
  annotations?: Record<string, string>;
  labels?: Record<string, string>;
  cpu?: string;
  memory?: string;
  conditions?: { type: string; status: string; lastTransitionTime?: string }[];
}

export const STARTED = '2017-03-30T11:00:00Z';

export function nodeObject(spec: BoardSpec = {}): Node {
  const { name = 'pi5', arch = 'arm64', ready = 'True', since = STARTED, cpu = '4', memory = '870Mi' } = spec;
  const readiness =
    ready === null
      ? []
      : [{ type: 'Ready', status: ready, reason: 'KubeletReady', message: 'm', lastTransitionTime: since }];
  return {
    metadata: {
      name,
      uid: `uid-${name}`,
      resourceVersion: '7',
      creationTimestamp: STARTED,
      labels: { 'kubernetes.io/arch': arch, ...spec.labels },
      annotations: spec.annotations ?? {},
    },
    spec: { taints: spec.taints ?? [], ...(spec.unschedulable === true ? { unschedulable: true } : {}) },
    status: {
      capacity: { cpu, memory: '999036Ki', pods: '110' },
      allocatable: { cpu, memory, pods: '110' },
      conditions: [...(spec.conditions ?? []), ...readiness],
      nodeInfo: {
        architecture: arch,
        bootID: '',
        containerRuntimeVersion: 'docker://1.12.6',
        kernelVersion: spec.kernel ?? '4.9.13-bee42-v8',
        kubeProxyVersion: '',
        kubeletVersion: 'v1.6.0',
        machineID: '',
        operatingSystem: 'linux',
        osImage: spec.osImage ?? 'Debian GNU/Linux 8 (jessie)',
        systemUUID: '',
      },
    },
  };
}

export function board(spec: BoardSpec = {}): NodeRecord {
  return projectNode(nodeObject(spec));
}

export interface PodSpecInput {
  name?: string;
  namespace?: string;
  node?: string | null;
  phase?: string;
  waiting?: string;
  createdAt?: string;
  deletionAt?: string;
  tolerations?: NonNullable<Pod['spec']>['tolerations'];
  requests?: Record<string, string>;
  owner?: { kind: string; name: string };
  labels?: Record<string, string>;
  unschedulable?: { message: string; since: string };
}

export function podObject(input: PodSpecInput = {}): Pod {
  const { name = 'web', node = 'pi5', phase = 'Running', waiting, unschedulable } = input;
  const state = waiting === undefined ? { running: {} } : { waiting: { reason: waiting } };
  const refused = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable' };
  return {
    metadata: {
      name,
      namespace: input.namespace ?? 'default',
      uid: `uid-${name}`,
      creationTimestamp: input.createdAt ?? STARTED,
      labels: input.labels ?? {},
      ...(input.deletionAt === undefined ? {} : { deletionTimestamp: input.deletionAt }),
      ...(input.owner === undefined
        ? {}
        : { ownerReferences: [{ ...input.owner, apiVersion: 'apps/v1', uid: 'u', controller: true }] }),
    },
    spec: {
      containers: [{ name: 'c', image: 'app:1', resources: { requests: input.requests ?? {} } }],
      tolerations: input.tolerations ?? [],
      ...(node === null ? {} : { nodeName: node }),
    },
    status: {
      phase,
      containerStatuses:
        node === null
          ? []
          : [{ name: 'c', image: 'app:1', imageID: '', ready: waiting === undefined, restartCount: 0, state }],
      conditions:
        unschedulable === undefined
          ? []
          : [{ ...refused, message: unschedulable.message, lastTransitionTime: unschedulable.since }],
    },
  };
}

export function pod(input: PodSpecInput = {}): PodRecord {
  return projectPod(podObject(input));
}
