// Pod templates of the talk's workloads. Names and namespaces are the talk's; requests and limits are made to fit 1 GB boards.
import type { Toleration } from 'kubernetes-types/core/v1';
import { template } from '../objects/templates.ts';
import { NETWORK_LABEL } from './boards.ts';

const GOOGLE = 'gcr.io/google_containers';

/** Tolerates one architecture's taint, or every architecture's. */
function runsOn(architecture?: string): Toleration[] {
  const toleration = { key: 'beta.kubernetes.io/arch', effect: 'NoSchedule' };
  return architecture === undefined
    ? [{ ...toleration, operator: 'Exists' }]
    : [{ ...toleration, operator: 'Equal', value: architecture }];
}

const ON_CONTROL_PLANE: Toleration[] = [
  { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
];
const CONTROL_PLANE = { 'node-role.kubernetes.io/control-plane': '' };
const EVERYTHING: Toleration[] = [{ operator: 'Exists' }];

export const SAMPLE_APP = template({
  labels: { app: 'sample-metrics-app' },
  tolerations: runsOn(),
  containers: [
    {
      name: 'sample-metrics-app',
      image: 'luxas/autoscale-demo:v0.1.2',
      ports: [{ name: 'http', port: 8080 }],
      requests: '50m/32Mi',
      limits: '/64Mi',
    },
  ],
});

export const CUSTOM_METRICS = template({
  labels: { app: 'custom-metrics-apiserver' },
  tolerations: runsOn('arm'),
  nodeSelector: { 'beta.kubernetes.io/arch': 'arm' },
  serviceAccount: 'custom-metrics-apiserver',
  containers: [
    {
      name: 'custom-metrics-apiserver',
      image: 'luxas/custom-metrics-apiserver:v0.1.0',
      args: ['--requestheader-client-ca-file=/var/run/kubernetes/ca.crt', '--secure-port=6443'],
      ports: [{ name: 'https', port: 6443 }],
      requests: '50m/50Mi',
    },
  ],
});

export const PROMETHEUS_OPERATOR = template({
  labels: { operator: 'prometheus' },
  serviceAccount: 'prometheus-operator',
  containers: [
    {
      name: 'prometheus-operator',
      image: 'luxas/prometheus-operator:v0.8.0',
      requests: '50m/25Mi',
      limits: '200m/100Mi',
    },
  ],
});

export const PROMETHEUS = template({
  labels: { app: 'prometheus', prometheus: 'sample-metrics-prom' },
  serviceAccount: 'prometheus',
  containers: [
    {
      name: 'prometheus',
      image: 'luxas/prometheus:v1.5.2',
      args: ['-config.file=/etc/prometheus/config/prometheus.yaml', '-storage.local.retention=24h'],
      ports: [{ name: 'web', port: 9090 }],
      requests: '/200Mi',
    },
    { name: 'prometheus-config-reloader', image: 'luxas/prometheus-config-reloader:v0.0.1', limits: '5m/10Mi' },
  ],
});

export const WARDLE = template({
  labels: { apiserver: 'true', app: 'wardle-apiserver' },
  serviceAccount: 'apiserver',
  containers: [
    {
      name: 'wardle-server',
      image: 'luxas/wardle-apiserver:v0.1.0',
      args: ['--etcd-servers=http://localhost:2379'],
      ports: [{ name: 'https', port: 443 }],
      requests: '20m/50Mi',
    },
    { name: 'etcd', image: 'quay.io/coreos/etcd:v3.0.17', requests: '20m/30Mi' },
  ],
});

function addOn(name: string, image: string, more: { requests?: string; limits?: string; port: number }) {
  return template({
    labels: { 'k8s-app': name },
    serviceAccount: name,
    containers: [
      {
        name,
        image,
        ports: [{ name: 'http', port: more.port }],
        ...(more.requests === undefined ? {} : { requests: more.requests }),
        ...(more.limits === undefined ? {} : { limits: more.limits }),
      },
    ],
  });
}

export const HEAPSTER = addOn('heapster', `${GOOGLE}/heapster-amd64:v1.3.0`, { port: 8082, requests: '50m/60Mi' });
export const DASHBOARD = addOn('kubernetes-dashboard', `${GOOGLE}/kubernetes-dashboard-amd64:v1.6.0`, {
  port: 9090,
  requests: '50m/50Mi',
  limits: '100m/100Mi',
});
export const NGROK = addOn('ngrok', 'luxas/ngrok:2.1.18', { port: 4040, requests: '10m/20Mi' });

function monitoring(name: string, image: string, port: number, requests: string) {
  return template({
    labels: { 'k8s-app': name, task: 'monitoring' },
    tolerations: runsOn('arm64'),
    nodeSelector: { 'beta.kubernetes.io/arch': 'arm64' },
    containers: [{ name, image, ports: [{ name: 'http', port }], requests }],
  });
}

export const GRAFANA = monitoring('grafana', `${GOOGLE}/heapster-grafana-arm64:v4.0.2`, 3000, '50m/80Mi');
export const INFLUXDB = monitoring('influxdb', `${GOOGLE}/heapster-influxdb-arm64:v1.1.1`, 8086, '50m/100Mi');

export const TRAEFIK = template({
  labels: { 'k8s-app': 'traefik-ingress-controller' },
  tolerations: runsOn('arm64'),
  nodeSelector: { 'beta.kubernetes.io/arch': 'arm64' },
  serviceAccount: 'traefik-ingress-controller',
  containers: [
    {
      name: 'traefik-ingress-controller',
      image: 'luxas/traefik:v1.2.0',
      args: ['--web', '--kubernetes'],
      ports: [
        { name: 'http', port: 80 },
        { name: 'web', port: 8080 },
      ],
      requests: '50m/32Mi',
      limits: '200m/64Mi',
    },
  ],
});

export const PV_CONTROLLER = template({
  labels: { 'k8s-app': 'pv-controller-manager' },
  tolerations: runsOn('arm'),
  nodeSelector: { 'beta.kubernetes.io/arch': 'arm' },
  serviceAccount: 'pv-controller-manager',
  containers: [{ name: 'pv-controller-manager', image: 'luxas/pv-controller-manager:v0.1.0', requests: '20m/40Mi' }],
});

const DNS = `${GOOGLE}/k8s-dns`;
export const KUBE_DNS = template({
  labels: { 'k8s-app': 'kube-dns' },
  tolerations: [...ON_CONTROL_PLANE, { key: 'CriticalAddonsOnly', operator: 'Exists' }],
  nodeSelector: CONTROL_PLANE,
  serviceAccount: 'kube-dns',
  containers: [
    {
      name: 'kubedns',
      image: `${DNS}-kube-dns-amd64:1.14.1`,
      args: ['--domain=cluster.local.', '--dns-port=10053', '--v=2'],
      ports: [
        { name: 'dns-local', port: 10053, protocol: 'UDP' },
        { name: 'dns-tcp-local', port: 10053 },
      ],
      requests: '100m/70Mi',
      limits: '/170Mi',
    },
    {
      name: 'dnsmasq',
      image: `${DNS}-dnsmasq-nanny-amd64:1.14.1`,
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP' },
        { name: 'dns-tcp', port: 53 },
      ],
      requests: '150m/20Mi',
    },
    { name: 'sidecar', image: `${DNS}-sidecar-amd64:1.14.1`, requests: '10m/20Mi' },
  ],
});

