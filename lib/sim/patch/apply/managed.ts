// metadata.managedFields read into sets and written back: who manages which fields, in which version, since when.
// Follows apimachinery, pkg/util/managedfields/internal/managedfields.go.
import type { ManagedFieldsEntry } from 'kubernetes-types/meta/v1';
import { isObject } from '../../json.ts';
import type { KubeObject } from '../../store/object.ts';
import { decodeFields, encodeFields, type FieldSet } from './field-set.ts';

export type Operation = 'Apply' | 'Update';

export interface Manager {
  name: string;
  operation: Operation;
  /** `apps/v1`; part of who a manager is only for Updates: an applier may move to another version. */
  apiVersion: string;
  /** `status`, `scale`, or '' for the object itself. */
  subresource: string;
}

export interface Managed extends Manager {
  fields: FieldSet;
  /** RFC 3339; undefined for an applier that came to own fields without changing the object. */
  time: string | undefined;
}

/** By identity: see `identityOf`. */
export type ManagedMap = ReadonlyMap<string, Managed>;

export function identityOf({ name, operation, apiVersion, subresource }: Manager): string {
  return JSON.stringify([name, operation, operation === 'Apply' ? '' : apiVersion, subresource]);
}

/** Field sets by the entry they were read from: stored entries never change, and most writes leave most alone. */
const decoded = new WeakMap<object, FieldSet>();
const encoded = new WeakMap<FieldSet, object>();

/** Null where the entries are not well formed: then nobody is known to manage anything. */
export function readManaged(entries: readonly ManagedFieldsEntry[] | undefined): ManagedMap | null {
  const managed = new Map<string, Managed>();
  for (const entry of entries ?? []) {
    const fields = readFields(entry);
    if (fields === null) return null;
    const { manager = '', apiVersion = '', subresource = '', time } = entry;
    const read: Managed = { name: manager, operation: operationOf(entry), apiVersion, subresource, time, fields };
    managed.set(identityOf(read), read);
  }
  return managed;
}

function operationOf({ operation }: ManagedFieldsEntry): Operation {
  return operation === 'Apply' ? 'Apply' : 'Update';
}

function readFields(entry: ManagedFieldsEntry): FieldSet | null {
  const { operation, apiVersion, fieldsType, fieldsV1 } = entry;
  if ((operation !== 'Apply' && operation !== 'Update') || !apiVersion || fieldsType !== 'FieldsV1') return null;
  const raw: object = isObject(fieldsV1) ? fieldsV1 : {};
  const known = decoded.get(raw);
  if (known !== undefined) return known;
  try {
    const fields = decodeFields(raw);
    decoded.set(raw, fields);
    encoded.set(fields, raw);
    return fields;
  } catch (error) {
    // Whatever a client wrote there is its own: upstream too goes on as if there were no entries.
    if (error instanceof Error) return null;
    throw error;
  }
}

export function writeManaged(managed: ManagedMap): ManagedFieldsEntry[] {
  return [...managed.values()]
    .sort(compareManaged)
    .map(({ name, operation, apiVersion, subresource, time, fields }) => ({
      manager: name,
      operation,
      apiVersion,
      ...(time === undefined ? {} : { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: writeFields(fields),
      ...(subresource === '' ? {} : { subresource }),
    }));
}

function writeFields(fields: FieldSet): object {
  const known = encoded.get(fields);
  if (known !== undefined) return known;
  const raw = shared(encodeFields(fields));
  encoded.set(fields, raw);
  if (!decoded.has(raw)) decoded.set(raw, fields);
  return raw;
}

/**
 * One `fieldsV1` for all objects with the same fields: those of pods alike are equal, and heavier than the pods.
 * Forgotten all at once when there are too many kinds of them; that costs memory only.
 */
const SHARED_MAX = 2_000;
const sharedByText = new Map<string, object>();

function shared(raw: object): object {
  const text = JSON.stringify(raw);
  const known = sharedByText.get(text);
  if (known !== undefined) return known;
  if (sharedByText.size >= SHARED_MAX) sharedByText.clear();
  sharedByText.set(text, frozen(raw));
  return raw;
}

function frozen(fields: object): object {
  for (const below of Object.values(fields)) frozen(below);
  return Object.freeze(fields);
}

function compareManaged(a: Managed, b: Managed): number {
  const seconds = (time: string | undefined) => (time === undefined ? 0 : Math.floor(Date.parse(time) / 1_000));
  return (
    compareText(a.operation, b.operation) ||
    seconds(a.time) - seconds(b.time) ||
    compareText(a.name, b.name) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The object with these managers recorded; without the field where there are none. */
export function withManaged(object: KubeObject, managed: ManagedMap): KubeObject {
  const { managedFields: _replaced, ...metadata } = object.metadata ?? {};
  if (managed.size === 0) return { ...object, metadata };
  return { ...object, metadata: { ...metadata, managedFields: writeManaged(managed) } };
}

/** Seconds are all a managedFields time has. */
export function managedTime(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
