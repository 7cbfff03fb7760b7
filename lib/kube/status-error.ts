// The one error that leaves lib/kube and crosses lib/server: a Kubernetes Status, also for a server that never answered.
import type { Status, StatusDetails } from 'kubernetes-types/meta/v1';

/** Next bundles instrumentation and routes apart, so one error can meet two copies of this class: a brand, not instanceof. */
const BRAND = Symbol.for('bramble.status-error');

export interface StatusErrorOptions {
  details?: StatusDetails;
  /** False where no HTTP answer came at all: refused, reset, timed out, not trusted. */
  answered?: boolean;
  retryAfterSeconds?: number;
  /**
   * Of a failed answer that is no Status, but of a service behind the API server's proxy: its JSON, null for anything
   * else. Not ours to repeat unread.
   */
  answer?: unknown;
}

export class StatusError extends Error {
  readonly [BRAND] = true;
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;
  readonly answered: boolean;
  readonly retryAfterSeconds: number | undefined;
  readonly answer: unknown;

  constructor(code: number, reason: string, message: string, options: StatusErrorOptions = {}) {
    super(message);
    this.name = 'StatusError';
    this.code = code;
    this.reason = reason;
    this.details = options.details;
    this.answered = options.answered ?? true;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.answer = options.answer;
  }

  toStatus(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    };
  }
}

export function isStatusError(error: unknown): error is StatusError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** Reasons by HTTP code, for answers that are no Status (apimachinery api/errors NewGenericServerResponse). */
const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** From the body of a failed answer, or of a watch's ERROR event; whatever is no Status keeps only its code. */
export function statusErrorOf(
  code: number,
  body: unknown,
  retryAfterSeconds?: number,
  who = 'the API server',
): StatusError {
  const status = typeof body === 'object' && body !== null ? (body as Partial<Status>) : {};
  const known = status.kind === 'Status';
  const actual = known && typeof status.code === 'number' && status.code >= 400 ? status.code : code;
  const fallback = `${who} answered ${actual}`;
  return new StatusError(
    actual,
    (known ? status.reason : undefined) ?? REASONS[actual] ?? 'Unknown',
    (known ? status.message : undefined) ?? fallback,
    {
      ...(known && status.details !== undefined ? { details: status.details } : {}),
      ...(known ? {} : { answer: body ?? null }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    },
  );
}

/** What network failures mean, in words without an address. Codes: node:net, node:tls, undici. */
const FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not signed by the authority in the kubeconfig',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not signed by the authority in the kubeconfig',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not signed by the authority in the kubeconfig',
  CERT_SIGNATURE_FAILURE: 'its certificate is not signed by the authority in the kubeconfig',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** For an answer that never came; 503 as a gateway would say, 504 for a timeout. */
export function unreachable(error: unknown, who = 'the API server'): StatusError {
  const why = FAILURES[codeOf(error)] ?? 'the connection failed';
  return new StatusError(503, 'ServiceUnavailable', `${who} cannot be reached: ${why}`, { answered: false });
}

export function timedOut(timeoutMs: number, who = 'the API server'): StatusError {
  const seconds = Math.round(timeoutMs / 100) / 10;
  return new StatusError(504, 'Timeout', `${who} did not answer within ${seconds} s`, { answered: false });
}

function codeOf(error: unknown): string {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth++) {
    const { code, cause, errors } = at as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === 'string') return code;
    // localhost tried on two addresses fails with an AggregateError.
    at = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return '';
}
