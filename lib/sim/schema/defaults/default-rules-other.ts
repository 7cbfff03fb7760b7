// What Kubernetes' defaulting adds to types of the smaller API groups.

import { type JsonDraft, objectAt, objectsAt } from '../../json.ts';
import { type DefaultRule, setDefault, setNullLists, setPointer } from './default-rule.ts';

const RBAC = 'io.k8s.api.rbac.v1';
const RBAC_GROUP = 'rbac.authorization.k8s.io';
const EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';
const HTTPS_PORT = 443;
/** authentication/v1: tokens last an hour unless the request says otherwise. */
const TOKEN_SECONDS = 3600;

/** pkg/apis/rbac/v1/defaults.go: users and groups are RBAC's own, service accounts of the core group. */
function subject(object: JsonDraft): void {
  if (object['kind'] === 'User' || object['kind'] === 'Group') setDefault(object, 'apiGroup', RBAC_GROUP);
}

/** apiextensions-apiserver/pkg/apis/apiextensions/v1/defaults.go. */
function crdSpec(spec: JsonDraft): void {
  const names = objectAt(spec, 'names');
  const kind = names?.['kind'];
  if (names !== undefined && typeof kind === 'string') {
    setDefault(names, 'singular', kind.toLowerCase());
    if (kind !== '') setDefault(names, 'listKind', `${kind}List`);
  }
  setPointer(spec, 'conversion', { strategy: 'None' });
}

function crd(object: JsonDraft): void {
  const storage = objectsAt(object, 'spec', 'versions').find((version) => version['storage'] === true);
  const stored = objectAt(object, 'status')?.['storedVersions'];
  if (storage === undefined || (Array.isArray(stored) && stored.length > 0)) return;
  object['status'] = { ...objectAt(object, 'status'), storedVersions: [storage['name']] };
}

/** pkg/apis/scheduling/v1/defaults.go; a flag that is not set is not written. */
function priorityClass(object: JsonDraft): void {
  setPointer(object, 'preemptionPolicy', 'PreemptLowerPriority');
  if (object['globalDefault'] === false) delete object['globalDefault'];
}

export const OTHER_RULES: Readonly<Record<string, DefaultRule>> = {
  'io.k8s.api.authentication.v1.TokenRequestSpec': (spec) => setPointer(spec, 'expirationSeconds', TOKEN_SECONDS),
  'io.k8s.api.discovery.v1.EndpointPort': (port) => {
    setPointer(port, 'name', '');
    setPointer(port, 'protocol', 'TCP');
  },
  [`${RBAC}.ClusterRole`]: (role) => setNullLists(role, 'rules'),
  [`${RBAC}.Role`]: (role) => setNullLists(role, 'rules'),
  [`${RBAC}.RoleRef`]: (reference) => setDefault(reference, 'apiGroup', RBAC_GROUP),
  [`${RBAC}.Subject`]: subject,
  'io.k8s.api.scheduling.v1.PriorityClass': priorityClass,
  [`${EXTENSIONS}.CustomResourceDefinition`]: crd,
  [`${EXTENSIONS}.CustomResourceDefinitionSpec`]: crdSpec,
  [`${EXTENSIONS}.CustomResourceDefinitionStatus`]: (status) => setNullLists(status, 'conditions'),
  [`${EXTENSIONS}.ServiceReference`]: (service) => setPointer(service, 'port', HTTPS_PORT),
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference': (service) =>
    setPointer(service, 'port', HTTPS_PORT),
};
