// Checks RBAC roles and bindings (pkg/apis/rbac/validation/validation.go).
import { isDeepStrictEqual } from 'node:util';
import type { ClusterRole, PolicyRule, RoleBinding, RoleRef, Subject } from 'kubernetes-types/rbac/v1';
import { dnsSubdomainErrors } from '#lib/rules/labels/label-syntax.ts';
import type { FieldErrors } from './field-errors.ts';
import { validateLabelSelector } from './label-selectors.ts';
import { pathSegmentErrors } from './names.ts';

const GROUP = 'rbac.authorization.k8s.io';
const SUBJECT_KINDS = ['ServiceAccount', 'User', 'Group'];

export function validateRole(
  errors: FieldErrors,
  role: Pick<ClusterRole, 'aggregationRule' | 'rules'>,
  namespaced: boolean,
): void {
  for (const [index, rule] of (role.rules ?? []).entries()) validateRule(errors, `rules[${index}]`, rule, namespaced);
  const field = 'aggregationRule.clusterRoleSelectors';
  const selectors = role.aggregationRule?.clusterRoleSelectors ?? [];
  if (role.aggregationRule !== undefined && selectors.length === 0) {
    errors.required(field, 'at least one clusterRoleSelector required if aggregationRule is non-nil');
  }
  for (const [index, selector] of selectors.entries()) validateLabelSelector(errors, `${field}[${index}]`, selector);
  // Declared on the type, and so reported after what upstream has written by hand; so are names in bindings.
  for (const [index, { verbs }] of (role.rules ?? []).entries()) {
    if ((verbs ?? []).length === 0) errors.required(`rules[${index}].verbs`);
  }
}

function validateRule(errors: FieldErrors, field: string, rule: PolicyRule, namespaced: boolean): void {
  const { nonResourceURLs = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  if (nonResourceURLs.length > 0) {
    const at = `${field}.nonResourceURLs`;
    if (namespaced) errors.invalid(at, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs');
    if (apiGroups.length + resources.length + resourceNames.length > 0) {
      errors.invalid(at, nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs');
    }
    return;
  }
  if (apiGroups.length === 0)
    errors.required(`${field}.apiGroups`, 'resource rules must supply at least one api group');
  if (resources.length === 0) errors.required(`${field}.resources`, 'resource rules must supply at least one resource');
}

export function validateBinding(
  errors: FieldErrors,
  binding: RoleBinding,
  previous: RoleBinding | undefined,
  namespaced: boolean,
): void {
  const roleRef: Partial<RoleRef> = binding.roleRef ?? {};
  const { apiGroup = '', kind = '', name = '' } = roleRef;
  if (apiGroup !== GROUP) errors.notSupported('roleRef.apiGroup', apiGroup, [GROUP]);
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  if (!kinds.includes(kind)) errors.notSupported('roleRef.kind', kind, kinds);
  errors.invalidEach('roleRef.name', name, pathSegmentErrors(name));
  for (const [index, subject] of (binding.subjects ?? []).entries()) {
    validateSubject(errors, `subjects[${index}]`, subject, namespaced);
  }
  for (const [index, subject] of (binding.subjects ?? []).entries()) {
    if (!subject.name) errors.required(`subjects[${index}].name`);
  }
  if (name === '') errors.required('roleRef.name');
  if (previous !== undefined && !isDeepStrictEqual(binding.roleRef, previous.roleRef)) {
    errors.invalid('roleRef', goRoleRef(binding), 'field is immutable');
  }
}

/** The internal RoleRef, as upstream prints it. */
function goRoleRef({ roleRef }: RoleBinding): unknown {
  return { APIGroup: roleRef.apiGroup, Kind: roleRef.kind, Name: roleRef.name };
}

function validateSubject(errors: FieldErrors, field: string, subject: Partial<Subject>, namespaced: boolean): void {
  const { kind = '', name = '', apiGroup = '', namespace = '' } = subject;
  if (kind === 'ServiceAccount') {
    if (name !== '') errors.invalidEach(`${field}.name`, name, dnsSubdomainErrors(name));
    if (apiGroup !== '') errors.notSupported(`${field}.apiGroup`, apiGroup, ['']);
    if (!namespaced && namespace === '') errors.required(`${field}.namespace`);
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== GROUP) errors.notSupported(`${field}.apiGroup`, apiGroup, [GROUP]);
  } else errors.notSupported(`${field}.kind`, kind, SUBJECT_KINDS);
}
