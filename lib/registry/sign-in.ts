// Signing in to registries: a token for one repository, asked for as a registry's 401 says (distribution-spec, Docker's
// token protocol), kept until it ends.
import { z } from 'zod';
import { type Challenge, parseChallenges } from './challenge.ts';
import { basicAuth, type Credentials } from './credentials.ts';
import type { GuardedHttp } from './guarded-http.ts';
import { RegistryError } from './registry-error.ts';

const TOKEN_BYTES_MAX = 64 * 1024;
/** Where the answer names no time (Docker's token protocol). */
const LASTS_DEFAULT_SECONDS = 60;
const LASTS_MAX_SECONDS = 3_600;
/** Ours ends a little earlier than theirs. */
const MARGIN_MS = 10_000;
const TOKENS_MAX = 500;
/** What may stand in a header. */
const VISIBLE = /^[\x21-\x7e]+$/;

const ANSWER = z.object({
  token: z.string().optional(),
  access_token: z.string().optional(),
  expires_in: z.number().positive().nullish().catch(null),
});

export interface SignInRequest {
  registry: string;
  /** The repository's. */
  path: string;
  credentials: Credentials | null;
}

export class SignIn {
  readonly #http: GuardedHttp;
  readonly #now: () => number;
  readonly #tokens = new Map<string, { authorization: string; untilMs: number }>();

  constructor(http: GuardedHttp, now: () => number) {
    this.#http = http;
    this.#now = now;
  }

  /** What was good a moment ago; null where nothing is known. */
  known(key: string): string | null {
    const token = this.#tokens.get(key);
    return token !== undefined && token.untilMs > this.#now() ? token.authorization : null;
  }

  /** What a 401's header asks for; null where there is nothing to answer it with. Throws RegistryError. */
  async answer(key: string, header: string, request: SignInRequest): Promise<string | null> {
    this.#tokens.delete(key);
    const challenges = parseChallenges(header);
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer !== undefined) return await this.#token(key, bearer, request);
    const isBasic = challenges.some(({ scheme }) => scheme === 'basic');
    return isBasic && request.credentials !== null ? basicAuth(request.credentials) : null;
  }

  async #token(key: string, { parameters }: Challenge, request: SignInRequest): Promise<string> {
    const { registry, path, credentials } = request;
    const realm = parameters.get('realm') ?? '';
    if (!URL.canParse(realm)) throw new RegistryError('broken', `${registry} does not say where to sign in`);
    const url = new URL(realm);
    const service = parameters.get('service');
    if (service !== undefined) url.searchParams.set('service', service);
    url.searchParams.set('scope', parameters.get('scope') ?? `repository:${path}:pull`);
    const authorization = credentials === null ? null : basicAuth(credentials);
    const { status, headers, body } = await this.#http.ask({
      registry,
      url,
      authorization,
      limitBytes: TOKEN_BYTES_MAX,
    });
    if (status === 429) throw new TooManyRequests(headers['retry-after']);
    if (status >= 500) throw new RegistryError('failing', `${registry} lets nobody sign in: it answered ${status}`);
    if (status !== 200) throw denied(registry, credentials);
    const { token, lastsSeconds } = readToken(registry, body);
    this.#keep(key, `Bearer ${token}`, lastsSeconds);
    return `Bearer ${token}`;
  }

  #keep(key: string, authorization: string, lastsSeconds: number): void {
    if (this.#tokens.size >= TOKENS_MAX) this.#tokens.clear();
    const untilMs = this.#now() + Math.min(lastsSeconds, LASTS_MAX_SECONDS) * 1_000 - MARGIN_MS;
    this.#tokens.set(key, { authorization, untilMs });
  }
}

/** The caller knows which registry that is, and lets it rest. */
export class TooManyRequests extends Error {
  readonly retryAfter: string | undefined;

  constructor(retryAfter: string | undefined) {
    super('too many requests');
    this.name = 'TooManyRequests';
    this.retryAfter = retryAfter;
  }
}

export function denied(registry: string, credentials: Credentials | null): RegistryError {
  const why =
    credentials === null ? 'it is private, or is not there' : 'the password in its pull secret is not accepted';
  return new RegistryError('denied', `${registry} does not show it: ${why}`);
}

function readToken(registry: string, body: Buffer): { token: string; lastsSeconds: number } {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    // The body is a token, or was to be one: nothing of it is repeated.
    json = null;
  }
  const parsed = ANSWER.safeParse(json);
  const token = parsed.data?.token ?? parsed.data?.access_token ?? '';
  if (!VISIBLE.test(token)) throw new RegistryError('broken', `${registry} answers something that is no token`);
  return { token, lastsSeconds: parsed.data?.expires_in ?? LASTS_DEFAULT_SECONDS };
}
