// Who a request says it writes as. Mirrors handlers/create.go managerOrUserAgent and
// apimachinery/pkg/apis/meta/v1/validation ValidateFieldManager.

import { invalidOption } from '../../refusals.ts';
import type { ApiRequest } from '../answer.ts';
import { optionsKindOf } from './decode-object.ts';

const MANAGER_BYTES_MAX = 128;
/** What Go's unicode.IsPrint refuses: anything but letters, marks, numbers, punctuation, symbols and the space. */
const UNPRINTABLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

/** Given by the client, else the first part of its user agent; throws Invalid for what no manager may be called. */
export function managerOf(request: ApiRequest): string {
  const given = request.query.get('fieldManager') ?? '';
  if (given !== '') return checked(given, request);
  const agent = (request.headers['user-agent'] ?? '').split('/')[0]?.slice(0, MANAGER_BYTES_MAX) ?? '';
  return agent === '' ? 'unknown' : agent;
}

function checked(manager: string, request: ApiRequest): string {
  if (Buffer.byteLength(manager) > MANAGER_BYTES_MAX) {
    const message = `Too long: may not be more than ${MANAGER_BYTES_MAX} bytes`;
    throw invalidOption(optionsKindOf(request), 'fieldManager', 'FieldValueTooLong', message);
  }
  const wrong = UNPRINTABLE.exec(manager);
  if (wrong === null) return manager;
  const code = (manager.codePointAt(wrong.index) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const at = Buffer.byteLength(manager.slice(0, wrong.index));
  const message = `Invalid value: ${JSON.stringify(manager)}: invalid character U+${code} (at position ${at})`;
  throw invalidOption(optionsKindOf(request), 'fieldManager', 'FieldValueInvalid', message);
}
