// The cluster roles and bindings every cluster starts with, as far as what is served needs them.
// Mirrors plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go; the bramble: ones are for this cluster's users.
import type { ClusterRole, ClusterRoleBinding, PolicyRule, RoleBinding, Subject } from 'kubernetes-types/rbac/v1';

const API_VERSION = 'rbac.authorization.k8s.io/v1';
const API_GROUP = 'rbac.authorization.k8s.io';
const AGGREGATE_TO = 'rbac.authorization.k8s.io/aggregate-to-';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const READ_WRITE = [...READ, ...WRITE];

function rule(verbs: string[], groups: string[], resources: string[]): PolicyRule {
  return { verbs, apiGroups: groups, resources };
}

function urls(...nonResourceURLs: string[]): PolicyRule {
  return { verbs: ['get'], nonResourceURLs };
}

const CORE = [''];

const VIEW: PolicyRule[] = [
  rule(READ, CORE, ['configmaps', 'endpoints', 'persistentvolumeclaims', 'persistentvolumeclaims/status', 'pods']),
  rule(READ, CORE, ['replicationcontrollers', 'replicationcontrollers/scale', 'serviceaccounts', 'services']),
  rule(READ, CORE, ['services/status', 'bindings', 'limitranges', 'namespaces/status', 'pods/log', 'pods/status']),
  rule(READ, CORE, ['replicationcontrollers/status', 'resourcequotas', 'resourcequotas/status', 'namespaces']),
  rule(READ, ['', 'events.k8s.io'], ['events']),
  rule(READ, ['discovery.k8s.io'], ['endpointslices']),
  rule(READ, ['apps'], ['controllerrevisions', 'daemonsets', 'daemonsets/status']),
  rule(READ, ['apps'], ['deployments', 'deployments/scale', 'deployments/status']),
  rule(READ, ['apps'], ['replicasets', 'replicasets/scale', 'replicasets/status']),
  rule(READ, ['apps'], ['statefulsets', 'statefulsets/scale', 'statefulsets/status']),
  rule(READ, ['autoscaling'], ['horizontalpodautoscalers', 'horizontalpodautoscalers/status']),
  rule(READ, ['batch'], ['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status']),
  rule(READ, ['policy'], ['poddisruptionbudgets', 'poddisruptionbudgets/status']),
  rule(READ, ['networking.k8s.io'], ['ingresses', 'ingresses/status', 'networkpolicies']),
];

