// Tables of role bindings (pkg/printers/internalversion/printers.go); roles have the default table.
import type { ClusterRoleBinding, RoleBinding } from 'kubernetes-types/rbac/v1';
import { AGE, ageOf, column, NAME, nameOf, type Printer, wide } from './column.ts';

export const roleBindings: Printer<ClusterRoleBinding | RoleBinding> = {
  columns: [NAME, column('Role'), AGE, wide('Users'), wide('Groups'), wide('ServiceAccounts')],
  cells: (binding, nowMs) => {
    const subjects = (kind: string) => (binding.subjects ?? []).filter((subject) => subject.kind === kind);
    return [
      nameOf(binding),
      `${binding.roleRef.kind}/${binding.roleRef.name}`,
      ageOf(binding, nowMs),
      subjects('User')
        .map(({ name }) => name)
        .join(', '),
      subjects('Group')
        .map(({ name }) => name)
        .join(', '),
      subjects('ServiceAccount')
        .map(({ namespace, name }) => `${namespace ?? ''}/${name}`)
        .join(', '),
    ];
  },
};
