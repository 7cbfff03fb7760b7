// The hardware behind a node, as a scenario states it.
import { type Platform, runsOn } from '#lib/rules/images/platform.ts';
import { compactPlatform } from './image-facts.ts';

/** The hardware behind a node. A node without a board has no kubelet, as one that was only ever written to the API. */
export interface Board {
  /** Name of its Node. */
  node: string;
  architecture: string;
  /** What its runtime asks registries for, as `arm/v6`; absent: the usual one of its architecture (`arm/v7`). */
  platform?: string;
  /** Speed of one core relative to a Raspberry Pi 3's: what takes a Pi 100m takes a twice as fast board 50m. */
  coreSpeed: number;
  /** Download and unpacking of image layers together. */
  pullBytesPerSecond: number;
  /** Container runtime as imageIDs and containerIDs name it: `docker`, `containerd`. */
  runtime: 'docker' | 'containerd';
  /** When it has no power or network: milliseconds from the first instant; null is for ever. */
  dark: readonly { fromMs: number; untilMs: number | null }[];
  /** What the metrics API says of the whole node at the first instant; absent: what its pods and system add up to. */
  atStart?: { cpuMillicores: number; memoryMi: number };
  /** What node_exporter finds on it; absent: nobody has looked. */
  hardware?: Hardware;
}

export interface Hardware {
  /** Of its chip at rest, and when all its cores work. */
  restCelsius: number;
  busyCelsius: number;
  /** What its kernel calls the sensor: `cpu-thermal`. */
  thermalZone: string;
  /** Its firmware tells when the voltage is too low, as that of Raspberry Pis does. */
  voltageAlarm: boolean;
  maxHertz: number;
  /** Where its root file system lies: `mmcblk0`, its partition, and the share that is in use. */
  disk: { device: string; partition: string; usedShare: number };
  /** Its network card. */
  network: string;
}

/** What its runtime looks for in manifest lists. */
export function platformOf({ architecture, platform = architecture }: Board): Platform {
  return compactPlatform(platform);
}

/** Whether its kernel executes such binaries: one that is taken for arm/v8 is a 64-bit kernel under a 32-bit system. */
export function executes(board: Board, binary: Platform): boolean {
  const own = platformOf(board);
  if (runsOn(binary, own)) return true;
  const is64Bit = own.architecture === 'arm' && own.variant === 'v8';
  return is64Bit && runsOn(binary, { os: own.os, architecture: 'arm64', variant: '' });
}
