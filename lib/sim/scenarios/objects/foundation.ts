// What stands under workloads: namespaces, accounts, configuration, and who may read what.
import type { ConfigMap } from 'kubernetes-types/core/v1';
import type { ClusterRole, ClusterRoleBinding, PolicyRule } from 'kubernetes-types/rbac/v1';
import type { APIService, KubeObject } from '../../store/object.ts';
import { type Age, ago, type Ground, meta } from './ground.ts';

const RBAC = 'rbac.authorization.k8s.io';

/** The namespace with the account that pods have where they name none. */
export function namespaceObjects(
  ground: Ground,
  name: string,
  age: Age,
  labels: Record<string, string> = {},
): KubeObject[] {
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: meta(ground, { name, age, labels: { 'kubernetes.io/metadata.name': name, ...labels } }),
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
  return [namespace, serviceAccount(ground, name, 'default', age)];
}

export function serviceAccount(ground: Ground, namespace: string, name: string, age: Age): KubeObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta(ground, { name, namespace, age }) };
}

export function configMap(
  ground: Ground,
  namespace: string,
  name: string,
  age: Age,
  data: Record<string, string>,
): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta(ground, { name, namespace, age }), data };
}

export function clusterRole(
  ground: Ground,
  name: string,
  age: Age,
  rules: PolicyRule[],
  labels?: Record<string, string>,
): ClusterRole {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: meta(ground, { name, age, ...(labels === undefined ? {} : { labels }) }),
    rules,
  };
}

/** Binds a cluster role to one service account, `kube-system/coredns`. */
export function clusterRoleBinding(
  ground: Ground,
  name: string,
  age: Age,
  role: string,
  account: string,
): ClusterRoleBinding {
  const [namespace = '', accountName = ''] = account.split('/');
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: meta(ground, { name, age }),
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', name: accountName, namespace }],
  };
}

/** metrics-server's registration, and the role that lets viewers read it. */
export function metricsApi(ground: Ground, age: Age): KubeObject[] {
  const registration: APIService = {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: meta(ground, { name: 'v1beta1.metrics.k8s.io', age }),
    spec: {
      group: 'metrics.k8s.io',
      groupPriorityMinimum: 100,
      insecureSkipTLSVerify: true,
      service: { name: 'metrics-server', namespace: 'kube-system', port: 443 },
      version: 'v1beta1',
      versionPriority: 100,
    },
    status: {
      conditions: [
        {
          type: 'Available',
          status: 'True',
          lastTransitionTime: ago(ground, age, 30_000),
          reason: 'Passed',
          message: 'all checks passed',
        },
      ],
    },
  };
  const reader = viewRole(ground, 'system:aggregated-metrics-reader', age, ['metrics.k8s.io'], ['pods', 'nodes']);
  return [registration, reader];
}

/** Lets everybody who may view read an add-on's API. */
export function viewRole(
  ground: Ground,
  name: string,
  age: Age,
  apiGroups: string[],
  resources: string[],
): ClusterRole {
  const labels = Object.fromEntries(['view', 'edit', 'admin'].map((role) => [`${RBAC}/aggregate-to-${role}`, 'true']));
  return clusterRole(ground, name, age, [{ apiGroups, resources, verbs: ['get', 'list', 'watch'] }], labels);
}
