// Services of this home, and the names under which Traefik lets the family in.
import type { Pod } from 'kubernetes-types/core/v1';
import type { Ingress } from 'kubernetes-types/networking/v1';
import type { KubeObject } from '../../store/object.ts';
import { type Age, type Ground, meta } from '../objects/ground.ts';
import { kubernetesService, type ServiceInput, serviceObjects } from '../objects/services.ts';
import { BALANCER_ADDRESSES, NODES, SERVER } from './boards.ts';

const BORN = '41d3h';

function plain(
  namespace: string,
  name: string,
  age: Age,
  clusterIP: string,
  port: number,
  target: string | number = port,
) {
  return {
    name,
    namespace,
    age,
    clusterIP,
    ports: [{ port, targetPort: target }],
    selector: { app: name },
    labels: { app: name },
  };
}

const SERVICES: readonly ServiceInput[] = [
  {
    name: 'kube-dns',
    namespace: 'kube-system',
    age: BORN,
    clusterIP: '10.43.0.10',
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53 },
      { name: 'metrics', port: 9153 },
    ],
    selector: { 'k8s-app': 'kube-dns' },
    labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
  },
  {
    name: 'metrics-server',
    namespace: 'kube-system',
    age: BORN,
    clusterIP: '10.43.180.7',
    ports: [{ name: 'https', port: 443, targetPort: 'https' }],
    selector: { 'k8s-app': 'metrics-server' },
    labels: { 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'Metrics-server' },
  },
  {
    name: 'traefik',
    namespace: 'kube-system',
    age: BORN,
    clusterIP: '10.43.91.122',
    type: 'LoadBalancer',
    externalIPs: BALANCER_ADDRESSES,
    ports: [
      { name: 'web', port: 80, targetPort: 'web', nodePort: 31547 },
      { name: 'websecure', port: 443, targetPort: 'websecure', nodePort: 30868 },
    ],
    selector: { 'app.kubernetes.io/instance': 'traefik-kube-system', 'app.kubernetes.io/name': 'traefik' },
    labels: { 'app.kubernetes.io/instance': 'traefik-kube-system', 'app.kubernetes.io/name': 'traefik' },
  },
  plain('home', 'home-assistant', '40d', '10.43.20.14', 8123, 'http'),
  plain('home', 'mosquitto', '40d', '10.43.66.201', 1883, 'mqtt'),
  plain('home', 'zigbee2mqtt', '38d', '10.43.141.9', 8080, 'http'),
  plain('media', 'jellyfin', '32d', '10.43.7.88', 8096, 'http'),
  plain('monitoring', 'grafana', '33d', '10.43.212.30', 80, 'http'),
  plain('monitoring', 'prometheus', '33d', '10.43.58.163', 9090, 'web'),
  plain('web', 'blog', '12d', '10.43.119.40', 80, 'http'),
];

const NAMES: readonly [namespace: string, service: string, port: number, age: Age][] = [
  ['home', 'home-assistant', 8123, '40d'],
  ['media', 'jellyfin', 8096, '32d'],
  ['monitoring', 'grafana', 80, '33d'],
  ['web', 'blog', 80, '12d'],
];

export function networkObjects(ground: Ground, pods: readonly Pod[]): KubeObject[] {
  const address = NODES.find(({ name }) => name === SERVER)?.address ?? '';
  return [
    ...kubernetesService(ground, { age: BORN, clusterIP: '10.43.0.1', address }),
    ...serviceObjects(ground, SERVICES, pods),
    ingressClass(ground),
    ...NAMES.map((row) => ingress(ground, row)),
  ];
}

function ingressClass(ground: Ground): KubeObject {
  const object = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: meta(ground, {
      name: 'traefik',
      age: BORN,
      generation: 1,
      annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' },
    }),
    spec: { controller: 'traefik.io/ingress-controller' },
  };
  return object;
}

function ingress(ground: Ground, [namespace, name, port, age]: (typeof NAMES)[number]): Ingress {
  const backend = { service: { name, port: { number: port } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: meta(ground, { name, namespace, age, generation: 1 }),
    spec: {
      ingressClassName: 'traefik',
      rules: [{ host: `${name}.home.arpa`, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
    status: { loadBalancer: { ingress: BALANCER_ADDRESSES.map((ip) => ({ ip })) } },
  };
}
