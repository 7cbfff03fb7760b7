// The Services of the talk's screen, seven minutes younger than there: the pod list is the first instant.
import type { Pod } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';
import type { Ground } from '../objects/ground.ts';
import { kubernetesService, type ServiceInput, serviceObjects as selecting } from '../objects/services.ts';

const APP = { app: 'sample-metrics-app' };
const PROMETHEUS = { app: 'prometheus', prometheus: 'sample-metrics-prom' };

function addOn(name: string, age: string, clusterIP: string, targetPort: number, app = name): ServiceInput {
  const selector = { 'k8s-app': app };
  return {
    name,
    namespace: 'kube-system',
    age,
    clusterIP,
    ports: [{ port: 80, targetPort }],
    selector,
    labels: selector,
  };
}

const SERVICES: readonly ServiceInput[] = [
  {
    name: 'api',
    namespace: 'custom-metrics',
    age: '22m30s',
    clusterIP: '10.100.246.198',
    ports: [{ port: 443, targetPort: 6443 }],
    selector: { app: 'custom-metrics-apiserver' },
  },
  {
    name: 'prometheus-operated',
    namespace: 'default',
    age: '29m45s',
    clusterIP: 'None',
    ports: [{ name: 'web', port: 9090 }],
    selector: { app: 'prometheus' },
    labels: { 'operated-prometheus': 'true' },
  },
  {
    name: 'sample-metrics-app',
    namespace: 'default',
    age: '29m12s',
    clusterIP: '10.97.141.133',
    ports: [{ name: 'web', port: 8080 }],
    selector: APP,
    labels: APP,
  },
  {
    name: 'sample-metrics-prom',
    namespace: 'default',
    age: '29m50s',
    clusterIP: '10.105.118.16',
    ports: [{ name: 'web', port: 9090, nodePort: 30999 }],
    selector: PROMETHEUS,
    labels: PROMETHEUS,
    type: 'NodePort',
  },
  addOn('heapster', '41m20s', '10.107.113.203', 8082),
  {
    name: 'kube-dns',
    namespace: 'kube-system',
    age: '44m50s',
    clusterIP: '10.96.0.10',
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53 },
    ],
    selector: { 'k8s-app': 'kube-dns' },
    labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/name': 'KubeDNS' },
  },
  addOn('kubernetes-dashboard', '41m50s', '10.99.233.145', 9090),
  addOn('monitoring-grafana', '34m30s', '10.105.105.151', 3000, 'grafana'),
  {
    ...addOn('monitoring-influxdb', '34m31s', '10.99.193.162', 8086, 'influxdb'),
    ports: [{ port: 8086 }],
  },
  addOn('ngrok', '41m2s', '10.107.224.120', 4040),
  addOn('traefik-ingress-controller', '41m5s', '10.102.162.4', 80),
  addOn('traefik-web', '41m4s', '10.109.90.245', 8080, 'traefik-ingress-controller'),
  {
    name: 'api',
    namespace: 'wardle',
    age: '32m15s',
    clusterIP: '10.99.51.75',
    ports: [{ port: 443 }],
    selector: { apiserver: 'true' },
  },
];

export function serviceObjects(ground: Ground, pods: readonly Pod[]): KubeObject[] {
  const kubernetes = { age: '45m40s', clusterIP: '10.96.0.1', address: '192.168.200.211' };
  return [...kubernetesService(ground, kubernetes), ...selecting(ground, SERVICES, pods)];
}
