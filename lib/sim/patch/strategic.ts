// Strategic merge patch: maps merge, lists merge by key or as sets where the schema says so, `$` directives steer.
// Follows apimachinery, pkg/util/strategicpatch/patch.go; unlike there, nothing is changed in place.

import { draft, isList, isObject, type JsonObject, own, setOwn } from '../json.ts';
import type { Schema } from '../schema/schema.ts';
import { StatusError } from '../status-error.ts';
import { fieldsOf, type KubeObject } from '../store/object.ts';
import { assertDepth } from './depth.ts';
import { goText } from './go-text.ts';
import { fieldSchema } from './schema-walk.ts';
import { deleteFromList, listElements, mergeLists, orderList } from './strategic-list.ts';

const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const SET_ORDER_PREFIX = '$setElementOrder/';
const DELETE_PREFIX = '$deleteFromPrimitiveList/';

/**
 * `target` with `patch` applied; neither is changed.
 * @throws StatusError BadRequest for a malformed patch, Invalid for what cannot be merged. Where the API server
 * answers 500 to a patch that lacks a merge key, this answers 400 with the same message: the request is at fault.
 */
export function strategicMergePatch(target: KubeObject, patch: unknown, schema: Schema): KubeObject {
  if (!isObject(patch)) {
    const got = isList(patch) ? 'array' : patch === null ? 'null' : typeof patch;
    throw new StatusError('BadRequest', `json: cannot unmarshal ${got} into Go value of type map[string]interface {}`);
  }
  assertDepth(patch);
  return mergeMaps(fieldsOf(target), patch, schema);
}

/** mergeMap of upstream: also merges one item of a list into its counterpart. */
function mergeMaps(original: JsonObject, patch: JsonObject, schema: Schema | undefined): JsonObject {
  const directive = own(patch, DIRECTIVE);
  if (directive === 'replace') return without(patch, DIRECTIVE);
  if (directive === 'delete') return {};
  if (Object.hasOwn(patch, DIRECTIVE)) {
    throw new StatusError('BadRequest', `unknown patch type: ${goText(directive)} in map: ${goText(patch)}`);
  }
  const merged = retainKeys(original, patch);
  const ordered = mergeOrderedLists(merged, patch, schema);
  for (const key of Object.keys(patch)) {
    if (key === RETAIN_KEYS || key.startsWith(SET_ORDER_PREFIX) || ordered.has(key)) continue;
    if (key.startsWith(DELETE_PREFIX)) deleteScalars(merged, key.slice(DELETE_PREFIX.length), patch[key]);
    else mergeField(merged, key, patch[key], fieldSchema(schema, key));
  }
  return merged;
}

function mergeField(merged: Record<string, unknown>, key: string, value: unknown, schema: Schema | undefined): void {
  const current = own(merged, key);
  if (value === null) {
    delete merged[key];
  } else if (isObject(current) && isObject(value)) {
    const replaces = schema?.patchStrategy.includes('replace') === true;
    put(merged, key, replaces ? value : mergeMaps(current, value, schema), schema);
  } else if (isList(current) && isList(value)) {
    put(merged, key, mergeListField(current, value, schema), schema);
  } else {
    const kept = withoutDirectives(withoutNulls(value));
    if (kept === undefined) delete merged[key];
    else put(merged, key, kept, schema);
  }
}

/** Go leaves out lists and maps that became empty (omitempty), but not structs: `emptyDir: {}` says something. */
function put(merged: Record<string, unknown>, key: string, value: unknown, schema: Schema | undefined): void {
  const isMap = isObject(value) && schema?.additionalProperties !== undefined;
  const empty = isList(value) ? value.length === 0 : isMap && Object.keys(value).length === 0;
  if (empty) delete merged[key];
  else setOwn(merged, key, value);
}

function mergeListField(current: readonly unknown[], value: readonly unknown[], schema: Schema | undefined): unknown {
  if (schema?.patchStrategy.includes('merge') !== true) return value;
  const mergeItem = (item: JsonObject, change: JsonObject) => mergeMaps(item, change, schema.items);
  return mergeLists(current, value, schema.patchMergeKey, mergeItem);
}

