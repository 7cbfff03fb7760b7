// Role-based access control over the RBAC objects in the store.
// Mirrors pkg/registry/rbac/validation/rule.go and pkg/apis/rbac/v1/evaluation_helpers.go.
import type { PolicyRule, RoleRef, Subject } from 'kubernetes-types/rbac/v1';
import type { Store } from '../store/store.ts';
import type { User } from './user.ts';

const CLUSTER_ROLES = 'clusterroles.rbac.authorization.k8s.io';
const CLUSTER_ROLE_BINDINGS = 'clusterrolebindings.rbac.authorization.k8s.io';
const ROLES = 'roles.rbac.authorization.k8s.io';
const ROLE_BINDINGS = 'rolebindings.rbac.authorization.k8s.io';

/** What somebody wants to do: to a resource, or (with `path`) at a URL that is none. */
export interface Attempt {
  verb: string;
  group: string;
  resource: string;
  subresource: string;
  namespace: string;
  name: string;
  path?: string;
}

export interface Decision {
  allowed: boolean;
  /** Which binding allows it, or why a role could not be looked at; may be empty. */
  reason: string;
}

interface GrantedRule {
  rule: PolicyRule;
  by: string;
}

export function decide(store: Store, user: User, attempt: Attempt): Decision {
  const missing: string[] = [];
  for (const { rule, by } of grantedRules(store, user, attempt.namespace, missing)) {
    if (ruleAllows(rule, attempt)) return { allowed: true, reason: `RBAC: allowed by ${by}` };
  }
  const text = missing.length > 1 ? `[${missing.join(', ')}]` : (missing[0] ?? '');
  return { allowed: false, reason: text === '' ? '' : `RBAC: ${text}` };
}

/** Rules that apply to a user in a namespace ('' for the cluster). Roles that do not exist are named in `missing`. */
export function* grantedRules(
  store: Store,
  user: User,
  namespace: string,
  missing: string[] = [],
): Generator<GrantedRule> {
  for (const binding of store.list(CLUSTER_ROLE_BINDINGS)) {
    const subject = (binding.subjects ?? []).find((one) => isSubject(user, one, ''));
    if (subject === undefined) continue;
    const { kind, name } = binding.roleRef;
    const by = `ClusterRoleBinding "${binding.metadata.name}" of ${kind} "${name}" to ${describe(subject, '')}`;
    for (const rule of rulesOf(store, binding.roleRef, '', missing)) yield { rule, by };
  }
  if (namespace === '') return;
  for (const binding of store.list(ROLE_BINDINGS, namespace)) {
    const subject = (binding.subjects ?? []).find((one) => isSubject(user, one, namespace));
    if (subject === undefined) continue;
    const { kind, name } = binding.roleRef;
    const where = `${binding.metadata.name}/${namespace}`;
    const by = `RoleBinding "${where}" of ${kind} "${name}" to ${describe(subject, namespace)}`;
    for (const rule of rulesOf(store, binding.roleRef, namespace, missing)) yield { rule, by };
  }
}

function rulesOf(store: Store, { kind, name }: RoleRef, namespace: string, missing: string[]): readonly PolicyRule[] {
  const role = kind === 'Role' ? store.get(ROLES, namespace, name) : store.get(CLUSTER_ROLES, undefined, name);
  if (role !== undefined) return role.rules ?? [];
  missing.push(`${kind === 'Role' ? 'role' : 'clusterrole'}.rbac.authorization.k8s.io "${name}" not found`);
  return [];
}

function isSubject(user: User, subject: Subject, namespace: string): boolean {
  if (subject.kind === 'User') return subject.name === user.name;
  if (subject.kind === 'Group') return user.groups.includes(subject.name);
  const inNamespace = subject.namespace || namespace;
  return subject.kind === 'ServiceAccount' && user.name === `system:serviceaccount:${inNamespace}:${subject.name}`;
}

function describe(subject: Subject, namespace: string): string {
  if (subject.kind !== 'ServiceAccount') return `${subject.kind} "${subject.name}"`;
  return `${subject.kind} "${subject.name}/${subject.namespace || namespace}"`;
}

function ruleAllows(rule: PolicyRule, attempt: Attempt): boolean {
  if (!rule.verbs.includes('*') && !rule.verbs.includes(attempt.verb)) return false;
  if (attempt.path !== undefined) return pathMatches(rule.nonResourceURLs ?? [], attempt.path);
  const { group, name } = attempt;
  const names = rule.resourceNames ?? [];
  return (
    (rule.apiGroups ?? []).some((one) => one === '*' || one === group) &&
    resourceMatches(rule.resources ?? [], attempt) &&
    (names.length === 0 || names.includes(name))
  );
}

function resourceMatches(resources: readonly string[], { resource, subresource }: Attempt): boolean {
  const whole = subresource === '' ? resource : `${resource}/${subresource}`;
  return resources.some((one) => one === '*' || one === whole || (subresource !== '' && one === `*/${subresource}`));
}

function pathMatches(urls: readonly string[], path: string): boolean {
  return urls.some((url) => url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))));
}
