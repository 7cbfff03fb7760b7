// Server-side apply: the configuration merged in, what its applier no longer names taken out, conflicts refused.
// Follows structured-merge-diff v6, merge/update.go (Apply), and apimachinery, pkg/util/managedfields/internal.

import { type JsonObject, jsonEqual } from '../../json.ts';
import type { Schema } from '../../schema/schema.ts';
import { StatusError } from '../../status-error.ts';
import { fieldsOf, type KubeObject } from '../../store/object.ts';
import { appliedFaults } from './applied-faults.ts';
import { type Conflict, conflictError, conflictsOf } from './apply-conflict.ts';
import { compareTyped } from './compare.ts';
import { type FieldSet, hasPath, recursiveDifference } from './field-set.ts';
import { hasLastApplied, lastAppliedFields, withLastApplied } from './last-applied.ts';
import { identityOf, type Managed, type Manager, managedTime, readManaged, withManaged } from './managed.ts';
import { bare, updateManagedFields } from './managed-fields.ts';
import { mergeApplied } from './merge-applied.ts';
import { ownedFields } from './owned-fields.ts';
import { contested, dispossess, withoutNobodys, withoutReset } from './ownership.ts';
import { prune } from './prune.ts';
import { resetFields } from './reset-fields.ts';

export interface ApplyRequest {
  /** Undefined where the object does not exist yet. */
  live: KubeObject | undefined;
  applied: KubeObject;
  schema: Schema;
  manager: string;
  /** Takes contested fields instead of refusing. */
  force: boolean;
  nowMs: number;
  subresource?: string | undefined;
  /** A custom resource. */
  custom?: boolean;
  /** False for a custom resource without a status subresource. */
  hasStatus?: boolean;
}

/** Only this manager upgrades from client-side apply, and keeps its annotation in step. */
const KUBECTL = 'kubectl';
/** Owns what was there before the first apply to an object nobody tracked. */
const BEFORE_FIRST_APPLY = 'before-first-apply';

/** A request in the terms of field sets. */
interface Applying {
  schema: Schema;
  live: JsonObject;
  applied: JsonObject;
  self: Manager;
  managed: ReadonlyMap<string, Managed>;
  reset: FieldSet;
  time: string;
}

/**
 * The live object with the configuration applied and its managedFields brought up to date; defaults are the caller's.
 * Of an object that exists, uid and resourceVersion stay unless the configuration names others.
 * @throws StatusError Conflict with one FieldManagerConflict cause a field; BadRequest for a configuration that does
 * not fit the schema, where the API server answers 500 with the same message: the request is at fault.
 */
export function serverSideApply(request: ApplyRequest): KubeObject {
  const { live, applied, manager, force } = request;
  const applying = prepare(request);
  let outcome = attempt(applying, force);
  if (outcome.conflicts.length > 0) {
    const refused = manager === KUBECTL ? notUpgraded(outcome.conflicts, applying, live) : outcome.conflicts;
    if (refused.length > 0) throw conflictError(refused);
    outcome = attempt(applying, true);
  }
  const result = withManaged(outcome.object, outcome.managed);
  return manager === KUBECTL && hasLastApplied(result) ? withLastApplied(result, applied) : result;
}

function prepare(request: ApplyRequest): Applying {
  const { live, applied, schema, manager, nowMs } = request;
  if (applied.metadata?.managedFields !== undefined && applied.metadata.managedFields !== null) {
    throw new StatusError('BadRequest', 'metadata.managedFields must be nil');
  }
  const faults = appliedFaults(fieldsOf(applied), schema);
  if (faults.length > 0) {
    const text = faults.length === 1 ? faults[0] : `errors:\n${faults.map((fault) => `  ${fault}`).join('\n')}`;
    // A plain error of Go's upstream (managedfields/internal/structuredmerge.go): a 500 without a reason.
    throw new StatusError('', `failed to create typed patch object (${describe(applied)}): ${text}`);
  }
  const apiVersion = applied.apiVersion ?? '';
  const subresource = request.subresource ?? '';
  return {
    schema,
    live: live === undefined ? {} : bare(live),
    applied: fieldsOf(applied),
    self: { name: manager, operation: 'Apply', apiVersion, subresource },
    managed: live === undefined ? new Map() : managersOf(live, request, apiVersion),
    reset: resetFields({
      kind: applied.kind ?? '',
      subresource,
      custom: request.custom === true,
      hasStatus: request.hasStatus !== false,
    }),
    time: managedTime(nowMs),
  };
}

/** `ns/name; apps/v1, Kind=Deployment`, as upstream's objectGVKNN. */
function describe({ apiVersion, kind, metadata }: KubeObject): string {
  return `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}; ${apiVersion ?? ''}, Kind=${kind ?? ''}`;
}

function managersOf(live: KubeObject, request: ApplyRequest, apiVersion: string): ReadonlyMap<string, Managed> {
  const known = readManaged(live.metadata?.managedFields);
  if (known === null) throw new StatusError('InternalError', 'failed to decode managed fields');
  if (known.size > 0) return known;
  const { live: _live, applied: _applied, force: _force, ...write } = request;
  const tracked = updateManagedFields(undefined, bare(live), {
    ...write,
    manager: BEFORE_FIRST_APPLY,
    operation: 'Update',
    apiVersion,
  });
  return readManaged(tracked.metadata?.managedFields) ?? known;
}

interface Outcome {
  object: JsonObject;
  managed: ReadonlyMap<string, Managed>;
  /** None where forced. */
  conflicts: readonly Conflict[];
}

function attempt({ schema, live, applied, self, managed: before, reset, time }: Applying, force: boolean): Outcome {
  const identity = identityOf(self);
  const last = before.get(identity);
  const claimed = recursiveDifference(ownedFields(applied, schema), reset);
  const managed = new Map(before).set(identity, { ...self, fields: claimed, time: last?.time });
  const merged = mergeApplied(live, applied, schema);
  const object = last === undefined ? merged : prune(merged, managed, last.fields, schema);
  const comparison = withoutReset(compareTyped(live, object, schema), reset);
  if (!force) {
    const conflicts = conflictsOf(contested(managed, comparison, identity), managed);
    if (conflicts.length > 0) return { object: live, managed: before, conflicts };
  }
  dispossess(managed, comparison, identity);
  const fields = withoutNobodys(claimed);
  // An apply that changes nothing keeps its time; who comes to own what is there already has none.
  if (fields.size === 0) managed.delete(identity);
  else managed.set(identity, { ...self, fields, time: jsonEqual(live, object) ? last?.time : time });
  return { object, managed, conflicts: [] };
}

/** What stays in conflict when fields last set by client-side apply are the applier's to take. */
function notUpgraded(
  conflicts: readonly Conflict[],
  { schema, self }: Applying,
  live: KubeObject | undefined,
): readonly Conflict[] {
  const own = live === undefined ? null : lastAppliedFields(live, schema, self.apiVersion);
  return own === null ? conflicts : conflicts.filter(({ path }) => !hasPath(own, path));
}
