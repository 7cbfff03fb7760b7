// What stands under the workloads: namespaces, service accounts, and who may read what.
import type { ClusterRole, ClusterRoleBinding, PolicyRule } from 'kubernetes-types/rbac/v1';
import type { KubeObject } from '../../store/object.ts';
import { type Age, type Ground, meta } from '../objects/ground.ts';

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
  const names = Object.entries(NAMESPACES);
  return [
    ...names.map(([name, age]) => namespace(ground, name, age)),
    ...names.map(([name, age]) => serviceAccount(ground, name, 'default', age)),
    ...SERVICE_ACCOUNTS.map(([inside, name, age]) => serviceAccount(ground, inside, name, age)),
    ...permissions(ground),
  ];
}

function namespace(ground: Ground, name: string, age: Age): KubeObject {
  const object = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: meta(ground, { name, age, labels: { 'kubernetes.io/metadata.name': name } }),
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
  return object;
}

function serviceAccount(ground: Ground, inside: string, name: string, age: Age): KubeObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta(ground, { name, namespace: inside, age }) };
}

/** What the add-ons' manifests bring: read access to their APIs for everybody who may view. */
function permissions(ground: Ground): KubeObject[] {
  const read = ['get', 'list', 'watch'];
  return [
    viewRole(ground, 'system:aggregated-metrics-reader', '41m18s', {
      apiGroups: ['metrics.k8s.io'],
      resources: ['pods', 'nodes'],
      verbs: read,
    }),
    viewRole(ground, 'custom-metrics-reader', '22m25s', {
      apiGroups: ['custom.metrics.k8s.io'],
      resources: ['*'],
      verbs: read,
    }),
    viewRole(ground, 'wardle-reader', '32m10s', {
      apiGroups: ['wardle.example.com'],
      resources: ['flunders', 'fischers'],
      verbs: read,
    }),
    binding(ground, 'kube-proxy', '45m12s', 'system:node-proxier'),
    binding(ground, 'traefik-ingress-controller', '41m8s', 'view'),
  ];
}

function viewRole(ground: Ground, name: string, age: Age, rule: PolicyRule): ClusterRole {
  const labels = Object.fromEntries(
    ['view', 'edit', 'admin'].map((role) => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true']),
  );
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: meta(ground, { name, age, labels }),
    rules: [rule],
  };
}

function binding(ground: Ground, account: string, age: Age, role: string): ClusterRoleBinding {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: meta(ground, { name: account, age }),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: 'kube-system' }],
  };
}
