// Pods of workloads from a line each, as a screen shows them: the name's last part, age, node and address.
import type { DaemonSet, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { Pod, PodTemplateSpec, Toleration } from 'kubernetes-types/core/v1';
import { controllerRef } from '../../controllers/owner.ts';
import type { Runtime } from '../../kubelet/runtime-ids.ts';
import { type Age, ageMs, type Built, type Ground } from './ground.ts';
import type { NodeInput } from './nodes.ts';
import type { RunningPod } from './pod-status.ts';
import { runningPod } from './pods.ts';

export interface PodLine {
  /** `j6dg1`; a whole name where there is no owner's to put before it. */
  suffix: string;
  age: Age;
  node: string;
  /** Absent: the host's own address. */
  ip?: string;
  restarts?: number;
}

/** `1h5wf 60s pi5 10.45.0.6` each; the address is left out for host networking, `x1` at the end is a restart. */
export function podLines(text: string): PodLine[] {
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

/** The age of the oldest. */
export function oldest(lines: readonly PodLine[]): Age {
  return lines.reduce((age, line) => (ageMs(line.age) > ageMs(age) ? line.age : age), '0s');
}

export type PodExtra = Pick<
  RunningPod,
  'labels' | 'tolerations' | 'owner' | 'generateName' | 'annotations' | 'hostname' | 'endedAfterMs'
>;

export interface Place {
  nodes: readonly NodeInput[];
  runtime: Runtime;
  /** Since when pods on nodes that are lost are marked not ready. */
  nodeLost?: Age;
}

/** Puts pods on the nodes of one scenario. */
export class Placing {
  readonly ground: Ground;
  readonly #place: Place;

  constructor(ground: Ground, place: Place) {
    this.ground = ground;
    this.#place = place;
  }

  node(name: string): NodeInput {
    const node = this.#place.nodes.find((candidate) => candidate.name === name);
    if (node === undefined) throw new Error(`there is no node ${name} to put a pod on`);
    return node;
  }

  pod(namespace: string, name: string, line: PodLine, template: PodTemplateSpec, extra: PodExtra): Built<Pod> {
    const { address, lost } = this.node(line.node);
    const { runtime, nodeLost } = this.#place;
    return runningPod(this.ground, {
      name,
      namespace,
      age: line.age,
      node: line.node,
      hostIP: address,
      runtime,
      template,
      ...(line.ip === undefined ? {} : { podIP: line.ip }),
      ...(line.restarts === undefined ? {} : { restarts: line.restarts }),
      ...(lost === undefined || nodeLost === undefined ? {} : { nodeLost }),
      ...extra,
    });
  }

  /** A maker of a ReplicaSet's pods. */
  replicas(lines: readonly PodLine[], template: PodTemplateSpec, hash: string) {
    return (owner: Built<ReplicaSet>): Built<Pod>[] =>
      lines.map((line) => {
        const { name, namespace = '' } = owner.metadata;
        return this.pod(namespace, `${name}-${line.suffix}`, line, template, {
          labels: { 'pod-template-hash': hash },
          owner: controllerRef(owner),
          generateName: `${name}-`,
        });
      });
  }

  /** A maker of a DaemonSet's pods: each is pinned to its node by name (controller/daemon/util ReplaceDaemonSetPodNodeNameNodeAffinity). */
  daemons(
    lines: readonly PodLine[],
    template: PodTemplateSpec,
    set: { hash: string; tolerations: readonly Toleration[] },
  ) {
    return (owner: Built<DaemonSet>): Built<Pod>[] =>
      lines.map((line) => {
        const { name, namespace = '' } = owner.metadata;
        const pinned: PodTemplateSpec = {
          ...template,
          spec: { ...(template.spec ?? { containers: [] }), ...pinnedTo(line.node) },
        };
        return this.pod(namespace, `${name}-${line.suffix}`, line, pinned, {
          labels: { 'controller-revision-hash': set.hash, 'pod-template-generation': '1' },
          tolerations: set.tolerations,
          owner: controllerRef(owner),
          generateName: `${name}-`,
        });
      });
  }

  /** A maker of a StatefulSet's pods; a line's first word is the ordinal. */
  ordinals(lines: readonly PodLine[], template: PodTemplateSpec, revision: string) {
    return (owner: Built<StatefulSet>): Built<Pod>[] =>
      lines.map((line) => {
        const { name: set, namespace = '' } = owner.metadata;
        const name = `${set}-${line.suffix}`;
        return this.pod(namespace, name, line, template, {
          labels: {
            'apps.kubernetes.io/pod-index': line.suffix,
            'controller-revision-hash': revision,
            'statefulset.kubernetes.io/pod-name': name,
          },
          owner: controllerRef(owner),
          generateName: `${set}-`,
          hostname: name,
        });
      });
  }
}

function pinnedTo(node: string) {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  return {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } },
  };
}
