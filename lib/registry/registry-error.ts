// Why an image's platforms are not known, in words for a person: never an address, a token or a body.

export type RegistryProblem =
  /** Not asked at all: switched off, not listed, or an address that is not to be asked. */
  | 'refused'
  | 'unreachable'
  /** Asked too often, or resting after failures: see `retryAtMs`. */
  | 'busy'
  | 'failing'
  /** Needs credentials, or others. */
  | 'denied'
  | 'missing'
  | 'broken'
  | 'unsupported';

export class RegistryError extends Error {
  readonly problem: RegistryProblem;
  /** Before this moment (epoch, ms) asking again is of no use; null where nobody said. */
  readonly retryAtMs: number | null;

  constructor(problem: RegistryProblem, message: string, retryAtMs: number | null = null) {
    super(message);
    this.name = 'RegistryError';
    this.problem = problem;
    this.retryAtMs = retryAtMs;
  }
}

/** What network failures mean. Codes: node:net, node:tls, undici. */
const FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_HEADERS_OVERFLOW: 'its answer is no HTTP',
  HPE_INVALID_CONSTANT: 'its answer is no HTTP',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by nobody this machine trusts',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody this machine trusts',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by nobody this machine trusts',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by nobody this machine trusts',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak HTTPS',
  EPROTO: 'it does not speak HTTPS',
};

/** For an answer that never came, or not whole. */
export function unreachable(registry: string, error: unknown): RegistryError {
  // A guard inside the connection refuses by an error of its own.
  const own = causes(error).find((cause) => cause instanceof RegistryError);
  if (own !== undefined) return own;
  const code =
    causes(error)
      .map(codeOf)
      .find((known) => known in FAILURES) ?? '';
  return new RegistryError(
    'unreachable',
    `${registry} cannot be reached: ${FAILURES[code] ?? 'the connection failed'}`,
  );
}

const CAUSES_MAX = 5;

function causes(error: unknown): unknown[] {
  const found: unknown[] = [];
  for (let at = error; typeof at === 'object' && at !== null && found.length < CAUSES_MAX; ) {
    found.push(at);
    const { cause, errors } = at as { cause?: unknown; errors?: unknown };
    // A name with several addresses fails with an AggregateError.
    at = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return found;
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
