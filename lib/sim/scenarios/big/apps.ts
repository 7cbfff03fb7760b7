// What runs on the big cluster: a few programs that exist for all its boards, in teams' namespaces.
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { ImageFacts } from '../../kubelet/image-facts.ts';
import { template } from '../objects/templates.ts';
import type { Request } from './placement.ts';

export interface App {
  name: string;
  image: string;
  port: number;
  request: Request;
}

/** Every image here runs on all boards. */
export const APPS: readonly App[] = [
  { name: 'web', image: 'nginx:1.29', port: 80, request: { cpuMillicores: 20, memoryMi: 32 } },
  { name: 'api', image: 'caddy:2.10', port: 80, request: { cpuMillicores: 20, memoryMi: 32 } },
  { name: 'cache', image: 'memcached:1.6', port: 11_211, request: { cpuMillicores: 10, memoryMi: 64 } },
  { name: 'queue', image: 'eclipse-mosquitto:2', port: 1883, request: { cpuMillicores: 10, memoryMi: 16 } },
  { name: 'images', image: 'registry:3', port: 5000, request: { cpuMillicores: 10, memoryMi: 32 } },
];

/** Those that keep something: StatefulSets. */
export const STORES: readonly App[] = [
  { name: 'db', image: 'postgres:17', port: 5432, request: { cpuMillicores: 50, memoryMi: 64 } },
  { name: 'state', image: 'redis:8', port: 6379, request: { cpuMillicores: 20, memoryMi: 32 } },
];

/** One on every board. */
export const AGENTS: readonly App[] = [
  {
    name: 'flannel',
    image: 'ghcr.io/flannel-io/flannel:v0.27.4',
    port: 8285,
    request: { cpuMillicores: 50, memoryMi: 32 },
  },
  {
    name: 'node-exporter',
    image: 'quay.io/prometheus/node-exporter:v1.10.2',
    port: 9100,
    request: { cpuMillicores: 10, memoryMi: 16 },
  },
];

/** What the cluster itself needs besides. */
export const SYSTEM: readonly (App & { replicas: number })[] = [
  {
    name: 'metrics-server',
    image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.0',
    port: 10_250,
    request: { cpuMillicores: 100, memoryMi: 200 },
    replicas: 1,
  },
];

const MI = 1024 * 1024;

export const IMAGES: readonly ImageFacts[] = [
  {
    name: 'ghcr.io/flannel-io/flannel',
    tags: null,
    platforms: ['amd64', 'arm/v7', 'arm64', 'riscv64'],
    sizeBytes: 34 * MI,
    startupMs: 2_000,
    log: 'generic',
    usage: 'small',
  },
];

/** `labels` are what its owner selects it by. */
export function templateOf(app: App, labels: Record<string, string>, hostNetwork = false): PodTemplateSpec {
  const { name, image, port, request } = app;
  const requests = `${request.cpuMillicores}m/${request.memoryMi}Mi`;
  return template({
    labels,
    containers: [{ name, image, ports: [{ port }], requests }],
    ...(hostNetwork ? { hostNetwork, tolerations: [{ operator: 'Exists' }] } : {}),
  });
}
