// JSON merge patch, RFC 7386, with the edges of the API server's implementation (evanphx/json-patch v4, merge.go).

import { draft, isList, isObject, type JsonObject, own, setOwn } from '../json.ts';
import { StatusError } from '../status-error.ts';
import { fieldsOf, type KubeObject } from '../store/object.ts';
import { assertDepth } from './depth.ts';

/**
 * `target` with `patch` merged in; neither is changed. A null removes a field, lists are replaced whole.
 * @throws StatusError BadRequest where the patch is not an object.
 */
export function mergePatch(target: KubeObject, patch: unknown): KubeObject {
  if (!isObject(patch)) {
    const found = isList(patch) ? 'array' : patch === null ? 'null' : typeof patch;
    throw new StatusError(
      'BadRequest',
      `error decoding patch: json: cannot unmarshal ${found} into Go value of type map[string]interface {}`,
    );
  }
  assertDepth(patch);
  return mergeObjects(fieldsOf(target), patch);
}

function mergeObjects(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = draft(target);
  for (const key of Object.keys(patch)) {
    const value = patch[key];
    const current = own(merged, key);
    if (value === null) delete merged[key];
    else if (isObject(current) && isObject(value)) setOwn(merged, key, mergeObjects(current, value));
    else if (isObject(current)) setOwn(merged, key, value);
    else setOwn(merged, key, withoutNulls(value));
  }
  return merged;
}

/** What a patch puts where nothing was: nulls in it name fields to remove, so they leave no trace. */
function withoutNulls(value: unknown): unknown {
  if (isList(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (value[key] !== null) setOwn(kept, key, withoutNulls(value[key]));
  }
  return kept;
}
