// Accounts, roles and configuration of a cluster that kubeadm has just made, and of flannel.
import type { KubeObject } from '../../store/object.ts';
import { clusterRole, clusterRoleBinding, configMap, namespaceObjects, serviceAccount } from '../objects/foundation.ts';
import type { Ground } from '../objects/ground.ts';
import { KUBERNETES } from './boards.ts';

const BORN = '20m55s';
const ADDONS = '20m48s';
const NETWORK = '17m30s';
const READ = ['list', 'watch'];

export function foundationObjects(ground: Ground): KubeObject[] {
  return [
    ...['default', 'kube-node-lease', 'kube-public', 'kube-system'].flatMap((name) =>
      namespaceObjects(ground, name, BORN),
    ),
    ...namespaceObjects(ground, 'kube-flannel', NETWORK, {
      'k8s-app': 'flannel',
      'pod-security.kubernetes.io/enforce': 'privileged',
    }),
    serviceAccount(ground, 'kube-system', 'coredns', ADDONS),
    serviceAccount(ground, 'kube-system', 'kube-proxy', ADDONS),
    serviceAccount(ground, 'kube-flannel', 'flannel', NETWORK),
    ...permissions(ground),
    ...configuration(ground),
  ];
}

function permissions(ground: Ground): KubeObject[] {
  return [
    clusterRole(ground, 'system:coredns', ADDONS, [
      { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: READ },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
    ]),
    clusterRoleBinding(ground, 'system:coredns', ADDONS, 'system:coredns', 'kube-system/coredns'),
    clusterRoleBinding(ground, 'kubeadm:node-proxier', ADDONS, 'system:node-proxier', 'kube-system/kube-proxy'),
    clusterRole(ground, 'flannel', NETWORK, [
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
      { apiGroups: [''], resources: ['nodes'], verbs: ['get', ...READ] },
      { apiGroups: [''], resources: ['nodes/status'], verbs: ['patch'] },
    ]),
    clusterRoleBinding(ground, 'flannel', NETWORK, 'flannel', 'kube-flannel/flannel'),
  ];
}

const COREFILE = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
`;

const CLUSTER_CONFIGURATION = `apiVersion: kubeadm.k8s.io/v1beta4
clusterName: kubernetes
controlPlaneEndpoint: ""
kind: ClusterConfiguration
kubernetesVersion: ${KUBERNETES}
networking:
  dnsDomain: cluster.local
  podSubnet: 10.244.0.0/16
  serviceSubnet: 10.96.0.0/12
`;

const PROXY_CONFIGURATION = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
clusterCIDR: 10.244.0.0/16
kind: KubeProxyConfiguration
mode: ""
`;

const NETWORK_CONFIGURATION = JSON.stringify(
  { Network: '10.244.0.0/16', EnableNFTables: false, Backend: { Type: 'vxlan' } },
  null,
  2,
);

function configuration(ground: Ground): KubeObject[] {
  return [
    configMap(ground, 'kube-system', 'coredns', ADDONS, { Corefile: COREFILE }),
    configMap(ground, 'kube-system', 'kubeadm-config', BORN, { ClusterConfiguration: CLUSTER_CONFIGURATION }),
    configMap(ground, 'kube-system', 'kube-proxy', ADDONS, { 'config.conf': PROXY_CONFIGURATION }),
    configMap(ground, 'kube-flannel', 'kube-flannel-cfg', NETWORK, { 'net-conf.json': NETWORK_CONFIGURATION }),
  ];
}
