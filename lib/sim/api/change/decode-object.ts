// From what a request holds to an object of the served kind: types checked, unknown fields refused, noted or dropped.
import { invalidOption } from '../../refusals.ts';
import { DecodeError, decodeFields, decodeStrict, type FieldValidation, strictMessage } from '../../schema/decode.ts';
import { duplicateErrors, withDuplicates } from '../../schema/duplicate-fields.ts';
import { StatusError } from '../../status-error.ts';
import type { KubeObject } from '../../store/object.ts';
import type { ApiRequest } from '../answer.ts';
import { contentTypeOf, decodeBody, yamlDuplicates } from '../body.ts';
import type { Call } from '../call.ts';
import { checkedBody } from './body-identity.ts';

const MODES: readonly FieldValidation[] = ['Ignore', 'Warn', 'Strict'];

/** `fieldValidation` of a request; Warn unless said (handlers/create.go fieldValidation). */
function modeOf({ request }: Call): FieldValidation {
  const asked = request.query.get('fieldValidation') ?? '';
  const mode = MODES.find((one) => one === asked);
  if (mode !== undefined || asked === '') return mode ?? 'Warn';
  const message = `Unsupported value: "${asked}": supported values: "", "Ignore", "Strict", "Warn"`;
  throw invalidOption(optionsKindOf(request), 'fieldValidation', 'FieldValueNotSupported', message);
}

/** How messages name the options of a request. */
export function optionsKindOf({ method }: ApiRequest): string {
  if (method === 'POST') return 'CreateOptions';
  return method === 'PUT' ? 'UpdateOptions' : method === 'PATCH' ? 'PatchOptions' : 'DeleteOptions';
}

/** Types whose bytes are JSON, patches too. */
const JSON_TYPE = /^$|json$/;

function jsonTextOf(request: ApiRequest): string | undefined {
  return JSON_TYPE.test(contentTypeOf(request)) ? Buffer.from(request.body).toString() : undefined;
}

/** Strict errors with those of fields that the body gives twice. */
function withRepeated(request: ApiRequest, errors: readonly string[], mode: FieldValidation): string[] {
  const text = jsonTextOf(request);
  if (text !== undefined) return withDuplicates(errors, text);
  const repeated = contentTypeOf(request) === 'application/yaml' ? yamlDuplicates(request.body) : [];
  if (repeated.length === 0 || mode !== 'Strict') return [...repeated, ...errors];
  return [`yaml: unmarshal errors:\n  ${repeated.join('\n  ')}`, ...errors];
}

/** The object in the body of a POST or PUT. */
export function bodyObject(call: Call): KubeObject {
  const mode = modeOf(call);
  const object = checkedBody(call, decodeBody(call.request, call.served.type.kind));
  if (call.served.schema === undefined) return object;
  const decoded = decodeStrict(call.served.schema, object, mode, (errors) => withRepeated(call.request, errors, mode));
  call.warnings.push(...decoded.warnings);
  return decoded.object;
}

/** What a patch made of an object; `shownPatch` is for who sent a bad one. */
export function patchedResult(call: Call, object: KubeObject, shownPatch: () => string): KubeObject {
  const mode = modeOf(call);
  if (call.served.schema === undefined) return object;
  try {
    const decoded = decodeFields(call.served.schema, object);
    const text = mode === 'Ignore' ? undefined : jsonTextOf(call.request);
    const unknown = isConverted(call.request) ? decoded.strictErrors.toSorted() : decoded.strictErrors;
    const found = [...(text === undefined ? [] : duplicateErrors(text)), ...unknown];
    if (mode === 'Strict' && found.length > 0) throw new DecodeError(strictMessage(found));
    if (mode === 'Warn') call.warnings.push(...found);
    return decoded.object;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const why = (isConverted(call.request) ? error.conversion : undefined) ?? error.message;
    const message = `Invalid value: ${JSON.stringify(shownPatch())}: ${why}`;
    throw new StatusError('Invalid', ` "" is invalid: patch: ${message}`, {
      causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }],
    });
  }
}

/** The result of a strategic merge is never written out and read again, but converted field by field. */
function isConverted(request: ApiRequest): boolean {
  return contentTypeOf(request) === 'application/strategic-merge-patch+json';
}

/** Text that no header can carry, which upstream leaves out too (apimachinery/pkg/util/net NewWarningHeader). */
const CONTROL = /\p{Cc}/u;

/** Warning header values, as RFC 7234 writes them: UTF-8, which Node takes byte by byte. */
export function warningHeader(warnings: readonly string[]): string {
  const values = warnings
    .filter((text) => !CONTROL.test(text))
    .map((text) => `299 - "${text.replace(/[\\"]/g, '\\$&')}"`);
  return Buffer.from(values.join(', ')).toString('latin1');
}
