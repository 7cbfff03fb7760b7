// What somebody has to be allowed who puts the stack up and takes it away: derived from the objects themselves.
// RBAC lets nobody grant what they do not hold (kubernetes pkg/registry/rbac/escalation_check.go): what the objects
// grant is part of it.

import type { ManifestObject } from './component.ts';
import { NAMESPACES } from './namespaces.ts';

export interface Grant {
  /** Null for the whole cluster. */
  namespace: string | null;
  apiGroup: string;
  /** `deployments`, `services/proxy`. */
  resource: string;
  /** Null for all of them. */
  name: string | null;
  verbs: readonly string[];
}

interface Rule {
  apiGroups?: readonly string[];
  resources?: readonly string[];
  resourceNames?: readonly string[];
  verbs?: readonly string[];
}

/** Reading what is there, server-side apply of it, and undo. An apply that makes an object asks for its name too. */
const APPLY_AND_UNDO = ['create', 'delete', 'get', 'patch'];

/** Of the roles that every cluster has (kubernetes plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go). */
const BUILT_IN: Readonly<Record<string, readonly Rule[]>> = {
  'system:auth-delegator': [
    { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
    { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
  ],
  'extension-apiserver-authentication-reader': [
    {
      apiGroups: [''],
      resources: ['configmaps'],
      resourceNames: ['extension-apiserver-authentication'],
      verbs: ['get', 'list', 'watch'],
    },
  ],
};

/** Resources of the kinds that a manifest may hold, as their groups name them. */
const RESOURCES: Readonly<Record<string, string>> = {
  APIService: 'apiservices',
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  ConfigMap: 'configmaps',
  CustomResourceDefinition: 'customresourcedefinitions',
  CronJob: 'cronjobs',
  DaemonSet: 'daemonsets',
  Deployment: 'deployments',
  Flunder: 'flunders',
  HorizontalPodAutoscaler: 'horizontalpodautoscalers',
  Ingress: 'ingresses',
  IngressClass: 'ingressclasses',
  Job: 'jobs',
  Namespace: 'namespaces',
  NetworkPolicy: 'networkpolicies',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  PodDisruptionBudget: 'poddisruptionbudgets',
  Prometheus: 'prometheuses',
  PrometheusRule: 'prometheusrules',
  Role: 'roles',
  RoleBinding: 'rolebindings',
  Secret: 'secrets',
  Service: 'services',
  ServiceAccount: 'serviceaccounts',
  ServiceMonitor: 'servicemonitors',
  StatefulSet: 'statefulsets',
  StorageClass: 'storageclasses',
};

/** What these objects ask of whoever applies and removes them; merged and in order. */
export function permissionsFor(objects: readonly ManifestObject[]): Grant[] {
  return merged(objects.flatMap((object) => [...writing(object), ...granting(object)]));
}

/** One for each place, resource and name, with all its verbs; in order. */
export function merged(grants: readonly Grant[]): Grant[] {
  const places = new Map<string, Grant>();
  for (const grant of grants) {
    const key = [grant.namespace ?? '', grant.apiGroup, grant.resource, grant.name ?? ''].join('\n');
    const verbs = new Set([...(places.get(key)?.verbs ?? []), ...grant.verbs]);
    places.set(key, { ...grant, verbs: [...verbs].sort() });
  }
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, grant]) => grant);
}

/**
 * @throws for a kind that no component had before: its resource has to be named here
 */
export function resourceOf({ apiVersion, kind }: Pick<ManifestObject, 'apiVersion' | 'kind'>): {
  apiGroup: string;
  resource: string;
} {
  const resource = RESOURCES[kind];
  if (resource === undefined) throw new Error(`which resource holds objects of kind ${kind} is not known`);
  return { apiGroup: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '', resource };
}

function writing(object: ManifestObject): Grant[] {
  const { namespace = null, name } = object.metadata;
  // A namespace that an administrator made stays: with it would go what else is in it.
  const verbs = object.kind === 'Namespace' && name in NAMESPACES ? ['get', 'patch'] : APPLY_AND_UNDO;
  return [{ namespace, ...resourceOf(object), name, verbs }];
}

function granting(object: ManifestObject): Grant[] {
  const namespace = object.metadata.namespace ?? null;
  if (object.kind === 'Role' || object.kind === 'ClusterRole') return rulesOf(object, namespace);
  if (object.kind !== 'RoleBinding' && object.kind !== 'ClusterRoleBinding') return [];
  const { name } = object['roleRef'] as { name: string };
  return (BUILT_IN[name] ?? []).flatMap((rule) => grantsOf(rule, namespace));
}

function rulesOf(object: ManifestObject, namespace: string | null): Grant[] {
  return ((object['rules'] ?? []) as Rule[]).flatMap((rule) => grantsOf(rule, namespace));
}

function grantsOf(
  { apiGroups = [], resources = [], resourceNames, verbs = [] }: Rule,
  namespace: string | null,
): Grant[] {
  const names: readonly (string | null)[] = resourceNames ?? [null];
  return apiGroups.flatMap((apiGroup) =>
    resources.flatMap((resource) => names.map((name) => ({ namespace, apiGroup, resource, name, verbs }))),
  );
}
