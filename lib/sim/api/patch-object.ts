// PATCH: JSON merge, strategic merge, JSON patch and apply, all through the same update as PUT.

import type { JsonObject } from '../patch/json.ts';
import { jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge.ts';
import { strategicMergePatch } from '../patch/strategic.ts';
import type { Schema } from '../schema/schema.ts';
import type { KubeObject } from '../store/object.ts';
import type { Answer } from './answer.ts';
import { contentTypeOf, parseJson } from './body.ts';
import { shown } from './encode.ts';
import { type Call, existing, storedAnswer } from './objects.ts';
import { unsupportedMediaType } from './refusals.ts';
import { updateObject } from './update.ts';

const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';

export function patchAnswer(call: Call): Answer {
  const { machine, served, write } = call;
  const current = existing(call);
  const patched = patchedObject(call, shown(served, current), served.custom === true ? undefined : served.schema);
  const kept = { ...patched, metadata: { ...patched.metadata, uid: patched.metadata?.uid ?? current.metadata.uid } };
  return storedAnswer(call, updateObject(machine, served, served.toStored(kept), write));
}

/** An object with the request's patch applied. Strategic merge needs a built-in kind's schema. */
export function patchedObject({ request }: Call, object: KubeObject, schema: Schema | undefined): KubeObject {
  const type = contentTypeOf(request);
  const types = schema === undefined ? [JSON_PATCH, MERGE] : [JSON_PATCH, MERGE, STRATEGIC];
  if (!types.includes(type)) throw unsupportedMediaType(types);
  const patch = parseJson(request.body);
  const target = asJson(object);
  if (type === JSON_PATCH) return jsonPatch(target, patch) as KubeObject;
  if (type === MERGE || schema === undefined) return mergePatch(target, patch) as KubeObject;
  return strategicMergePatch(target, patch, schema) as KubeObject;
}

/** Objects are JSON all through; only their TypeScript type is narrower. */
function asJson(object: KubeObject): JsonObject {
  return object as unknown as JsonObject;
}