const EDIT: PolicyRule[] = [
  rule(READ, CORE, ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets', 'services/proxy']),
  rule(['impersonate'], CORE, ['serviceaccounts']),
  rule(WRITE, CORE, ['pods', 'pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy']),
  rule(['create'], CORE, ['pods/eviction']),
  rule(WRITE, CORE, ['configmaps', 'persistentvolumeclaims', 'replicationcontrollers', 'replicationcontrollers/scale']),
  rule(WRITE, CORE, ['secrets', 'serviceaccounts', 'services', 'services/proxy']),
  rule(['create'], CORE, ['serviceaccounts/token']),
  rule(WRITE, ['', 'events.k8s.io'], ['events']),
  rule(WRITE, ['apps'], ['daemonsets', 'deployments', 'deployments/rollback', 'deployments/scale']),
  rule(WRITE, ['apps'], ['replicasets', 'replicasets/scale', 'statefulsets', 'statefulsets/scale']),
  rule(WRITE, ['autoscaling'], ['horizontalpodautoscalers']),
  rule(WRITE, ['batch'], ['cronjobs', 'jobs']),
  rule(WRITE, ['policy'], ['poddisruptionbudgets']),
  rule(WRITE, ['networking.k8s.io'], ['ingresses', 'networkpolicies']),
  rule(READ_WRITE, ['coordination.k8s.io'], ['leases']),
];

const ADMIN: PolicyRule[] = [
  rule(['create'], ['authorization.k8s.io'], ['localsubjectaccessreviews']),
  rule(READ_WRITE, [API_GROUP], ['rolebindings', 'roles']),
];

const BASIC: PolicyRule[] = [
  rule(['create'], ['authorization.k8s.io'], ['selfsubjectaccessreviews', 'selfsubjectrulesreviews']),
  rule(['create'], ['authentication.k8s.io'], ['selfsubjectreviews']),
];

/** Objects outside namespaces that a reader of boards needs; of no use to read Secrets or to write. */
const CLUSTER_READER: PolicyRule[] = [
  rule(READ, CORE, ['nodes', 'namespaces']),
  rule(READ, ['metrics.k8s.io'], ['nodes', 'pods']),
];

const EVERYTHING_VISIBLE: PolicyRule[] = [
  ...CLUSTER_READER,
  rule(READ, ['custom.metrics.k8s.io', 'external.metrics.k8s.io'], ['*']),
  rule(READ, ['apiregistration.k8s.io'], ['apiservices']),
  rule(READ, ['apiextensions.k8s.io'], ['customresourcedefinitions']),
  rule(READ, ['wardle.example.com'], ['*']),
  rule(READ, ['coordination.k8s.io'], ['leases']),
];

const DEFAULTS = {
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
};

function role(name: string, rules: PolicyRule[], labels: Record<string, string> = {}): ClusterRole {
  const { annotations } = DEFAULTS;
  const metadata = { name, annotations, labels: { ...DEFAULTS.labels, ...labels } };
  return { apiVersion: API_VERSION, kind: 'ClusterRole', metadata, rules };
}

function aggregated(name: string, labels: Record<string, string> = {}): ClusterRole {
  const matchLabels = { [`${AGGREGATE_TO}${name}`]: 'true' };
  return { ...role(name, [], labels), aggregationRule: { clusterRoleSelectors: [{ matchLabels }] } };
}

function binding(name: string, roleName: string, group: string): ClusterRoleBinding {
  return {
    apiVersion: API_VERSION,
    kind: 'ClusterRoleBinding',
    metadata: { name, ...DEFAULTS },
    roleRef: { apiGroup: API_GROUP, kind: 'ClusterRole', name: roleName },
    subjects: [groupSubject(group)],
  };
}

/** Bound to a kubeconfig user by its name too, so that `kubectl --as student` may what the student may. */
function forUser<T extends ClusterRoleBinding>(bound: T, name: string): T {
  return { ...bound, subjects: [...(bound.subjects ?? []), { apiGroup: API_GROUP, kind: 'User', name }] };
}

function groupSubject(name: string): Subject {
  return { apiGroup: API_GROUP, kind: 'Group', name };
}

export function defaultClusterRoles(): ClusterRole[] {
  const all: PolicyRule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
  return [
    role('cluster-admin', [all, { verbs: ['*'], nonResourceURLs: ['*'] }]),
    aggregated('admin'),
    aggregated('edit', { [`${AGGREGATE_TO}admin`]: 'true' }),
    aggregated('view', { [`${AGGREGATE_TO}edit`]: 'true' }),
    role('system:aggregate-to-admin', ADMIN, { [`${AGGREGATE_TO}admin`]: 'true' }),
    role('system:aggregate-to-edit', EDIT, { [`${AGGREGATE_TO}edit`]: 'true' }),
    role('system:aggregate-to-view', VIEW, { [`${AGGREGATE_TO}view`]: 'true' }),
    role('system:basic-user', BASIC),
    role('system:discovery', [
      urls('/livez', '/readyz', '/healthz', '/version', '/version/', '/openapi', '/openapi/*'),
      urls('/api', '/api/*', '/apis', '/apis/*'),
    ]),
    role('system:public-info-viewer', [urls('/livez', '/readyz', '/healthz', '/version', '/version/')]),
    role('bramble:student', CLUSTER_READER),
    role('bramble:viewer', EVERYTHING_VISIBLE),
  ];
}

export function defaultClusterRoleBindings(): ClusterRoleBinding[] {
  const publicInfo = binding('system:public-info-viewer', 'system:public-info-viewer', 'system:authenticated');
  return [
    binding('cluster-admin', 'cluster-admin', 'system:masters'),
    binding('system:basic-user', 'system:basic-user', 'system:authenticated'),
    binding('system:discovery', 'system:discovery', 'system:authenticated'),
    { ...publicInfo, subjects: ['system:authenticated', 'system:unauthenticated'].map(groupSubject) },
    forUser(binding('bramble:students', 'bramble:student', 'bramble:students'), 'student'),
    forUser(binding('bramble:viewers', 'bramble:viewer', 'bramble:viewers'), 'viewer'),
    forUser(binding('bramble:viewers-view', 'view', 'bramble:viewers'), 'viewer'),
  ];
}

/** A student edits what is in the namespace `default`. */
export function defaultRoleBindings(): RoleBinding[] {
  const { metadata: _metadata, ...rest } = forUser(binding('', 'edit', 'bramble:students'), 'student');
  return [{ ...rest, kind: 'RoleBinding', metadata: { name: 'bramble:students', namespace: 'default' } }];
}
