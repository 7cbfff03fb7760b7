// PATCH: JSON merge, strategic merge, JSON patch and apply, all through the same update as PUT.

import type { JsonObject } from '../patch/json.ts';
import { jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge.ts';
import { strategicMergePatch } from '../patch/strategic.ts';
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
const PATCH_TYPES = [JSON_PATCH, MERGE, STRATEGIC];

export function patchAnswer(call: Call): Answer {
  const { machine, served, write } = call;
  const type = contentTypeOf(call.request);
  if (!PATCH_TYPES.includes(type)) throw unsupportedMediaType(PATCH_TYPES);
  const current = existing(call);
  const patched = applied(call, type, shown(served, current));
  const kept = { ...patched, metadata: { ...patched.metadata, uid: patched.metadata?.uid ?? current.metadata.uid } };
  return storedAnswer(call, updateObject(machine, served, served.toStored(kept), write));
}

function applied({ served, request }: Call, type: string, object: KubeObject): KubeObject {
  const patch = parseJson(request.body);
  const target = asJson(object);
  if (type === JSON_PATCH) return jsonPatch(target, patch) as KubeObject;
  if (type === MERGE) return mergePatch(target, patch) as KubeObject;
  if (served.custom === true || served.schema === undefined) throw unsupportedMediaType([JSON_PATCH, MERGE]);
  return strategicMergePatch(target, patch, served.schema) as KubeObject;
}

/** Objects are JSON all through; only their TypeScript type is narrower. */
function asJson(object: KubeObject): JsonObject {
  return object as unknown as JsonObject;
}
