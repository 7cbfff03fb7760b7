// PATCH: JSON merge, strategic merge, JSON patch and apply, all through the same update as PUT.

import type { JsonObject } from '../../json.ts';
import { goText } from '../../patch/go-text.ts';
import { jsonPatch } from '../../patch/json-patch.ts';
import { mergePatch } from '../../patch/merge.ts';
import { strategicMergePatch } from '../../patch/strategic.ts';
import { badRequest, invalid, invalidOption, unsupportedMediaType, unsupportedPatch } from '../../refusals.ts';
import type { Schema } from '../../schema/schema.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Answer, ApiRequest } from '../answer.ts';
import { contentTypeOf, jsonOf } from '../body.ts';
import { type Call, existing, storedAnswer } from '../call.ts';
import { shown } from '../encode.ts';
import { updateObject } from '../write/update.ts';
import { APPLY, applyAnswer } from './apply-object.ts';
import { checkedBody, inNamespace, named } from './body-identity.ts';
import { patchedResult } from './decode-object.ts';
import { patchedText } from './patched-text.ts';

const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';

export function patchAnswer(call: Call, mayCreate: () => void): Answer {
  const { machine, served, write, request } = call;
  if (contentTypeOf(request) === APPLY) return applyAnswer(call, mayCreate);
  if (request.query.has('force')) {
    const message = 'Forbidden: may not be specified for non-apply patch';
    throw invalidOption('PatchOptions', 'force', 'FieldValueForbidden', message);
  }
  const current = existing(call);
  const result = patchedObject(call, shown(served, current), served.custom === true ? undefined : served.schema);
  const patched = named(
    call,
    inNamespace(
      call,
      checkedBody(
        call,
        patchedResult(call, result, () => shownPatch(call, result)),
      ),
    ),
  );
  const { uid } = patched.metadata ?? {};
  // A PUT with another uid is a conflict; a patch has no preconditions, so there it is a change of what cannot change.
  if (uid !== undefined && uid !== current.metadata.uid) {
    const message = `Invalid value: ${JSON.stringify(uid)}: field is immutable`;
    const cause = { reason: 'FieldValueInvalid', message, field: 'metadata.uid' };
    throw invalid(served.type.kind, served.type.group, current.metadata.name, [cause]);
  }
  const kept = { ...patched, metadata: { ...patched.metadata, uid: patched.metadata?.uid ?? current.metadata.uid } };
  return storedAnswer(call, updateObject(machine, served, served.toStored(kept), write));
}

/** An object with the request's patch applied. Strategic merge needs a built-in kind's schema. */
export function patchedObject({ request }: Call, object: KubeObject, schema: Schema | undefined): KubeObject {
  const type = contentTypeOf(request);
  const types = schema === undefined ? [JSON_PATCH, MERGE] : [JSON_PATCH, MERGE, STRATEGIC];
  if (type === STRATEGIC && schema === undefined) throw unsupportedMediaType([JSON_PATCH, MERGE, APPLY]);
  if (!types.includes(type)) throw unsupportedPatch();
  const patch = patchIn(request);
  const target = asJson(object);
  if (type === JSON_PATCH) return jsonPatch(target, patch);
  if (type === MERGE || schema === undefined) return mergePatch(target, patch);
  return strategicMergePatch(target, patch, schema);
}

function patchIn(request: ApiRequest): unknown {
  const parsed = jsonOf(request.body);
  if ('why' in parsed) throw badRequest('invalid JSON patch');
  return parsed.value;
}

/** What a refusal shows of a patch: the patched object, or the strategic patch itself (handlers/patch.go). */
function shownPatch({ request, served }: Call, patched: KubeObject): string {
  const patch = patchIn(request);
  if (contentTypeOf(request) === STRATEGIC) return goText(patch);
  return patchedText(asJson(patched), patch, served.custom === true ? undefined : served.schema);
}

/** Objects are JSON all through; only their TypeScript type is narrower. */
function asJson(object: KubeObject): JsonObject {
  return object as unknown as JsonObject;
}
