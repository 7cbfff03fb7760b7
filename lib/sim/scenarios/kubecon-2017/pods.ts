// The pods of the talk's screen, by workload: name's last part, age, node and address as printed there.
import type { DaemonSet, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Pod, PodTemplateSpec, Toleration } from 'kubernetes-types/core/v1';
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import { controllerRef } from '../../controllers/owner.ts';
import { type Age, ageMs, type Built, type Ground } from '../objects/ground.ts';
import { type RunningPod, runningPod } from '../objects/pods.ts';
import { NODES, UPBOARD2_LOST } from './boards.ts';

export interface Row {
  /** `j6dg1`; a whole name where there is no owner's to put before it. */
  suffix: string;
  age: Age;
  node: string;
  /** Absent: the host's own address. */
  ip?: string;
  restarts?: number;
}

/** `1h5wf 60s pi5 10.45.0.6`; the address is left out for host networking, `x1` at the end is a restart. */
export function rows(text: string): Row[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [suffix = '', age = '', node = '', ...rest] = line.trim().split(/\s+/);
      const ip = rest.find((word) => word.includes('.'));
      return {
        suffix,
        age,
        node,
        ...(ip === undefined ? {} : { ip }),
        ...(rest.includes('x1') ? { restarts: 1 } : {}),
      };
    });
}

interface Extra {
  labels?: Record<string, string>;
  tolerations?: readonly Toleration[];
  owner?: OwnerReference;
  generateName?: string;
  annotations?: Record<string, string>;
  hostname?: string;
}

export function pod(
  ground: Ground,
  namespace: string,
  name: string,
  row: Row,
  template: PodTemplateSpec,
  extra: Extra,
) {
  const node = NODES.find((candidate) => candidate.name === row.node);
  if (node === undefined) throw new Error(`${name} names no node: ${row.node}`);
  const input: RunningPod = {
    name,
    namespace,
    age: row.age,
    node: row.node,
    hostIP: node.address,
    runtime: 'docker',
    template,
    ...(row.ip === undefined ? {} : { podIP: row.ip }),
    ...(row.restarts === undefined ? {} : { restarts: row.restarts }),
    ...(node.lost === undefined ? {} : { nodeLost: UPBOARD2_LOST }),
    ...extra,
  };
  return runningPod(ground, input);
}

/** A maker of a ReplicaSet's pods. */
export function replicas(ground: Ground, lines: readonly Row[], template: PodTemplateSpec, hash: string) {
  return (owner: Built<ReplicaSet>): Built<Pod>[] =>
    lines.map((row) => {
      const { name, namespace = '' } = owner.metadata;
      return pod(ground, namespace, `${name}-${row.suffix}`, row, template, {
        labels: { 'pod-template-hash': hash },
        owner: controllerRef(owner),
        generateName: `${name}-`,
      });
    });
}

/** A maker of a DaemonSet's pods: each is pinned to its node by name (controller/daemon/util ReplaceDaemonSetPodNodeNameNodeAffinity). */
export function daemons(
  ground: Ground,
  lines: readonly Row[],
  template: PodTemplateSpec,
  set: { hash: string; tolerations: readonly Toleration[] },
) {
  return (owner: Built<DaemonSet>): Built<Pod>[] =>
    lines.map((row) => {
      const { name, namespace = '' } = owner.metadata;
      const pinned: PodTemplateSpec = {
        ...template,
        spec: { ...(template.spec ?? { containers: [] }), ...pinnedTo(row.node) },
      };
      return pod(ground, namespace, `${name}-${row.suffix}`, row, pinned, {
        labels: { 'controller-revision-hash': set.hash, 'pod-template-generation': '1' },
        tolerations: set.tolerations,
        owner: controllerRef(owner),
        generateName: `${name}-`,
      });
    });
}

function pinnedTo(node: string) {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  return {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } },
  };
}

/** The age of the oldest. */
export function oldest(lines: readonly Row[]): Age {
  return lines.reduce((age, row) => (ageMs(row.age) > ageMs(age) ? row.age : age), '0s');
}