/** applyRetainKeysDirective: fields the list does not name go, and the patch may set only named ones. */
function retainKeys(original: JsonObject, patch: JsonObject): Record<string, unknown> {
  const merged = draft(original);
  if (!Object.hasOwn(patch, RETAIN_KEYS)) return merged;
  const retained = patch[RETAIN_KEYS];
  if (!isList(retained)) throw badFormat('retainKeys');
  for (const key of Object.keys(patch)) {
    if (key === RETAIN_KEYS || patch[key] === null) continue;
    if (key.startsWith(DELETE_PREFIX) || key.startsWith(SET_ORDER_PREFIX)) continue;
    if (!retained.includes(key)) throw badFormat('retainKeys');
  }
  for (const key of Object.keys(merged)) {
    if (!retained.includes(key)) delete merged[key];
  }
  return merged;
}

/** mergePatchIntoOriginal: lists that come with `$setElementOrder/x`; returns the names of those it has dealt with. */
function mergeOrderedLists(
  merged: Record<string, unknown>,
  patch: JsonObject,
  schema: Schema | undefined,
): Set<string> {
  const done = new Set<string>();
  for (const directive of Object.keys(patch)) {
    if (!directive.startsWith(SET_ORDER_PREFIX)) continue;
    const key = directive.slice(SET_ORDER_PREFIX.length);
    const order = listElements(patch[directive]);
    const original = Object.hasOwn(merged, key) ? listElements(merged[key]) : undefined;
    const changes = Object.hasOwn(patch, key) ? listElements(patch[key]) : undefined;
    const list = fieldSchema(schema, key);
    if (original === undefined && changes === undefined) continue;
    let items = original ?? [];
    if (changes !== undefined) {
      assertOrder(changes, order, list?.patchMergeKey);
      if (original === undefined) items = changes.map(withoutDirectives).filter((item) => item !== undefined);
      else items = listElements(mergeListField(original, changes, list));
    }
    put(merged, key, orderList(items, order, original ?? [], list?.patchMergeKey), list);
    done.add(key);
  }
  return done;
}

/** validatePatchWithSetOrderList: what the patch sets must stand in the order list, in the same order. */
function assertOrder(changes: readonly unknown[], order: readonly unknown[], mergeKey: string | undefined): void {
  if (order.length === 0) return;
  const identity = (item: unknown) => (mergeKey !== undefined && isObject(item) ? item[mergeKey] : item);
  const ids = order.map(identity);
  let from = 0;
  for (const item of changes) {
    if (isObject(item) && Object.hasOwn(item, DIRECTIVE)) continue;
    const at = ids.indexOf(identity(item), from);
    if (at < 0) {
      throw new StatusError(
        'BadRequest',
        `The order in patch list:\n${goText(changes)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`,
      );
    }
    from = at + 1;
  }
}

function deleteScalars(merged: Record<string, unknown>, key: string, value: unknown): void {
  if (value === null) {
    delete merged[key];
    return;
  }
  const current = own(merged, key);
  if (isList(current) && isList(value)) put(merged, key, deleteFromList(current, value), undefined);
}

/** removeDirectives: what a patch adds whole loses the items and fields that only delete; undefined for those. */
function withoutDirectives(value: unknown): unknown {
  if (isList(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if (Object.hasOwn(value, DIRECTIVE)) return undefined;
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const field = withoutDirectives(value[key]);
    if (field !== undefined) setOwn(kept, key, field);
  }
  return kept;
}

function withoutNulls(value: unknown): unknown {
  if (isList(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(value)) if (value[key] !== null) setOwn(kept, key, withoutNulls(value[key]));
  return kept;
}

function without(object: JsonObject, key: string): JsonObject {
  const rest = draft(object);
  delete rest[key];
  return rest;
}

function badFormat(what: string): StatusError {
  return new StatusError('BadRequest', `invalid patch format of ${what}`);
}
