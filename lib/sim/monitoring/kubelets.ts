// What the kubelets of all boards tell of use at an instant, now or before the scenario's first one: what Prometheus and
// Heapster read. The truth is the same that metrics.k8s.io has.
import type { ContainerStatus, Node, Pod } from 'kubernetes-types/core/v1';
import { faultsOf } from '../faults.ts';
import type { Power } from '../kubelet/power.ts';
import type { Stored } from '../store/object.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { ObjectSource } from '../usage/load.ts';
import type { Usage, UsageModel } from '../usage/usage.ts';

export interface MeasuredContainer {
  pod: Stored<Pod>;
  status: ContainerStatus;
  startedMs: number;
  usage: Usage;
}

export interface MeasuredBoard {
  node: Stored<Node>;
  /** The board is on, but its kubelet tells nothing of use. */
  isMute: boolean;
  /** Null where the board is off: that is not zero. */
  usage: Usage | null;
  containers: readonly MeasuredContainer[];
}

export interface KubeletsParts {
  source: ObjectSource;
  /** The cluster at the first instant. */
  first: ObjectSource;
  startMs: number;
  power: Power;
  usage: UsageModel;
}

export class Kubelets {
  readonly #parts: KubeletsParts;

  constructor(parts: KubeletsParts) {
    this.#parts = parts;
  }

  /** `atMs` is now, or lies before the first instant: then of the cluster as it was found. */
  boards(atMs: number): MeasuredBoard[] {
    const { source, first, startMs } = this.#parts;
    const objects = atMs < startMs ? first : source;
    const byNode = new Map<string, Stored<Pod>[]>();
    for (const pod of objects.list('pods')) {
      const name = pod.spec?.nodeName;
      if (name === undefined) continue;
      const pods = byNode.get(name);
      if (pods === undefined) byNode.set(name, [pod]);
      else pods.push(pod);
    }
    return objects.list('nodes').map((node) => this.#board(node, byNode.get(node.metadata.name) ?? [], atMs));
  }

  #board(node: Stored<Node>, pods: readonly Stored<Pod>[], atMs: number): MeasuredBoard {
    const { name } = node.metadata;
    const isMute = this.#isMute(name, atMs);
    if (!this.#isLit(name, atMs)) return { node, isMute, usage: null, containers: [] };
    const containers = pods.flatMap((pod) => this.#containers(pod, atMs));
    const used = containers.map(({ usage }) => usage);
    return { node, isMute, usage: this.#parts.usage.ofNodeWith(name, used, atMs), containers };
  }

  #isLit(name: string, atMs: number): boolean {
    const { power, source, startMs } = this.#parts;
    if (power.boardOf(name) === undefined) return false;
    return !(atMs < startMs ? power.isPlannedDark(name, atMs) : power.isDark(source, name, atMs));
  }

  /** Faults are of now. */
  #isMute(name: string, atMs: number): boolean {
    const { source, startMs } = this.#parts;
    return atMs >= startMs && faultsOf(source).metricsMissing.includes(name);
  }

  #containers(pod: Stored<Pod>, atMs: number): MeasuredContainer[] {
    return (pod.status?.containerStatuses ?? []).flatMap((status) => {
      const usage = this.#parts.usage.ofContainer(pod, status, atMs);
      if (usage === null) return [];
      return [{ pod, status, startedMs: parseTimestamp(status.state?.running?.startedAt), usage }];
    });
  }
}
