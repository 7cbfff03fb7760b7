// What every cluster has before a scenario adds its own: system namespaces, default roles, and the registration of
// the built-in APIs.

import { localApiService } from './api/registry/local-api-service.ts';
import { defaultClusterRoleBindings, defaultClusterRoles, defaultRoleBindings } from './identity/default-roles.ts';
import { withAggregation } from './identity/role-aggregation.ts';
import { apiVersionOf } from './schema/group-version.ts';
import { builtInResources } from './schema/resources.ts';
import type { APIService, KubeObject } from './store/object.ts';
import { timestamp } from './timestamp.ts';

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** `bornMs`: when the cluster was made, milliseconds since the epoch. */
export function bootstrapObjects(bornMs: number): KubeObject[] {
  const objects: KubeObject[] = [
    ...NAMESPACES.map(namespaceObject),
    ...priorityClasses(),
    ...withAggregation(defaultClusterRoles()),
    ...defaultClusterRoleBindings(),
    ...defaultRoleBindings(),
    ...localApiServices(bornMs),
  ];
  const creationTimestamp = timestamp(bornMs);
  return objects.map((object) => ({ ...object, metadata: { creationTimestamp, ...object.metadata } }));
}

function namespaceObject(name: string): KubeObject {
  const metadata = { name, labels: { 'kubernetes.io/metadata.name': name } };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata };
  return { ...namespace, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } } as KubeObject;
}

/** pkg/apis/scheduling/v1/helpers.go systemPriorityClasses. */
function priorityClasses(): KubeObject[] {
  const classOf = (name: string, value: number, description: string) => ({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name, generation: 1 },
    value,
    description,
    preemptionPolicy: 'PreemptLowerPriority',
  });
  const movable = 'that must run in the cluster, but can be moved to another node if necessary.';
  return [
    classOf('system-cluster-critical', 2_000_000_000, `Used for system critical pods ${movable}`),
    classOf(
      'system-node-critical',
      2_000_001_000,
      'Used for system critical pods that must not be moved from their current node.',
    ),
  ];
}

/** pkg/controlplane/apiserver/aggregator.go: the core group stands first, the others by their place in discovery. */
const CORE_PRIORITY = 18_000;
const FIRST_GROUP_PRIORITY = 17_900;
const GROUP_STEP = 100;
const PREFERRED_VERSION_PRIORITY = 15;

function localApiServices(bornMs: number): APIService[] {
  const groups = [...new Set(builtInResources().map(({ group }) => group))];
  const versions = new Map(builtInResources().map((type) => [apiVersionOf(type), type]));
  return [...versions.values()].map(({ group, version, preferred }) => {
    const place = groups.indexOf(group);
    const api = {
      group,
      version,
      automanaged: 'onstart',
      groupPriorityMinimum: group === '' ? CORE_PRIORITY : FIRST_GROUP_PRIORITY - GROUP_STEP * place,
      versionPriority: group === '' || !preferred ? 1 : PREFERRED_VERSION_PRIORITY,
    } as const;
    return localApiService(api, bornMs);
  });
}
