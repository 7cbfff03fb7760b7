// Generated nodes and pods as a running cluster takes them: its API server refuses some of what the oracle is asked,
// and its controllers would change the rest behind the test's back.
import type { Namespace, Node, Pod } from 'kubernetes-types/core/v1';
import { generateQuestion } from './generate.ts';

export interface LiveCluster {
  namespaces: Namespace[];
  nodes: Node[];
  /** To be placed one after the other. */
  pods: Pod[];
}

/** Claims would be bound and provided for; only those stay as they are that nobody has made. */
const MISSING = { name: 'data', persistentVolumeClaim: { claimName: 'nowhere' } };

/** What an API server asks for of a pod that ends no other. */
export const MEEK = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: 'meek' },
  value: 0,
  preemptionPolicy: 'Never',
} as const;

/** Nodes of the first seed, carrying that label besides, and the pods of all seeds. */
export function generateLive(seeds: readonly number[], label: string): LiveCluster {
  const questions = seeds.map(generateQuestion);
  const [first] = questions;
  if (first === undefined) throw new Error('there is no seed');
  return {
    namespaces: first.cluster.namespaces,
    nodes: first.cluster.nodes.map((node) => liveNode(node, label)),
    pods: questions.flatMap(({ judge }, index) => judge.map((pod) => livePod(pod, `${seeds[index]}`))),
  };
}

function liveNode({ metadata, spec, status, ...rest }: Node, label: string): Node {
  // Pressure is for the node controller to say, and a cordon's taint as well.
  const taints = (spec?.taints ?? []).filter(({ key }) => !key.startsWith('node.kubernetes.io/'));
  return {
    ...rest,
    metadata: { name: metadata?.name ?? '', labels: { ...metadata?.labels, [label]: 'true' } },
    spec: { ...(taints.length > 0 && { taints }), ...(spec?.unschedulable === true && { unschedulable: true }) },
    ...(status && { status }),
  };
}

function livePod({ metadata, spec }: Pod, suffix: string): Pod {
  if (spec === undefined) throw new Error('a generated pod has a spec');
  const { name = '', namespace = '', labels = {} } = metadata ?? {};
  const { containers, initContainers, tolerations, nodeSelector, affinity, topologySpreadConstraints } = spec;
  const { preemptionPolicy, volumes = [] } = spec;
  const isMissing = volumes.some((volume) => volume.persistentVolumeClaim?.claimName === 'nowhere');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}-${suffix}`, namespace, labels },
    spec: {
      containers,
      ...(initContainers && { initContainers }),
      ...(tolerations && { tolerations }),
      ...(nodeSelector && { nodeSelector }),
      ...(affinity && { affinity }),
      ...(topologySpreadConstraints && { topologySpreadConstraints }),
      ...(preemptionPolicy === 'Never' && { priorityClassName: MEEK.metadata.name }),
      ...(isMissing && { volumes: [MISSING] }),
    },
  };
}
