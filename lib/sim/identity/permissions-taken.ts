// What was taken from users on purpose, whatever their roles say.
import { type FaultSource, faultsOf, type PermissionTaken } from '../faults.ts';
import { qualified } from '../refusals.ts';
import type { Attempt } from './rbac.ts';

export function isPermissionTaken(source: FaultSource, userName: string, attempt: Attempt): boolean {
  if (attempt.path !== undefined) return false;
  return faultsOf(source).permissionsTaken.some(
    ({ user, verb, resource }) =>
      user === userName && (verb === '*' || verb === attempt.verb) && isAmong(resource, attempt),
  );
}

function isAmong(resource: PermissionTaken['resource'], attempt: Attempt): boolean {
  return resource === '*' || resource === qualified(attempt) || resource === qualified({ ...attempt, resource: '*' });
}
