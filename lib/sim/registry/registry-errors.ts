// Refusals of a registry, in the words and codes of github.com/opencontainers/distribution-spec spec.md (Error Codes).
import type { BodyAnswer } from '../api/answer.ts';

export type RegistryErrorCode =
  | 'BLOB_UNKNOWN'
  | 'DENIED'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'TOOMANYREQUESTS'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED';

const STATUS: Readonly<Record<RegistryErrorCode, number>> = {
  BLOB_UNKNOWN: 404,
  DENIED: 403,
  MANIFEST_UNKNOWN: 404,
  NAME_INVALID: 400,
  NAME_UNKNOWN: 404,
  TOOMANYREQUESTS: 429,
  UNAUTHORIZED: 401,
  UNSUPPORTED: 405,
};

export class RegistryError extends Error {
  readonly code: RegistryErrorCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly detail: unknown;

  constructor(
    code: RegistryErrorCode,
    message: string,
    more: { detail?: unknown; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.name = 'RegistryError';
    this.code = code;
    this.headers = more.headers ?? {};
    this.detail = more.detail;
  }

  toAnswer(): BodyAnswer {
    const { code, message, detail, headers } = this;
    const body = { errors: [{ code, message, ...(detail === undefined ? {} : { detail }) }] };
    return { status: STATUS[code], contentType: 'application/json', body: [JSON.stringify(body), '\n'], headers };
  }
}
