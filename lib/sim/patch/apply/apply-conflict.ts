// Conflicts of an apply as the API server words them.
// Follows apimachinery, pkg/util/managedfields/internal/conflict.go.
import { StatusError } from '../../status-error.ts';
import { type FieldSet, fieldPaths } from './field-set.ts';
import type { Managed } from './managed.ts';
import { type FieldPath, pathText } from './path-element.ts';

export interface Conflict {
  manager: Managed;
  path: FieldPath;
}

/** One conflict a field, by manager. */
export function conflictsOf(
  contested: ReadonlyMap<string, FieldSet>,
  managed: ReadonlyMap<string, Managed>,
): Conflict[] {
  return [...contested].flatMap(([identity, fields]) => {
    const manager = managed.get(identity);
    return manager === undefined ? [] : fieldPaths(fields).map((path) => ({ manager, path }));
  });
}

export function conflictError(conflicts: readonly Conflict[]): StatusError {
  const causes = conflicts.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${managerText(manager)}`,
    field: pathText(path),
  }));
  return new StatusError('Conflict', messageOf(conflicts), { causes });
}

function messageOf(conflicts: readonly Conflict[]): string {
  const [first] = conflicts;
  if (conflicts.length === 1 && first !== undefined) {
    return `Apply failed with 1 conflict: conflict with ${managerText(first.manager)}: ${pathText(first.path)}`;
  }
  const byManager = Map.groupBy(conflicts, ({ manager }) => managerText(manager));
  const lines = [...byManager]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([manager, own]) => [`conflicts with ${manager}:`, ...own.map(({ path }) => `- ${pathText(path)}`)]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

/** `"kubectl-scale" with subresource "scale" using apps/v1`. */
function managerText({ name, operation, apiVersion, subresource }: Managed): string {
  const through = subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`;
  return `${JSON.stringify(name)}${through}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}
