// Fills the rules of aggregated cluster roles from the roles their selectors match.
// Mirrors pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go.
import { isDeepStrictEqual } from 'node:util';
import type { ClusterRole, PolicyRule } from 'kubernetes-types/rbac/v1';
import { matchesLabelSelector } from '#lib/rules/labels/label-selector.ts';
import type { Controller, View } from '../controllers/controller.ts';

const CLUSTER_ROLES = 'clusterroles.rbac.authorization.k8s.io';

/** The rules an aggregated role gets: those of all matching roles, by name, each rule once. */
export function aggregatedRules(role: ClusterRole, all: readonly ClusterRole[]): PolicyRule[] {
  const selectors = role.aggregationRule?.clusterRoleSelectors ?? [];
  const rules: PolicyRule[] = [];
  for (const other of all) {
    if (other.metadata?.name === role.metadata?.name) continue;
    if (!selectors.some((selector) => matchesLabelSelector(selector, other.metadata?.labels))) continue;
    for (const rule of other.rules ?? []) if (!rules.some((one) => isDeepStrictEqual(one, rule))) rules.push(rule);
  }
  return rules;
}

function aggregatedNames(view: View): string[] {
  return view
    .list(CLUSTER_ROLES)
    .filter((role) => role.aggregationRule !== undefined)
    .map((role) => role.metadata.name);
}

export const roleAggregation: Controller = {
  name: 'clusterrole-aggregation-controller',

  wakes: (change, view) => (change.resource === CLUSTER_ROLES ? aggregatedNames(view) : []),

  initialKeys: aggregatedNames,

  reconcile(view, key) {
    const role = view.get(CLUSTER_ROLES, undefined, key);
    if (role?.aggregationRule === undefined) return {};
    const rules = aggregatedRules(role, view.list(CLUSTER_ROLES));
    if (isDeepStrictEqual(rules, role.rules ?? [])) return {};
    const object: ClusterRole = { ...role, rules };
    return { writes: [{ op: 'update', resource: CLUSTER_ROLES, object }] };
  },
};

/** Default roles with their aggregations already done, so that a new cluster starts at rest. */
export function withAggregation(roles: readonly ClusterRole[]): ClusterRole[] {
  const sorted = roles.toSorted((a, b) => ((a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1));
  // Roles aggregate roles that aggregate others; a pass for each level (view, edit, admin) settles it.
  let current = sorted;
  for (let pass = 0; pass < 3; pass++) {
    current = current.map((role) =>
      role.aggregationRule === undefined ? role : { ...role, rules: aggregatedRules(role, current) },
    );
  }
  return current;
}
