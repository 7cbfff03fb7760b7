// The boards behind recorded nodes: architecture and runtime as they say, speed by a guess from what they are.
import type { Node } from 'kubernetes-types/core/v1';
import { platformOfBoard } from '#lib/rules/images/board-platform.ts';
import { cpuMillicores, memoryBytes, QuantityError } from '#lib/rules/quantity.ts';
import type { Board } from '../../kubelet/board.ts';
import type { KubeObject } from '../../store/object.ts';
import { parseTimestamp } from '../../timestamp.ts';

type Speed = Pick<Board, 'coreSpeed' | 'pullBytesPerSecond'>;

const MB = 1_000_000;
const MI = 1024 * 1024;

/** By what a kernel gives away, the more telling first; speeds are relative to a Raspberry Pi 3's core. */
const BY_KERNEL: readonly [pattern: RegExp, speed: Speed][] = [
  [/-2712|-v8-16k/, { coreSpeed: 6.2, pullBytesPerSecond: 30 * MB }],
  [/-v7l\+/, { coreSpeed: 2.6, pullBytesPerSecond: 14 * MB }],
  [/rpi-v7|-v7\+|-bee42-v8/, { coreSpeed: 1, pullBytesPerSecond: 3 * MB }],
  [/-tegra/, { coreSpeed: 4, pullBytesPerSecond: 25 * MB }],
  [/meson64|^3\.14\./, { coreSpeed: 1.4, pullBytesPerSecond: 8 * MB }],
];
const BY_ARCHITECTURE: Readonly<Record<string, Speed>> = {
  amd64: { coreSpeed: 9, pullBytesPerSecond: 40 * MB },
  arm64: { coreSpeed: 4, pullBytesPerSecond: 20 * MB },
  arm: { coreSpeed: 1, pullBytesPerSecond: 3 * MB },
  riscv64: { coreSpeed: 1.3, pullBytesPerSecond: 8 * MB },
};
const UNKNOWN: Speed = { coreSpeed: 6, pullBytesPerSecond: 25 * MB };
/** A Pi with the kernel that serves Pi 3 and 4 alike: what has more memory than this is no Pi 3. */
const PI_3_MEMORY_KI = 1_048_576;
const PI_3_OR_4 = /-v8\+|rpi-v8/;
/** Above this an x86 machine is a mini PC or more; below, a board with a small processor. */
const SMALL_X86_MEMORY_KI = 4_194_304;

type Use = NonNullable<Board['atStart']>;

/** `metrics`: what metrics.k8s.io says of the nodes. `recordedMs`: when the objects were read; boards that had gone silent stay dark from when they were noticed. */
export function boardsOf(objects: readonly KubeObject[], metrics: readonly KubeObject[], recordedMs: number): Board[] {
  const uses = new Map(metrics.map((one) => [one.metadata?.name, useOf(one)]));
  return (
    objects
      .filter((object): object is Node => object.kind === 'Node')
      // One that no kubelet has ever reported was only written to the API: there is no board behind it.
      .filter(({ status }) => Boolean(status?.nodeInfo?.kubeletVersion))
      .map((node) => {
        const info = node.status?.nodeInfo;
        const use = uses.get(node.metadata?.name);
        const platform = platformOfNode(node) ?? 'amd64';
        const [architecture = platform] = platform.split('/');
        return {
          node: node.metadata?.name ?? '',
          architecture,
          ...(platform === architecture ? {} : { platform }),
          ...speedOf(node, architecture),
          runtime: info?.containerRuntimeVersion?.startsWith('docker') === true ? 'docker' : 'containerd',
          ...(use === undefined || use === null ? {} : { atStart: use }),
          dark: darknessOf(node, recordedMs),
        };
      })
  );
}

/** `arm64`, `arm/v6`: what its runtime asks registries for, as far as the node tells; undefined where it does not. */
export function platformOfNode({ metadata, status }: Node): string | undefined {
  const { architecture = '', operatingSystem = '', kernelVersion = '' } = status?.nodeInfo ?? {};
  const its = architecture || metadata?.labels?.['kubernetes.io/arch'];
  if (its === undefined || its === '') return undefined;
  const { variant } = platformOfBoard({ architecture: its, operatingSystem, kernelVersion });
  return variant === '' ? its : `${its}/${variant}`;
}

/** Null where it is no amount: not measured is not zero. */
function useOf(metrics: KubeObject): Use | null {
  const { cpu, memory } = (metrics as { usage?: { cpu?: string; memory?: string } }).usage ?? {};
  if (cpu === undefined || memory === undefined) return null;
  try {
    return { cpuMillicores: cpuMillicores(cpu), memoryMi: memoryBytes(memory) / MI };
  } catch (error) {
    if (error instanceof QuantityError) return null;
    throw error;
  }
}

function speedOf(node: Node, architecture: string): Speed {
  const kernel = node.status?.nodeInfo?.kernelVersion ?? '';
  const memoryKi = Number.parseInt(node.status?.capacity?.['memory'] ?? '', 10);
  const known = BY_KERNEL.find(([pattern]) => pattern.test(kernel))?.[1];
  if (known !== undefined) return known;
  if (PI_3_OR_4.test(kernel)) {
    const isPi3 = memoryKi <= PI_3_MEMORY_KI;
    return isPi3 ? { coreSpeed: 1, pullBytesPerSecond: 4 * MB } : { coreSpeed: 2.6, pullBytesPerSecond: 14 * MB };
  }
  if (architecture === 'amd64' && memoryKi <= SMALL_X86_MEMORY_KI) {
    return { coreSpeed: 2.2, pullBytesPerSecond: 10 * MB };
  }
  return BY_ARCHITECTURE[architecture] ?? UNKNOWN;
}

/** From 50 s before the node controller noticed: its grace period (node_lifecycle_controller.go). */
const NOTICED_AFTER_MS = 50_000;

function darknessOf(node: Node, recordedMs: number): Board['dark'] {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'Unknown') return [];
  const noticedMs = parseTimestamp(ready.lastTransitionTime);
  const sinceMs = Number.isNaN(noticedMs) ? 0 : noticedMs - recordedMs;
  return [{ fromMs: Math.min(0, sinceMs) - NOTICED_AFTER_MS, untilMs: null }];
}
