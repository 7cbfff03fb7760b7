// The images of the talk's cluster: for which platforms they exist, and what their containers do.
// Per-architecture images were the rule in 2017; the talk's author had manifest lists made for his own.
import type { ImageFacts } from '../../kubelet/image-facts.ts';

const EVERYWHERE = ['amd64', 'arm', 'arm64'];
const MI = 1024 * 1024;

interface Row {
  name: string;
  tag: string;
  on: readonly string[];
  sizeMi: number;
  log: string;
  usage: string;
  startupMs?: number;
}

const GOOGLE = 'gcr.io/google_containers';

const ROWS: readonly Row[] = [
  {
    name: 'luxas/autoscale-demo',
    tag: 'v0.1.2',
    on: EVERYWHERE,
    sizeMi: 46,
    log: 'sample-app',
    usage: 'sample-app',
    startupMs: 4_000,
  },
  {
    name: 'luxas/custom-metrics-apiserver',
    tag: 'v0.1.0',
    on: EVERYWHERE,
    sizeMi: 58,
    log: 'apiserver',
    usage: 'adapter',
  },
  { name: 'luxas/wardle-apiserver', tag: 'v0.1.0', on: EVERYWHERE, sizeMi: 54, log: 'apiserver', usage: 'adapter' },
  {
    name: 'luxas/prometheus-operator',
    tag: 'v0.8.0',
    on: EVERYWHERE,
    sizeMi: 38,
    log: 'controller',
    usage: 'controller',
  },
  {
    name: 'luxas/prometheus',
    tag: 'v1.5.2',
    on: EVERYWHERE,
    sizeMi: 82,
    log: 'prometheus',
    usage: 'prometheus',
    startupMs: 6_000,
  },
  {
    name: 'luxas/prometheus-config-reloader',
    tag: 'v0.0.1',
    on: EVERYWHERE,
    sizeMi: 12,
    log: 'controller',
    usage: 'small',
  },
  {
    name: 'luxas/pv-controller-manager',
    tag: 'v0.1.0',
    on: EVERYWHERE,
    sizeMi: 44,
    log: 'controller',
    usage: 'controller',
  },
  {
    name: 'luxas/kube-proxy',
    tag: 'v1.6.0-beta.4',
    on: EVERYWHERE,
    sizeMi: 104,
    log: 'kube-proxy',
    usage: 'kube-proxy',
  },
  { name: 'luxas/ngrok', tag: '2.1.18', on: EVERYWHERE, sizeMi: 14, log: 'ngrok', usage: 'small' },
  { name: 'luxas/traefik', tag: 'v1.2.0', on: EVERYWHERE, sizeMi: 45, log: 'traefik', usage: 'proxy' },
  {
    name: 'weaveworks/weave-kube',
    tag: '1.9.4',
    on: EVERYWHERE,
    sizeMi: 156,
    log: 'weave',
    usage: 'weave',
    startupMs: 5_000,
  },
  { name: 'weaveworks/weave-npc', tag: '1.9.4', on: EVERYWHERE, sizeMi: 52, log: 'weave-npc', usage: 'small' },
  { name: 'quay.io/coreos/etcd', tag: 'v3.0.17', on: EVERYWHERE, sizeMi: 37, log: 'etcd', usage: 'small-etcd' },
  { name: `${GOOGLE}/etcd-amd64`, tag: '3.0.17', on: ['amd64'], sizeMi: 161, log: 'etcd', usage: 'etcd' },
  {
    name: `${GOOGLE}/kube-apiserver-amd64`,
    tag: 'v1.6.0-beta.4',
    on: ['amd64'],
    sizeMi: 145,
    log: 'apiserver',
    usage: 'kube-apiserver',
  },
  {
    name: `${GOOGLE}/kube-controller-manager-amd64`,
    tag: 'v1.6.0-beta.4',
    on: ['amd64'],
    sizeMi: 128,
    log: 'controller',
    usage: 'kube-controller-manager',
  },
  {
    name: `${GOOGLE}/kube-scheduler-amd64`,
    tag: 'v1.6.0-beta.4',
    on: ['amd64'],
    sizeMi: 74,
    log: 'controller',
    usage: 'kube-scheduler',
  },
  { name: `${GOOGLE}/k8s-dns-kube-dns-amd64`, tag: '1.14.1', on: ['amd64'], sizeMi: 46, log: 'dns', usage: 'dns' },
  {
    name: `${GOOGLE}/k8s-dns-dnsmasq-nanny-amd64`,
    tag: '1.14.1',
    on: ['amd64'],
    sizeMi: 43,
    log: 'dns',
    usage: 'small',
  },
  { name: `${GOOGLE}/k8s-dns-sidecar-amd64`, tag: '1.14.1', on: ['amd64'], sizeMi: 42, log: 'dns', usage: 'small' },
  {
    name: `${GOOGLE}/heapster-amd64`,
    tag: 'v1.3.0',
    on: ['amd64'],
    sizeMi: 65,
    log: 'controller',
    usage: 'controller',
  },
  /** The last of all. */
  {
    name: `${GOOGLE}/heapster-amd64`,
    tag: 'v1.5.4',
    on: ['amd64'],
    sizeMi: 72,
    log: 'controller',
    usage: 'controller',
  },
  {
    name: `${GOOGLE}/kubernetes-dashboard-amd64`,
    tag: 'v1.6.0',
    on: ['amd64'],
    sizeMi: 104,
    log: 'dashboard',
    usage: 'controller',
  },
  {
    name: `${GOOGLE}/heapster-grafana-arm64`,
    tag: 'v4.0.2',
    on: ['arm64'],
    sizeMi: 125,
    log: 'grafana',
    usage: 'grafana',
    startupMs: 8_000,
  },
  {
    name: `${GOOGLE}/heapster-influxdb-arm64`,
    tag: 'v1.1.1',
    on: ['arm64'],
    sizeMi: 12,
    log: 'influxdb',
    usage: 'influxdb',
    startupMs: 5_000,
  },
];

export const IMAGES: readonly ImageFacts[] = ROWS.map(({ name, tag, on, sizeMi, log, usage, startupMs = 2_000 }) => ({
  name,
  tags: [tag],
  platforms: on,
  ...(on.length === 1 ? { singlePlatform: true } : {}),
  sizeBytes: sizeMi * MI,
  startupMs,
  log,
  usage,
}));
