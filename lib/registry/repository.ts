// One repository of a registry: manifests and configurations, signed in where asked to, checked against their digests.
import { createHash } from 'node:crypto';
import type { ImageReference } from '#lib/rules/images/reference.ts';
import { type Credentials, fingerprintOf } from './credentials.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import type { GuardedHttp, HttpAnswer } from './guarded-http.ts';
import { MANIFEST_TYPES } from './manifest.ts';
import type { Pace } from './pace.ts';
import { RegistryError } from './registry-error.ts';
import { denied, type SignIn, TooManyRequests } from './sign-in.ts';

/** As the specification advises (distribution-spec, "Pushing Manifests"). */
const MANIFEST_BYTES_MAX = 4 * 1024 * 1024;
const CONFIG_BYTES_MAX = 1024 * 1024;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

export interface RegistryParts {
  http: GuardedHttp;
  signIn: SignIn;
  pace: Pace;
}

export interface Content {
  body: Buffer;
  type: string;
  /** Of the bytes that came, whatever the registry says. */
  digest: string;
}

export class Repository {
  readonly #parts: RegistryParts;
  readonly #endpoint: Endpoint;
  readonly #credentials: Credentials | null;
  /** There are some, which are for another than who answers. */
  readonly #withheld: boolean;

  /** Throws RegistryError `refused` where its registry is not to be asked. Not every mirror may have credentials. */
  constructor(parts: RegistryParts, reference: ImageReference, credentials: Credentials | null) {
    this.#parts = parts;
    this.#endpoint = endpointOf(reference, parts.http.policy);
    this.#credentials = this.#endpoint.takesCredentials ? credentials : null;
    this.#withheld = credentials !== this.#credentials;
  }

  get registry(): string {
    return this.#endpoint.registry;
  }

  /** Of a tag or digest. Throws RegistryError. */
  async manifest(tagOrDigest: string): Promise<Content> {
    const answer = await this.#get('GET', `manifests/${tagOrDigest}`, MANIFEST_BYTES_MAX);
    return this.#checked(answer, tagOrDigest);
  }

  /** What the tag stands for now, without reading it, which registries do not count as a pull; null where it does not say. */
  async digestOf(tag: string): Promise<string | null> {
    const answer = await this.#get('HEAD', `manifests/${tag}`, MANIFEST_BYTES_MAX);
    const digest = answer.headers['docker-content-digest'] ?? '';
    return DIGEST.test(digest) ? digest : null;
  }

  /** An image's configuration. Throws RegistryError. */
  async config(digest: string): Promise<Content> {
    return this.#checked(await this.#get('GET', `blobs/${digest}`, CONFIG_BYTES_MAX), digest);
  }

  async #get(method: 'GET' | 'HEAD', what: string, limitBytes: number): Promise<HttpAnswer> {
    const url = this.#endpoint.url(what);
    const { pace } = this.#parts;
    const answer = await pace.inTurn(this.registry, async () => {
      try {
        return await this.#signedIn(method, url, limitBytes);
      } catch (error) {
        throw this.#noted(error);
      }
    });
    const { status } = answer;
    if (status === 200) {
      pace.well(this.registry, answer.headers);
      return answer;
    }
    if (status === 401 || status === 403) throw this.#denied();
    if (status === 404) throw new RegistryError('missing', `${this.registry} does not have it`);
    throw new RegistryError('broken', `${this.registry} answered ${status}`);
  }

  #denied(): RegistryError {
    if (!this.#withheld) return denied(this.registry, this.#credentials);
    const why = `it is not given the pull secret, which is for ${this.registry} alone`;
    return new RegistryError('denied', `the mirror does not show it: ${why}`);
  }

  async #signedIn(method: 'GET' | 'HEAD', url: URL, limitBytes: number): Promise<HttpAnswer> {
    const { http, signIn } = this.#parts;
    const { registry, path } = this.#endpoint;
    const key = JSON.stringify([url.origin, registry, path, fingerprintOf(this.#credentials)]);
    const ask = (authorization: string | null) =>
      http.ask({ registry, method, url, headers: { accept: MANIFEST_TYPES }, authorization, limitBytes });
    const first = await ask(signIn.known(key));
    const header = first.headers['www-authenticate'];
    if (first.status !== 401 || header === undefined) return orLater(first, registry);
    const authorization = await signIn.answer(key, header, { registry, path, credentials: this.#credentials });
    return authorization === null ? first : orLater(await ask(authorization), registry);
  }

  /** A registry that is asked too often, or fails, rests. */
  #noted(error: unknown): unknown {
    const { pace } = this.#parts;
    if (error instanceof TooManyRequests) return pace.busy(this.registry, error.retryAfter);
    if (!(error instanceof RegistryError)) return error;
    if (error.problem !== 'failing' && error.problem !== 'unreachable') return error;
    return new RegistryError(error.problem, error.message, pace.failed(this.registry, error.message));
  }

  #checked({ body, headers }: HttpAnswer, asked: string): Content {
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    if (DIGEST.test(asked) && asked !== digest) {
      throw new RegistryError('broken', `${this.registry} answers something else than the digest that was asked for`);
    }
    return { body, digest, type: headers['content-type'] ?? '' };
  }
}

function orLater(answer: HttpAnswer, registry: string): HttpAnswer {
  if (answer.status === 429) throw new TooManyRequests(answer.headers['retry-after']);
  if (answer.status < 500) return answer;
  throw new RegistryError('failing', `${registry} fails: it answered ${answer.status}`);
}
