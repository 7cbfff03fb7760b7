// Nodes as their kubelets and the node lifecycle controller leave them, each with the lease it renews.
import type { Lease } from 'kubernetes-types/coordination/v1';
import type { ContainerImage, Node, NodeCondition, Taint } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';
import { type Age, ageMs, ago, agoMicro, type Ground, hexOf, meta } from './ground.ts';
import { renewedByKubelet } from './renewed-lease.ts';

export interface NodeInput {
  name: string;
  age: Age;
  architecture: string;
  address: string;
  podCIDR: string;
  kubeletVersion: string;
  osImage: string;
  kernelVersion: string;
  runtime: string;
  cores: number;
  memoryKi: number;
  storageKi: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  taints?: readonly Taint[];
  images?: readonly ContainerImage[];
  /** What a network's agent says: reason and message of NetworkUnavailable=False. */
  network?: { reason: string; message: string };
  providerID?: string;
  /** Since when the node lifecycle controller calls it unreachable, and when its lease was last renewed. */
  lost?: { noticed: Age; renewed: Age };
}

/** A kubelet keeps this much back: --eviction-hard memory.available<100Mi (kubelet/apis/config/v1beta1/defaults_linux.go). */
const EVICTION_MEMORY_KI = 100 * 1024;
/** nodefs.available<10%, of the same. */
const EVICTION_STORAGE_SHARE = 0.1;
const PODS_MAX = 110;
const LEASE_SECONDS = 40;

const HEALTHY: readonly [type: string, reason: string, message: string][] = [
  ['MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'KubeletReady', 'kubelet is posting ready status'],
];

export function nodeObjects(ground: Ground, input: NodeInput): KubeObject[] {
  return [node(ground, input), lease(ground, input)];
}

function node(ground: Ground, input: NodeInput): Node {
  const { name, architecture, cores, memoryKi, storageKi } = input;
  const storageBytes = Math.floor(storageKi * 1024 * (1 - EVICTION_STORAGE_SHARE));
  const capacity = {
    cpu: String(cores),
    'ephemeral-storage': `${storageKi}Ki`,
    memory: `${memoryKi}Ki`,
    pods: String(PODS_MAX),
  };
  const allocatable = {
    ...capacity,
    memory: `${memoryKi - EVICTION_MEMORY_KI}Ki`,
    'ephemeral-storage': String(storageBytes),
  };
  const taints = [...(input.taints ?? []), ...lostTaints(ground, input)];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: meta(ground, {
      name,
      age: input.age,
      labels: {
        'beta.kubernetes.io/arch': architecture,
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': architecture,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...input.labels,
      },
      annotations: { 'node.alpha.kubernetes.io/ttl': '0', ...input.annotations },
    }),
    spec: {
      podCIDR: input.podCIDR,
      podCIDRs: [input.podCIDR],
      ...(input.providerID === undefined ? {} : { providerID: input.providerID }),
      ...(taints.length === 0 ? {} : { taints }),
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: input.address },
        { type: 'Hostname', address: name },
      ],
      allocatable,
      capacity,
      conditions: [...network(ground, input), ...HEALTHY.map((row) => condition(ground, input, row))],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      images: [...(input.images ?? [])],
      nodeInfo: {
        architecture,
        bootID: uuidOf(`boot ${name}`),
        containerRuntimeVersion: input.runtime,
        kernelVersion: input.kernelVersion,
        kubeProxyVersion: '',
        kubeletVersion: input.kubeletVersion,
        machineID: hexOf(`machine ${name}`, 32),
        operatingSystem: 'linux',
        osImage: input.osImage,
        systemUUID: uuidOf(`system ${name}`),
      },
    },
  };
}

/** Said once, when the agent starts. */
function network(ground: Ground, input: NodeInput): NodeCondition[] {
  if (input.network === undefined) return [];
  const at = ago(ground, input.age, 15_000);
  return [
    { type: 'NetworkUnavailable', status: 'False', lastHeartbeatTime: at, lastTransitionTime: at, ...input.network },
  ];
}

function uuidOf(text: string): string {
  return hexOf(text, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** As the kubelet posts it, or as the node lifecycle controller overwrites it once the kubelet is silent. */
function condition(ground: Ground, input: NodeInput, [type, reason, message]: (typeof HEALTHY)[number]): NodeCondition {
  const { lost } = input;
  if (lost !== undefined) {
    return {
      type,
      status: 'Unknown',
      lastHeartbeatTime: ago(ground, lost.renewed),
      lastTransitionTime: ago(ground, lost.noticed),
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    };
  }
  const isReady = type === 'Ready';
  return {
    type,
    status: isReady ? 'True' : 'False',
    // The kubelet posts an unchanged status each five minutes, from its start on.
    lastHeartbeatTime: ago(ground, `${Math.floor((ageMs(input.age) / 1000) % 300)}s`),
    lastTransitionTime: ago(ground, input.age, isReady ? 20_000 : 0),
    reason,
    message,
  };
}

function lostTaints(ground: Ground, { lost }: NodeInput): Taint[] {
  if (lost === undefined) return [];
  const taint = { key: 'node.kubernetes.io/unreachable', timeAdded: ago(ground, lost.noticed) };
  return [
    { ...taint, effect: 'NoSchedule' },
    { ...taint, effect: 'NoExecute' },
  ];
}

function lease(ground: Ground, input: NodeInput): Lease {
  // Boards renew each ten seconds, not all at the same moment.
  const renewed = input.lost?.renewed ?? `${Number.parseInt(hexOf(input.name, 4), 16) % 9}s`;
  return renewedByKubelet({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: meta(ground, { name: input.name, namespace: 'kube-node-lease', age: input.age }),
    spec: { holderIdentity: input.name, leaseDurationSeconds: LEASE_SECONDS, renewTime: agoMicro(ground, renewed) },
  });
}
