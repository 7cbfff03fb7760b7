// The images of this home beyond the well-known ones: rancher's copies that k3s runs, and what makes a house smart.
import type { ImageFacts } from '../../kubelet/image-facts.ts';

const MB = 1_000_000;
/** What k3s itself is published for. */
const K3S = ['amd64', 'arm/v7', 'arm64'];
const WITH_RISCV = [...K3S, 'riscv64'];
const BIG = ['amd64', 'arm64'];

type Row = [name: string, sizeMb: number, on: readonly string[], log: string, usage: string, startupMs?: number];

const ROWS: readonly Row[] = [
  ['rancher/mirrored-coredns-coredns', 20, WITH_RISCV, 'dns', 'dns'],
  ['rancher/mirrored-library-traefik', 62, WITH_RISCV, 'traefik', 'proxy', 3_000],
  ['rancher/mirrored-metrics-server', 22, K3S, 'apiserver', 'adapter', 4_000],
  ['rancher/klipper-lb', 6, K3S, 'silent', 'pause'],
  ['rancher/klipper-helm', 92, K3S, 'generic', 'small'],
  ['ghcr.io/home-assistant/home-assistant', 620, BIG, 'generic', 'home-assistant', 40_000],
  ['koenkk/zigbee2mqtt', 95, WITH_RISCV, 'generic', 'node-app', 12_000],
  ['jellyfin/jellyfin', 480, BIG, 'generic', 'media', 15_000],
];

export const IMAGES: readonly ImageFacts[] = ROWS.map(([name, sizeMb, on, log, usage, startupMs = 1_000]) => ({
  name,
  tags: null,
  platforms: on,
  sizeBytes: sizeMb * MB,
  startupMs,
  log,
  usage,
}));
