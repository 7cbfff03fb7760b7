// The roles of somebody who runs the workshop and is no administrator: deploy/workshop-rbac.yaml holds just these.
import { COMPONENTS } from './catalogue.ts';
import type { Component, Gate, ManifestObject } from './component.ts';
import { NAMESPACES, namespacesFor } from './namespaces.ts';
import { type Grant, merged, permissionsFor } from './permissions.ts';

const LIST = ['list'];
const LEASES = 'coordination.k8s.io';
const RBAC = 'rbac.authorization.k8s.io';
const ROLE = 'bramble-workshop';
/** Where the dashboard's own account is (deploy/rbac.yaml). */
const HOME = 'bramble';
const PROXIED_SERVICE = /^\/api\/v1\/namespaces\/([^/]+)\/services\/([^/]+)\/proxy\//;

/** Keeping the journal, and the lease of whoever is at work; removed when all is undone. */
export const JOURNAL_GRANTS: readonly Grant[] = [
  // What is made by POST has no name yet when RBAC is asked (apiserver pkg/endpoints/request/requestinfo.go).
  { namespace: HOME, apiGroup: '', resource: 'configmaps', name: null, verbs: ['create'] },
  { namespace: HOME, apiGroup: '', resource: 'configmaps', name: ROLE, verbs: ['delete', 'get', 'patch'] },
  { namespace: HOME, apiGroup: LEASES, resource: 'leases', name: null, verbs: ['create'] },
  { namespace: HOME, apiGroup: LEASES, resource: 'leases', name: ROLE, verbs: ['delete', 'get', 'patch'] },
];

/** What the workshop does besides putting objects up: its journal, its lease, and taints of boards. */
const OWN: readonly Grant[] = [
  ...JOURNAL_GRANTS,
  { namespace: null, apiGroup: '', resource: 'nodes', name: null, verbs: ['get', 'list', 'patch', 'watch'] },
  { namespace: null, apiGroup: '', resource: 'namespaces', name: HOME, verbs: ['get'] },
  // What preflight looks at: what kinds there are, how boards' clocks go, who vouches for their certificates.
  { namespace: null, apiGroup: 'apiextensions.k8s.io', resource: 'customresourcedefinitions', name: null, verbs: LIST },
  { namespace: null, apiGroup: 'certificates.k8s.io', resource: 'certificatesigningrequests', name: null, verbs: LIST },
  { namespace: 'kube-node-lease', apiGroup: LEASES, resource: 'leases', name: null, verbs: LIST },
];

/** All of it: for these components, or for every one. */
export function workshopGrants(
  objectsOf: (component: Component) => readonly ManifestObject[],
  components: readonly Component[] = COMPONENTS,
): Grant[] {
  const objects = components.flatMap((component) => objectsOf(component));
  const asked = permissionsFor([...namespacesFor(objects), ...objects]);
  const gates = components.flatMap((component) => component.gates.flatMap(grantsOfGate));
  return merged([...OWN, ...asked, ...gates, ...objects.flatMap(definedKind)]);
}

/** Before a kind is taken away it is looked at whether somebody else has objects of it. */
function definedKind({ kind, ...definition }: ManifestObject): Grant[] {
  if (kind !== 'CustomResourceDefinition') return [];
  const { group, names } = definition['spec'] as { group: string; names: { plural: string } };
  return [{ namespace: null, apiGroup: group, resource: names.plural, name: null, verbs: LIST }];
}

/** As objects: the namespaces that the roles stand in, one role for the cluster and one for each namespace. */
export function workshopRoles(grants: readonly Grant[]): ManifestObject[] {
  const places = [...new Set(grants.map(({ namespace }) => namespace))].sort(clusterFirst);
  return places.flatMap((namespace) => {
    const rules = rulesOf(grants.filter((grant) => grant.namespace === namespace));
    const place = namespace === null ? {} : { namespace };
    const kind = namespace === null ? 'ClusterRole' : 'Role';
    const metadata = { name: ROLE, ...place };
    return [
      ...namespaceOf(namespace),
      { apiVersion: `${RBAC}/v1`, kind, metadata, rules },
      {
        apiVersion: `${RBAC}/v1`,
        kind: `${kind}Binding`,
        metadata,
        roleRef: { apiGroup: RBAC, kind, name: ROLE },
        subjects: [{ kind: 'ServiceAccount', name: 'bramble', namespace: HOME }],
      },
    ];
  });
}

function clusterFirst(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

/** As the workshop makes it, less the mark that it is the workshop's to remove. */
function namespaceOf(name: string | null): ManifestObject[] {
  const level = name === null ? undefined : NAMESPACES[name];
  if (name === null || level === undefined) return [];
  const labels = { 'pod-security.kubernetes.io/enforce': level, 'pod-security.kubernetes.io/warn': level };
  return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }];
}

/** Grants that differ in resource or name only make one rule. */
function rulesOf(grants: readonly Grant[]): object[] {
  const byName = groups(grants, ({ apiGroup, resource, verbs, name }) =>
    [apiGroup, resource, name === null, ...verbs].join(' '),
  );
  const named = byName.map((group) => ({ ...group[0], names: group.flatMap(({ name }) => name ?? []) }));
  const byResource = groups(named, ({ apiGroup, verbs, names }) =>
    [apiGroup, ...names, '/', ...(verbs ?? [])].join(' '),
  );
  return byResource.map((group) => {
    const { apiGroup = '', names = [], verbs = [] } = group[0] ?? {};
    const resources = group.flatMap(({ resource }) => resource ?? []);
    return { apiGroups: [apiGroup], resources, ...(names.length > 0 ? { resourceNames: names } : {}), verbs };
  });
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  return [...Map.groupBy(items, keyOf).values()];
}

/** What looking at a gate asks for beyond reading the objects themselves. */
export function grantsOfGate(gate: Gate): Grant[] {
  switch (gate.kind) {
    case 'workload-ready': {
      const { kind, namespace, name } = gate.workload;
      const apiGroup = kind === 'Job' ? 'batch' : 'apps';
      return [{ namespace, apiGroup, resource: `${kind.toLowerCase()}s`, name, verbs: ['get'] }];
    }
    case 'node-metrics':
      return [{ namespace: null, apiGroup: 'metrics.k8s.io', resource: 'nodes', name: null, verbs: ['get', 'list'] }];
    case 'custom-metric': {
      const { namespace, resource, name, metric } = gate;
      const asked = `${resource}/${metric}`;
      return [{ namespace, apiGroup: 'custom.metrics.k8s.io', resource: asked, name, verbs: ['get'] }];
    }
    case 'path-answers':
    case 'public-address':
      return proxying(gate.path);
    case 'api-available':
    case 'crd-established':
    case 'scaling-active':
    case 'claim-bound':
      return [];
  }
}

function proxying(path: string): Grant[] {
  const [, namespace, name] = PROXIED_SERVICE.exec(path) ?? [];
  if (namespace === undefined || name === undefined) return [];
  return [{ namespace, apiGroup: '', resource: 'services/proxy', name, verbs: ['get'] }];
}
