// What containers, pods and boards use at a moment: one truth for the metrics APIs and whatever else measures.
import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import { wholeUnits } from '#lib/rules/quantity.ts';
import type { Behaviours } from '../kubelet/behaviour.ts';
import type { ImageRegistry } from '../kubelet/image-registry.ts';
import type { Power } from '../kubelet/power.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { Load, ObjectSource } from './load.ts';
import { noise } from './noise.ts';
import { DEFAULT_PROFILE, PROFILES, SYSTEM_PROFILE, type UsageProfile } from './profiles.ts';

export interface Usage {
  cpuMillicores: number;
  memoryBytes: number;
}

/** How often boards are measured: metrics-server --metric-resolution. */
export const SAMPLE_MS = 15_000;
const CPU_NOISE = 0.08;
const MEMORY_NOISE = 0.015;
const MI = 1024 * 1024;
const GUESS_OF_LIMIT = 0.8;

export interface UsageParts {
  startMs: number;
  power: Power;
  registry: ImageRegistry;
  behaviours: Behaviours;
  load: Load;
}

export class UsageModel {
  readonly #parts: UsageParts;
  readonly #system: ReadonlyMap<string, Usage>;

  /** `source` holds the cluster at `startMs`: what a board uses beyond its pods is what is left of its stated total. */
  constructor(parts: UsageParts, source: ObjectSource) {
    this.#parts = parts;
    const system = new Map<string, Usage>();
    for (const node of parts.power.nodes) system.set(node, this.#systemAtStart(source, node));
    this.#system = system;
  }

  /** When the board was last measured, at or before `nowMs`, which may lie before the first instant. */
  sampledMs(nowMs: number): number {
    return this.#parts.startMs + this.#sample(nowMs) * SAMPLE_MS;
  }

  /** Null while the container does not run, or had not yet at the last measurement. */
  ofContainer(pod: Pod, status: ContainerStatus, nowMs: number): Usage | null {
    const startedMs = parseTimestamp(status.state?.running?.startedAt);
    if (Number.isNaN(startedMs) || startedMs > this.sampledMs(nowMs)) return null;
    const requests = this.#parts.load.onPod(pod, this.sampledMs(nowMs)) ?? 0;
    const name = `${pod.metadata?.uid}/${status.name}`;
    const profile = this.#profile(pod, status);
    const speed = this.#speed(pod.spec?.nodeName);
    const cpu = (profile.idleMillicores + profile.requestMillicores * requests) / speed;
    const memory = Math.min(
      (profile.memoryMi + profile.requestMemoryMi * requests) * MI,
      guessMax(pod, status, profile),
    );
    return this.#varied(name, { cpuMillicores: cpu, memoryBytes: memory }, nowMs);
  }

  ofPod(pod: Pod, nowMs: number): { name: string; usage: Usage }[] {
    return (pod.status?.containerStatuses ?? []).flatMap((status) => {
      const usage = this.ofContainer(pod, status, nowMs);
      return usage === null ? [] : [{ name: status.name, usage }];
    });
  }

  /** The whole board: its pods, its kubelet and its operating system. */
  ofNode(node: string, pods: readonly Pod[], nowMs: number): Usage {
    return this.ofNodeWith(
      node,
      pods.flatMap((pod) => this.ofPod(pod, nowMs).map(({ usage }) => usage)),
      nowMs,
    );
  }

  /** The same where what its containers use is known already. */
  ofNodeWith(node: string, containers: readonly Usage[], nowMs: number): Usage {
    const system = this.#varied(`system/${node}`, this.#system.get(node) ?? this.#defaultSystem(node), nowMs);
    return sumOf([system, ...containers]);
  }

  #sample(nowMs: number): number {
    return Math.floor((nowMs - this.#parts.startMs) / SAMPLE_MS);
  }

  #varied(name: string, { cpuMillicores, memoryBytes }: Usage, nowMs: number): Usage {
    const sample = this.#sample(nowMs);
    return {
      cpuMillicores: cpuMillicores * (1 + CPU_NOISE * noise(`cpu/${name}`, sample)),
      memoryBytes: memoryBytes * (1 + MEMORY_NOISE * noise(`memory/${name}`, sample)),
    };
  }

  #profile(pod: Pod, { name, image }: ContainerStatus): UsageProfile {
    const { registry, behaviours } = this.#parts;
    const container = pod.spec?.containers.find((one) => one.name === name);
    const own = container === undefined ? undefined : behaviours(pod, container).usage;
    return PROFILES[own ?? registry.factsOf(image)?.usage ?? ''] ?? DEFAULT_PROFILE;
  }

  #speed(node: string | undefined): number {
    return (node === undefined ? undefined : this.#parts.power.boardOf(node)?.coreSpeed) ?? 1;
  }

  #defaultSystem(node: string): Usage {
    const { idleMillicores, memoryMi } = SYSTEM_PROFILE;
    return { cpuMillicores: idleMillicores / this.#speed(node), memoryBytes: memoryMi * MI };
  }

  #systemAtStart(source: ObjectSource, node: string): Usage {
    const stated = this.#parts.power.boardOf(node)?.atStart;
    const standard = this.#defaultSystem(node);
    if (stated === undefined) return standard;
    const pods = source.list('pods').filter(({ spec }) => spec?.nodeName === node);
    const used = sumOf(pods.flatMap((pod) => this.ofPod(pod, this.#parts.startMs).map(({ usage }) => usage)));
    // Where what is known of images says more than was measured, as it may of a recorded cluster, nothing is left.
    return {
      cpuMillicores: Math.max(0, stated.cpuMillicores - used.cpuMillicores),
      memoryBytes: Math.max(0, stated.memoryMi * MI - used.memoryBytes),
    };
  }
}

/** What nobody measured is a guess: as small as it takes for the container to run as it was seen to, below its limit. */
function guessMax({ spec }: Pod, { name }: ContainerStatus, profile: UsageProfile): number {
  if (profile !== DEFAULT_PROFILE) return Number.POSITIVE_INFINITY;
  const limit = spec?.containers.find((container) => container.name === name)?.resources?.limits?.['memory'];
  return limit === undefined ? Number.POSITIVE_INFINITY : wholeUnits(limit) * GUESS_OF_LIMIT;
}

export function sumOf(usages: readonly Usage[]): Usage {
  return usages.reduce(
    (total, usage) => ({
      cpuMillicores: total.cpuMillicores + usage.cpuMillicores,
      memoryBytes: total.memoryBytes + usage.memoryBytes,
    }),
    { cpuMillicores: 0, memoryBytes: 0 },
  );
}
