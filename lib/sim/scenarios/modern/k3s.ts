// What k3s brings by itself: DNS, storage, metrics, Traefik by Helm, and a load balancer on the boards' own ports.
import type { PodTemplateSpec, Toleration } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';
import { hexOf } from '../objects/ground.ts';
import { finishedJob } from '../objects/jobs.ts';
import type { Placing } from '../objects/placing.ts';
import { template } from '../objects/templates.ts';
import { daemonSet, deployment } from '../objects/workloads.ts';

const CRITICAL: Toleration[] = [
  { key: 'CriticalAddonsOnly', operator: 'Exists' },
  { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
];
const PRIORITY = 'system-cluster-critical';

const COREDNS = template({
  labels: { 'k8s-app': 'kube-dns' },
  tolerations: CRITICAL,
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  serviceAccount: 'coredns',
  priorityClassName: PRIORITY,
  containers: [
    {
      name: 'coredns',
      image: 'rancher/mirrored-coredns-coredns:1.14.4',
      args: ['-conf', '/etc/coredns/Corefile'],
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP' },
        { name: 'dns-tcp', port: 53 },
        { name: 'metrics', port: 9153 },
      ],
      requests: '100m/70Mi',
      limits: '/170Mi',
      more: { volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }] },
    },
  ],
  more: {
    dnsPolicy: 'Default',
    volumes: [{ name: 'config-volume', configMap: { name: 'coredns', defaultMode: 0o644 } }],
  },
});

const LOCAL_PATH = template({
  labels: { app: 'local-path-provisioner' },
  tolerations: CRITICAL,
  serviceAccount: 'local-path-provisioner-service-account',
  priorityClassName: 'system-node-critical',
  containers: [
    {
      name: 'local-path-provisioner',
      image: 'rancher/local-path-provisioner:v0.0.36',
      command: ['local-path-provisioner', 'start', '--config', '/etc/config/config.json'],
    },
  ],
});

const METRICS_SERVER = template({
  labels: { 'k8s-app': 'metrics-server' },
  tolerations: CRITICAL,
  serviceAccount: 'metrics-server',
  priorityClassName: 'system-node-critical',
  containers: [
    {
      name: 'metrics-server',
      image: 'rancher/mirrored-metrics-server:v0.9.0',
      args: ['--cert-dir=/tmp', '--secure-port=10250', '--kubelet-use-node-status-port', '--metric-resolution=15s'],
      ports: [{ name: 'https', port: 10250 }],
      requests: '100m/70Mi',
    },
  ],
});

const TRAEFIK = template({
  labels: { 'app.kubernetes.io/instance': 'traefik-kube-system', 'app.kubernetes.io/name': 'traefik' },
  annotations: { 'prometheus.io/path': '/metrics', 'prometheus.io/port': '9100', 'prometheus.io/scrape': 'true' },
  tolerations: CRITICAL,
  serviceAccount: 'traefik',
  priorityClassName: PRIORITY,
  containers: [
    {
      name: 'traefik',
      image: 'rancher/mirrored-library-traefik:3.7.8',
      args: ['--entryPoints.web.address=:8000/tcp', '--entryPoints.websecure.address=:8443/tcp', '--ping=true'],
      ports: [
        { name: 'metrics', port: 9100 },
        { name: 'traefik', port: 8080 },
        { name: 'web', port: 8000 },
        { name: 'websecure', port: 8443 },
      ],
    },
  ],
});

function helmInstall(chart: string): PodTemplateSpec {
  const name = `helm-${chart}`;
  return template({
    labels: { 'helmcharts.helm.cattle.io/chart': chart },
    tolerations: CRITICAL,
    nodeSelector: { 'kubernetes.io/os': 'linux', 'node-role.kubernetes.io/control-plane': 'true' },
    serviceAccount: name,
    containers: [
      { name: 'helm', image: 'rancher/klipper-helm:v0.13.3-build20260820', args: ['install', '--set-string', chart] },
    ],
    more: { hostNetwork: true, restartPolicy: 'OnFailure' },
  });
}

/** ServiceLB names its DaemonSet by the Service's name and the first part of its uid (k3s pkg/cloudprovider/servicelb.go). */
const BALANCER = `svclb-traefik-${hexOf('traefik service', 8)}`;

const SERVICE_LB = template({
  labels: {
    app: BALANCER,
    'svccontroller.k3s.cattle.io/svcname': 'traefik',
    'svccontroller.k3s.cattle.io/svcnamespace': 'kube-system',
  },
  tolerations: CRITICAL,
  nodeSelector: { 'svccontroller.k3s.cattle.io/enablelb': 'true' },
  serviceAccount: 'svclb',
  priorityClassName: 'system-node-critical',
  containers: [80, 443].map((port) => ({
    name: `lb-tcp-${port}`,
    image: 'rancher/klipper-lb:v0.4.17',
    ports: [{ name: `lb-tcp-${port}`, port, hostPort: port }],
  })),
});

const SYSTEM = 'kube-system';
/** The API server of a single k3s node took its time at first. */
const INSTALL_MS = 48_000;

export function k3sObjects(placing: Placing): KubeObject[] {
  return [
    ...deployment(placing, {
      namespace: SYSTEM,
      name: 'coredns',
      template: COREDNS,
      maxUnavailable: 1,
      pods: 'kz7d4 41d3h raspi5 10.42.0.2 x1',
    }),
    ...deployment(placing, {
      namespace: SYSTEM,
      name: 'local-path-provisioner',
      template: LOCAL_PATH,
      maxUnavailable: 1,
      pods: 'x2xqh 41d3h raspi5 10.42.0.3 x1',
    }),
    ...deployment(placing, {
      namespace: SYSTEM,
      name: 'metrics-server',
      template: METRICS_SERVER,
      pods: 'q8fvw 41d3h raspi5 10.42.0.4 x1',
    }),
    ...deployment(placing, {
      namespace: SYSTEM,
      name: 'traefik',
      template: TRAEFIK,
      pods: 'ml6jb 41d3h raspi5 10.42.0.7',
    }),
    ...['traefik-crd', 'traefik'].flatMap((chart, index) =>
      finishedJob(placing, {
        namespace: SYSTEM,
        name: `helm-install-${chart}`,
        template: helmInstall(chart),
        ranMs: INSTALL_MS,
        pod: `${['zc9hb', '54ndx'][index] ?? 'first'} 41d3h raspi5`,
      }),
    ),
    ...daemonSet(placing, {
      namespace: SYSTEM,
      name: BALANCER,
      template: SERVICE_LB,
      labels: { 'objectset.rio.cattle.io/hash': hexOf('svclb objects', 40) },
      selector: { app: BALANCER },
      pods: `d5wrq 41d3h raspi5 10.42.0.6
             7vt2k 41d2h raspi4 10.42.1.2
             pj9sx 39d   raspi3 10.42.2.2
             n4c8g 33d   n100   10.42.3.2`,
    }),
  ];
}
