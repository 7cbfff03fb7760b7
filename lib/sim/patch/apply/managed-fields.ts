// managedFields after a create, update or patch: the writer owns what it changed, others lose it.
// Follows apimachinery, pkg/util/managedfields/internal/{managedfieldsupdater,skipnonapplied,capmanagers}.go.
import type { ManagedFieldsEntry } from 'kubernetes-types/meta/v1';
import { type JsonObject, objectAt } from '../../json.ts';
import type { Schema } from '../../schema/schema.ts';
import { fieldsOf, type KubeObject } from '../../store/object.ts';
import { type Comparison, compareTyped } from './compare.ts';
import { withZeros } from './empty-object.ts';
import { type FieldSet, hasPath, union } from './field-set.ts';
import {
  identityOf,
  type Managed,
  type ManagedMap,
  type Manager,
  managedTime,
  readManaged,
  withManaged,
} from './managed.ts';
import { dispossess, withoutNobodys, withoutReset } from './ownership.ts';
import { fieldElement } from './path-element.ts';
import { resetFields } from './reset-fields.ts';

export interface FieldWrite {
  /** The field manager; '' is recorded as `unknown`. */
  manager: string;
  operation: 'Update';
  /** The subresource written through. */
  subresource?: string | undefined;
  schema: Schema;
  /** In which the object was written: `apps/v1`. */
  apiVersion: string;
  nowMs: number;
  /** A custom resource. */
  custom?: boolean;
  /** False for a custom resource without a status subresource. */
  hasStatus?: boolean;
}

/** fieldmanager.go, DefaultMaxUpdateManagers: beyond it the oldest are merged. */
const UPDATE_MANAGERS_MAX = 10;
const REPLICAS = [fieldElement('spec'), fieldElement('replicas')];

/**
 * `next` with its managedFields; neither object is changed. Call it before admission and before the server sets
 * fields of its own, which belong to nobody. A write that changes nothing leaves the managers as they were.
 */
export function updateManagedFields(previous: KubeObject | undefined, next: KubeObject, write: FieldWrite): KubeObject {
  const managed = new Map(startFrom(previous, next, write.subresource));
  // Nobody is tracked on an object whose managers were taken off, until someone applies.
  if (previous !== undefined && !tracked(managed, write)) return withManaged(next, managed);
  const comparison = changeOf(previous, next, write);
  dispossess(managed, comparison, '');
  const taken = withoutNobodys(union(comparison.modified, comparison.added));
  if (taken.size > 0) record(managed, updater(write), taken, timeOf(write));
  return withManaged(next, capped(managed));
}

function changeOf(previous: KubeObject | undefined, next: KubeObject, write: FieldWrite): Comparison {
  const { schema, subresource, custom, hasStatus } = write;
  if (subresource === 'scale') return compareTyped(scaleOf(previous), scaleOf(next), schema);
  const whole = (object: JsonObject) => (custom === true ? object : withZeros(object, schema));
  const reset = resetFields({
    kind: next.kind ?? '',
    subresource,
    custom: custom === true,
    hasStatus: hasStatus !== false,
  });
  return withoutReset(
    compareTyped(whole(previous === undefined ? {} : bare(previous)), whole(bare(next)), schema),
    reset,
  );
}

/** A Scale omits zero replicas (autoscaling/v1, ScaleSpec): scaled to nothing, the field is nobody's. */
function scaleOf(object: KubeObject | undefined): JsonObject {
  const replicas = objectAt(object, 'spec')?.replicas;
  return { spec: replicas ? { replicas } : {} };
}

/** The scale endpoint sees only who owns the replicas: once nobody does, it tracks no more. */
function tracked(managed: ManagedMap, { subresource }: FieldWrite): boolean {
  if (subresource !== 'scale') return managed.size > 0;
  return [...managed.values()].some(({ fields }) => hasPath(fields, REPLICAS));
}

/** An entry made through the scale endpoint has no time (apimachinery, managedfields/scalehandler.go, ToParent). */
function timeOf({ subresource, nowMs }: FieldWrite): string | undefined {
  return subresource === 'scale' ? undefined : managedTime(nowMs);
}

function updater({ manager, apiVersion, subresource }: FieldWrite): Manager {
  return { name: manager || 'unknown', operation: 'Update', apiVersion, subresource: subresource ?? '' };
}

function record(managed: Map<string, Managed>, manager: Manager, fields: FieldSet, time: string | undefined): void {
  const identity = identityOf(manager);
  const known = managed.get(identity);
  managed.set(identity, { ...manager, time, fields: known === undefined ? fields : union(known.fields, fields) });
}

/** The object as it is compared: without its managers. */
export function bare(object: KubeObject): Readonly<Record<string, unknown>> {
  const { managedFields: _dropped, ...metadata } = object.metadata ?? {};
  return { ...fieldsOf(object), metadata };
}

/** decodeLiveOrNew: a write to the object itself may set the managers, or take them off with `[]` or `[{}]`. */
function startFrom(previous: KubeObject | undefined, next: KubeObject, subresource: string | undefined): ManagedMap {
  const live = () => readManaged(previous?.metadata?.managedFields) ?? new Map<string, Managed>();
  if (subresource !== undefined && subresource !== '') return live();
  const given = next.metadata?.managedFields;
  if (isReset(given)) return new Map();
  const read = readManaged(given);
  return read === null || read.size === 0 ? live() : read;
}

function isReset(entries: readonly ManagedFieldsEntry[] | undefined): boolean {
  if (entries === undefined || entries === null) return false;
  return entries.every((entry) => Object.keys(entry).length === 0) && entries.length <= 1;
}

/** The oldest updaters become `ancient-changes`, one per version, so that the list cannot grow without bound. */
function capped(managed: Map<string, Managed>): ManagedMap {
  const updaters = [...managed].filter(([, { operation }]) => operation === 'Update');
  let count = updaters.length;
  if (count <= UPDATE_MANAGERS_MAX) return managed;
  const ageOf = ({ time }: Managed) => (time === undefined ? 0 : Math.floor(Date.parse(time) / 1_000));
  updaters.sort(([idA, a], [idB, b]) => ageOf(a) - ageOf(b) || (idA < idB ? -1 : 1));
  const firstOfVersion = new Map<string, string>();
  for (const [identity, manager] of updaters) {
    if (count <= UPDATE_MANAGERS_MAX) break;
    const first = firstOfVersion.get(manager.apiVersion);
    if (first === undefined) {
      firstOfVersion.set(manager.apiVersion, identity);
      continue;
    }
    const bucket: Manager = {
      name: 'ancient-changes',
      operation: 'Update',
      apiVersion: manager.apiVersion,
      subresource: '',
    };
    const bucketId = identityOf(bucket);
    const merged = managed.get(bucketId) ?? managed.get(first);
    if (!managed.has(bucketId)) managed.delete(first);
    managed.delete(identity);
    const fields = merged === undefined ? manager.fields : union(merged.fields, manager.fields);
    managed.set(bucketId, { ...bucket, fields, time: manager.time });
    count--;
  }
  return managed;
}
