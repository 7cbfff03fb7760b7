// Namespaces, accounts and configuration of this home's k3s, and the registration of its metrics.
import type { KubeObject } from '../../store/object.ts';
import {
  clusterRole,
  clusterRoleBinding,
  configMap,
  metricsApi,
  namespaceObjects,
  serviceAccount,
} from '../objects/foundation.ts';
import type { Age, Ground } from '../objects/ground.ts';
import { localPathClass } from '../objects/storage.ts';
import { NODES } from './boards.ts';
import { PROMETHEUS_YML } from './scrapes.ts';

const BORN = '41d3h';
const READ = ['get', 'list', 'watch'];

const NAMESPACES: Readonly<Record<string, Age>> = {
  default: BORN,
  'kube-node-lease': BORN,
  'kube-public': BORN,
  'kube-system': BORN,
  home: '40d',
  media: '32d',
  monitoring: '33d',
  web: '12d',
};

const ACCOUNTS = [
  'coredns',
  'helm-traefik',
  'helm-traefik-crd',
  'local-path-provisioner-service-account',
  'metrics-server',
  'svclb',
  'traefik',
];

export function foundationObjects(ground: Ground): KubeObject[] {
  return [
    ...Object.entries(NAMESPACES).flatMap(([name, age]) => namespaceObjects(ground, name, age)),
    ...ACCOUNTS.map((name) => serviceAccount(ground, 'kube-system', name, BORN)),
    ...permissions(ground),
    ...configuration(ground),
    localPathClass(ground, BORN),
    ...metricsApi(ground, BORN),
  ];
}

function permissions(ground: Ground): KubeObject[] {
  const bind = (name: string, role: string, account: string) =>
    clusterRoleBinding(ground, name, BORN, role, `kube-system/${account}`);
  return [
    clusterRole(ground, 'system:coredns', BORN, [
      { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
    ]),
    bind('system:coredns', 'system:coredns', 'coredns'),
    clusterRole(ground, 'traefik-kube-system', BORN, [
      { apiGroups: [''], resources: ['nodes', 'services', 'secrets'], verbs: READ },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
      { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: READ },
      { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
    ]),
    bind('traefik-kube-system', 'traefik-kube-system', 'traefik'),
    clusterRole(ground, 'local-path-provisioner-role', BORN, [
      { apiGroups: [''], resources: ['nodes', 'persistentvolumeclaims', 'configmaps', 'pods/log'], verbs: READ },
      {
        apiGroups: [''],
        resources: ['persistentvolumes', 'pods'],
        verbs: [...READ, 'create', 'patch', 'update', 'delete'],
      },
      { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: READ },
    ]),
    bind('local-path-provisioner-bind', 'local-path-provisioner-role', 'local-path-provisioner-service-account'),
  ];
}

const COREFILE = `.:53 {
    errors
    health
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
      pods insecure
      fallthrough in-addr.arpa ip6.arpa
    }
    hosts /etc/coredns/NodeHosts {
      ttl 60
      reload 15s
      fallthrough
    }
    prometheus :9153
    cache 30
    loop
    reload
    loadbalance
    forward . /etc/resolv.conf
}
`;

const STORAGE = {
  nodePathMap: [{ node: 'DEFAULT_PATH_FOR_NON_LISTED_NODES', paths: ['/var/lib/rancher/k3s/storage'] }],
};

function configuration(ground: Ground): KubeObject[] {
  const hosts = NODES.map(({ name, address }) => `${address} ${name}\n`).join('');
  return [
    configMap(ground, 'kube-system', 'coredns', BORN, { Corefile: COREFILE, NodeHosts: hosts }),
    configMap(ground, 'kube-system', 'local-path-config', BORN, { 'config.json': JSON.stringify(STORAGE, null, 2) }),
    configMap(ground, 'monitoring', 'prometheus', '33d', { 'prometheus.yml': PROMETHEUS_YML }),
  ];
}
