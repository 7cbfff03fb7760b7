// What a board does when memory runs short: containers above their limit are killed, and when the board itself has too
// little left, pods are evicted one by one (kubernetes pkg/kubelet/eviction/eviction_manager.go; the kernel's OOM killer).
import type { ContainerStatus, Node, Pod, PodCondition } from 'kubernetes-types/core/v1';
import {
  evictionMessage,
  evictionOrder,
  MEMORY_AVAILABLE_MIN_BYTES,
  type MeasuredPod,
  PRESSURE_TRANSITION_MS,
} from '#lib/rules/nodes/memory-pressure.ts';
import { wholeUnits } from '#lib/rules/quantity.ts';
import type { Write } from '../controllers/controller.ts';
import type { Stored } from '../store/object.ts';
import { timestamp } from '../timestamp.ts';
import { conditionsOf } from './pod-conditions.ts';

/** What boards and containers use, as it is measured. */
export interface MemoryUsage {
  /** When was measured last, at or before `nowMs`. */
  sampledMs(nowMs: number): number;
  ofContainer(pod: Pod, status: ContainerStatus, nowMs: number): { memoryBytes: number } | null;
  ofNode(node: string, pods: readonly Pod[], nowMs: number): { memoryBytes: number };
}

export interface MemoryLook {
  pressure: boolean;
  writes: Write[];
}

/** A board with half of its memory to spare is not added up again for so long: that is dear where there are many pods. */
const CALM_MS = 60_000;
const KILLED_EXIT_CODE = 137;
const OOM_KILLED = 'OOMKilled';

/** Limits by the list of containers that states them, which lives as long as its pod keeps its spec. */
const LIMITS = new WeakMap<object, ReadonlyMap<string, number>>();

export class MemoryWatch {
  readonly #usage: MemoryUsage;
  readonly #sampledMs = new Map<string, number>();
  /** When a board last was short of memory. */
  readonly #shortMs = new Map<string, number>();

  readonly #calmUntilMs = new Map<string, number>();

  constructor(usage: MemoryUsage) {
    this.#usage = usage;
  }

  /** Each measurement is looked at once. */
  look(node: Stored<Node>, pods: readonly Stored<Pod>[], nowMs: number): MemoryLook {
    const { name } = node.metadata;
    const sampledMs = this.#usage.sampledMs(nowMs);
    if (this.#sampledMs.get(name) === sampledMs) return { pressure: this.#isPressed(name, nowMs), writes: [] };
    this.#sampledMs.set(name, sampledMs);
    const killed = pods.flatMap((pod) => this.#killAboveLimit(pod, nowMs));
    const evicted = killed.length > 0 ? [] : this.#reclaim(node, pods, nowMs);
    return { pressure: this.#isPressed(name, nowMs), writes: [...killed, ...evicted] };
  }

  #isPressed(node: string, nowMs: number): boolean {
    const shortMs = this.#shortMs.get(node);
    return shortMs !== undefined && nowMs - shortMs < PRESSURE_TRANSITION_MS;
  }

  #killAboveLimit(pod: Stored<Pod>, nowMs: number): Write[] {
    const limits = limitsOf(pod);
    if (limits.size === 0) return [];
    const isAbove = (status: ContainerStatus) => {
      const limit = limits.get(status.name);
      return limit !== undefined && (this.#usage.ofContainer(pod, status, nowMs)?.memoryBytes ?? 0) > limit;
    };
    const before = pod.status?.containerStatuses ?? [];
    const killed = new Set(before.filter(isAbove));
    if (killed.size === 0) return [];
    const statuses = before.map((one) => (killed.has(one) ? ended(one, OOM_KILLED, nowMs) : one));
    const status = { ...pod.status, containerStatuses: statuses };
    return [{ op: 'updateStatus', resource: 'pods', object: { ...pod, status } as Stored<Pod> }];
  }

  #reclaim(node: Stored<Node>, pods: readonly Stored<Pod>[], nowMs: number): Write[] {
    const { name } = node.metadata;
    const capacity = node.status?.capacity?.['memory'];
    if (capacity === undefined) return [];
    if (nowMs < (this.#calmUntilMs.get(name) ?? 0)) return [];
    const capacityBytes = wholeUnits(capacity);
    const availableBytes = capacityBytes - this.#usage.ofNode(name, pods, nowMs).memoryBytes;
    if (availableBytes > capacityBytes / 2) this.#calmUntilMs.set(name, nowMs + CALM_MS);
    if (availableBytes >= MEMORY_AVAILABLE_MIN_BYTES) return [];
    this.#shortMs.set(name, nowMs);
    const tries: Write = {
      op: 'event',
      event: {
        about: node,
        type: 'Warning',
        reason: 'EvictionThresholdMet',
        message: 'Attempting to reclaim memory',
        host: name,
      },
    };
    const running = pods.filter(({ status, metadata }) => status?.phase === 'Running' && !metadata.deletionTimestamp);
    const [first] = evictionOrder(running.map((pod) => this.#measured(pod, nowMs)));
    return first === undefined ? [tries] : [tries, ...evict(first, availableBytes, name, nowMs)];
  }

  #measured(pod: Stored<Pod>, nowMs: number): MeasuredPod<Stored<Pod>> {
    const containers = (pod.status?.containerStatuses ?? []).flatMap((status) => {
      const usage = this.#usage.ofContainer(pod, status, nowMs);
      return usage === null ? [] : [{ name: status.name, memoryBytes: usage.memoryBytes }];
    });
    return { pod, containers };
  }
}

function limitsOf({ spec }: Pod): ReadonlyMap<string, number> {
  const containers = spec?.containers ?? [];
  const held = LIMITS.get(containers);
  if (held !== undefined) return held;
  const limits = new Map<string, number>();
  for (const { name, resources } of containers) {
    const limit = resources?.limits?.['memory'];
    if (limit !== undefined) limits.set(name, wholeUnits(limit));
  }
  LIMITS.set(containers, limits);
  return limits;
}

function ended(status: ContainerStatus, reason: string, nowMs: number): ContainerStatus {
  const { running } = status.state ?? {};
  if (running === undefined) return status;
  const terminated = {
    exitCode: KILLED_EXIT_CODE,
    reason,
    ...(running.startedAt === undefined ? {} : { startedAt: running.startedAt }),
    finishedAt: timestamp(nowMs),
    ...(status.containerID === undefined ? {} : { containerID: status.containerID }),
  };
  return { ...status, state: { terminated }, ready: false, started: false };
}

function evict(measured: MeasuredPod<Stored<Pod>>, availableBytes: number, host: string, nowMs: number): Write[] {
  const { pod } = measured;
  const message = evictionMessage(measured, availableBytes);
  const main = (pod.status?.containerStatuses ?? []).map((status) => ended(status, 'Error', nowMs));
  const disrupted: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'TerminationByKubelet',
    message,
    lastTransitionTime: timestamp(nowMs),
  };
  const statuses = { init: pod.status?.initContainerStatuses ?? [], main };
  const conditions = conditionsOf({ pod, phase: 'Failed', statuses, hasSandbox: false, nowMs });
  const status = {
    ...pod.status,
    phase: 'Failed',
    reason: 'Evicted',
    message,
    conditions: [...conditions.filter(({ type }) => type !== disrupted.type), disrupted],
    containerStatuses: main,
  };
  return [
    { op: 'event', event: { about: pod, type: 'Warning', reason: 'Evicted', message, host } },
    { op: 'updateStatus', resource: 'pods', object: { ...pod, status } as Stored<Pod> },
  ];
}