function controlPlane(component: string, requests: string, port: number, serviceAccount?: string) {
  const name = `self-hosted-kube-${component}`;
  return template({
    labels: { component: `kube-${component}`, 'k8s-app': name, tier: 'control-plane' },
    tolerations: ON_CONTROL_PLANE,
    nodeSelector: CONTROL_PLANE,
    hostNetwork: true,
    ...(serviceAccount === undefined ? {} : { serviceAccount }),
    containers: [
      {
        name,
        image: `${GOOGLE}/kube-${component}-amd64:v1.6.0-beta.4`,
        command: [`kube-${component}`],
        ports: [{ name: 'https', port }],
        requests,
      },
    ],
  });
}

export const API_SERVER = controlPlane('apiserver', '250m/', 6443);
export const CONTROLLER_MANAGER = controlPlane('controller-manager', '200m/', 10252);
export const SCHEDULER = controlPlane('scheduler', '100m/', 10251);

export const ETCD = template({
  labels: { component: 'etcd', tier: 'control-plane' },
  hostNetwork: true,
  priorityClassName: 'system-node-critical',
  tolerations: [{ operator: 'Exists', effect: 'NoExecute' }],
  containers: [
    {
      name: 'etcd',
      image: `${GOOGLE}/etcd-amd64:3.0.17`,
      command: ['etcd', '--listen-client-urls=http://127.0.0.1:2379', '--data-dir=/var/lib/etcd'],
    },
  ],
});

export const KUBE_PROXY = template({
  labels: { 'k8s-app': 'kube-proxy' },
  tolerations: EVERYTHING,
  nodeSelector: NETWORK_LABEL,
  hostNetwork: true,
  serviceAccount: 'kube-proxy',
  containers: [
    {
      name: 'kube-proxy',
      image: 'luxas/kube-proxy:v1.6.0-beta.4',
      command: ['kube-proxy', '--kubeconfig=/var/lib/kube-proxy/kubeconfig.conf'],
    },
  ],
});

export const WEAVE_NET = template({
  labels: { name: 'weave-net' },
  tolerations: EVERYTHING,
  nodeSelector: NETWORK_LABEL,
  hostNetwork: true,
  serviceAccount: 'weave-net',
  containers: [
    { name: 'weave', image: 'weaveworks/weave-kube:1.9.4', command: ['/home/weave/launch.sh'], requests: '10m/' },
    { name: 'weave-npc', image: 'weaveworks/weave-npc:1.9.4', requests: '10m/' },
  ],
});
