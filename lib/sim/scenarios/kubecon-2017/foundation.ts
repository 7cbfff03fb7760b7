// What stands under the workloads: namespaces, service accounts, and who may read what.
import type { KubeObject } from '../../store/object.ts';
import { clusterRoleBinding, namespaceObjects, serviceAccount, viewRole } from '../objects/foundation.ts';
import type { Age, Ground } from '../objects/ground.ts';

const NAMESPACES: Readonly<Record<string, Age>> = {
  default: '45m45s',
  'kube-node-lease': '45m45s',
  'kube-public': '45m45s',
  'kube-system': '45m45s',
  'custom-metrics': '22m35s',
  wardle: '32m20s',
};

/** Besides `default` in each namespace. */
const SERVICE_ACCOUNTS: readonly [namespace: string, name: string, age: Age][] = [
  ['custom-metrics', 'custom-metrics-apiserver', '22m34s'],
  ['default', 'prometheus', '29m55s'],
  ['default', 'prometheus-operator', '30m20s'],
  ['kube-system', 'heapster', '41m22s'],
  ['kube-system', 'kube-dns', '45m2s'],
  ['kube-system', 'kube-proxy', '45m12s'],
  ['kube-system', 'kubernetes-dashboard', '41m52s'],
  ['kube-system', 'ngrok', '41m5s'],
  ['kube-system', 'pv-controller-manager', '40m28s'],
  ['kube-system', 'traefik-ingress-controller', '41m8s'],
  ['kube-system', 'weave-net', '44m42s'],
  ['wardle', 'apiserver', '32m18s'],
];

export function foundationObjects(ground: Ground): KubeObject[] {
  return [
    ...Object.entries(NAMESPACES).flatMap(([name, age]) => namespaceObjects(ground, name, age)),
    ...SERVICE_ACCOUNTS.map(([inside, name, age]) => serviceAccount(ground, inside, name, age)),
    ...permissions(ground),
  ];
}

/** What the add-ons' manifests bring: read access to their APIs for everybody who may view. */
function permissions(ground: Ground): KubeObject[] {
  const traefik = 'traefik-ingress-controller';
  return [
    viewRole(ground, 'system:aggregated-metrics-reader', '41m18s', ['metrics.k8s.io'], ['pods', 'nodes']),
    viewRole(ground, 'custom-metrics-reader', '22m25s', ['custom.metrics.k8s.io', 'external.metrics.k8s.io'], ['*']),
    viewRole(ground, 'wardle-reader', '32m10s', ['wardle.example.com'], ['flunders', 'fischers']),
    clusterRoleBinding(ground, 'kube-proxy', '45m12s', 'system:node-proxier', 'kube-system/kube-proxy'),
    clusterRoleBinding(ground, traefik, '41m8s', 'view', `kube-system/${traefik}`),
  ];
}
