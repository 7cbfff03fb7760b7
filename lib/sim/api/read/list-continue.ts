// Continue tokens: where a paged list goes on, and at which version (apiserver/pkg/storage/continue.go).
import type { Status } from 'kubernetes-types/meta/v1';
import { badRequest } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';

const TOKEN_VERSION = 'meta.k8s.io/v1';
/** In a token: whatever the newest version is by then. */
export const NEWEST = -1;
/** After a key: it sorts right behind the key itself. */
const NEXT = '\0';

export interface Continuation {
  /** A version of the store, or NEWEST. */
  version: number;
  /** The next page has the keys from this one on, as they stand in the list: `name`, or `namespace/name`. */
  from: string;
}

export function continueToken(version: number, lastKey: string): string {
  return encoded({ version, from: lastKey + NEXT });
}

function encoded({ version, from }: Continuation): string {
  return Buffer.from(JSON.stringify({ v: TOKEN_VERSION, rv: version, start: `/${from}` })).toString('base64url');
}

export function readContinue(text: string): Continuation {
  const { v, rv, start } = fieldsIn(text);
  if (v !== TOKEN_VERSION) {
    throw invalidToken(`server does not recognize this encoded version ${typeof v === 'string' ? v : ''}`);
  }
  if (!Number.isSafeInteger(rv) || rv === 0) {
    throw invalidToken(`incorrect encoded start resourceVersion (version ${TOKEN_VERSION})`);
  }
  if (typeof start !== 'string' || start === '')
    throw invalidToken(`encoded start key empty (version ${TOKEN_VERSION})`);
  const from = start.startsWith('/') ? start.slice(1) : start;
  if (from.split('/').some((part) => part === '..' || part === '.')) throw invalidToken(start);
  return { version: Number(rv), from };
}

function fieldsIn(text: string): Record<string, unknown> {
  const plain = Buffer.from(text, 'base64url').toString();
  try {
    const value: unknown = JSON.parse(plain);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalidToken(`invalid character '${plain.slice(0, 1)}' looking for beginning of value`);
}

function invalidToken(why: string): StatusError {
  return badRequest(`invalid continue token: continue key is not valid: ${why}`);
}

const EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
  'deleted between the time the first chunk was returned and now may show up in the list.';

/** The version is no longer known: a token to go on regardless comes with the refusal. */
export class ContinueExpired extends StatusError {
  readonly #from: string;

  constructor({ from }: Continuation) {
    super('Expired', EXPIRED);
    this.#from = from;
  }

  override toStatus(): Status {
    return { ...super.toStatus(), metadata: { continue: encoded({ version: NEWEST, from: this.#from }) } };
  }
}
