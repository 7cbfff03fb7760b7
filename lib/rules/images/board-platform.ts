// The platform that a board's runtime asks registries for, from what its node says of itself.
import type { Platform } from './platform.ts';

/** Of Node.status.nodeInfo; the architecture as the label has it where there is one. */
export interface BoardFacts {
  architecture: string;
  operatingSystem: string;
  kernelVersion: string;
}

/**
 * Kernels name the variant on Raspberry Pis only (`6.12.47+rpt-rpi-v6`, `4.4.50-hypriotos-v7+`); a Pi Zero's or Pi 1's
 * older kernels end in a bare `+`. Others are taken for v7: Kubernetes' own oldest (containerd asks /proc/cpuinfo).
 */
const ARM_V6_KERNEL = /(?:^|[^a-z0-9])v6(?:[^0-9]|$)|^\d+\.\d+\.\d+(?:-hypriotos)?\+$/;
const KERNEL_64 = /(?:^|[^a-z0-9])(?:v8|2711|2712|aarch64|arm64)(?:[^0-9]|$)/;

export function platformOfBoard({ architecture, operatingSystem, kernelVersion }: BoardFacts): Platform {
  const os = operatingSystem || 'linux';
  return { os, architecture, variant: architecture === 'arm' ? armVariant(kernelVersion) : '' };
}

/** A 32-bit system under a 64-bit kernel: `uname -m` says aarch64, yet kubelet and runtime are for arm, and so are images. */
export function is32BitUserland({ architecture, kernelVersion }: BoardFacts): boolean {
  return architecture === 'arm' && KERNEL_64.test(kernelVersion);
}

function armVariant(kernelVersion: string): string {
  if (KERNEL_64.test(kernelVersion)) return 'v8';
  return ARM_V6_KERNEL.test(kernelVersion) ? 'v6' : 'v7';
}
