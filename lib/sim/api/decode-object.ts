// From what a request holds to an object of the served kind: types checked, unknown fields refused, noted or dropped.
import { goText } from '../patch/go-text.ts';
import { DecodeError, decodeFields, decodeStrict, type FieldValidation, strictMessage } from '../schema/decode.ts';
import type { KubeObject } from '../store/object.ts';
import { decodeBody } from './body.ts';
import { type Call, checkedBody } from './objects.ts';
import { StatusError } from './status-error.ts';

const MODES: readonly FieldValidation[] = ['Ignore', 'Warn', 'Strict'];

/** `fieldValidation` of a request; Warn unless said (handlers/create.go fieldValidation). */
function modeOf({ request }: Call): FieldValidation {
  const asked = request.query.get('fieldValidation') ?? '';
  const mode = MODES.find((one) => one === asked);
  if (mode !== undefined || asked === '') return mode ?? 'Warn';
  const options =
    request.method === 'POST' ? 'CreateOptions' : request.method === 'PUT' ? 'UpdateOptions' : 'PatchOptions';
  const message = `${options}.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "${asked}": supported values: "Ignore", "Strict", "Warn"`;
  throw new StatusError('Invalid', message, { group: 'meta.k8s.io', kind: options });
}

/** The object in the body of a POST or PUT. */
export function bodyObject(call: Call): KubeObject {
  const mode = modeOf(call);
  const object = checkedBody(call, decodeBody(call.request));
  if (call.served.schema === undefined) return object;
  const decoded = decodeStrict(call.served.schema, object, mode);
  call.warnings.push(...decoded.warnings);
  return decoded.object;
}

/** What a patch made of an object; `patch` is shown to who sent a bad one (handlers/patch.go). */
export function patchedResult(call: Call, object: KubeObject, patch: unknown): KubeObject {
  const mode = modeOf(call);
  if (call.served.schema === undefined) return object;
  try {
    const decoded = decodeFields(call.served.schema, object);
    if (mode === 'Strict' && decoded.strictErrors.length > 0)
      throw new DecodeError(strictMessage(decoded.strictErrors));
    if (mode === 'Warn') call.warnings.push(...decoded.strictErrors);
    return decoded.object;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const message = `Invalid value: ${JSON.stringify(goText(patch))}: ${error.message}`;
    throw new StatusError('Invalid', ` "" is invalid: patch: ${message}`, {
      causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }],
    });
  }
}

/** Warning header values, as RFC 7234 writes them. */
export function warningHeader(warnings: readonly string[]): string {
  return warnings.map((text) => `299 - "${text.replace(/[\\"]/g, '\\$&')}"`).join(', ');
}
