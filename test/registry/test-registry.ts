// A registry of our own for tests: the distribution API with tokens, limits, redirects, and every way to misbehave.
import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

/** Answers instead of the registry where it returns true. */
export type Interruption = (request: SeenRequest, response: ServerResponse) => boolean;

export type Access = 'open' | 'token' | 'basic';

export interface TestRegistryOptions {
  /** Served over HTTPS with it, else in the clear. */
  tls?: { cert: string; key: string };
  access?: Access;
  /** Needed for every repository under `private/`, and with `basic` for all. */
  user?: { name: string; password: string };
}

export const IMAGE = 'application/vnd.oci.image.manifest.v1+json';
export const INDEX = 'application/vnd.oci.image.index.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';

export class TestRegistry {
  readonly requests: SeenRequest[] = [];
  readonly #options: TestRegistryOptions;
  readonly #contents = new Map<string, { body: Buffer; type: string }>();
  readonly #tags = new Map<string, string>();
  readonly #tokens = new Set<string>();
  readonly #server;
  interrupt: Interruption = () => false;
  /** What 401 says; the registry's own unless a test has another idea. */
  challenge: string | null = null;
  tokenLastsSeconds = 300;

  constructor(options: TestRegistryOptions = {}) {
    this.#options = options;
    const answer = (request: IncomingMessage, response: ServerResponse) => this.#answer(request, response);
    this.#server = options.tls === undefined ? createServer(answer) : createTlsServer(options.tls, answer);
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** As an image's name begins. */
  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  get url(): string {
    return `${this.#options.tls === undefined ? 'http' : 'https'}://${this.host}`;
  }

  /** Method and path of everything asked for but tokens. */
  get asked(): string[] {
    return this.requests.filter(({ path }) => path !== '/token').map(({ method, path }) => `${method} ${path}`);
  }

  /** Keeps content as it is; returns its digest. */
  put(content: object | string | Buffer, type: string): string {
    const body = Buffer.isBuffer(content)
      ? content
      : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    this.#contents.set(digest, { body, type });
    return digest;
  }

  tag(repository: string, tag: string, digest: string): void {
    this.#tags.set(`${repository}:${tag}`, digest);
  }

  /** An image of one platform; returns its manifest's digest. */
  image(platform: Readonly<Record<string, unknown>>): string {
    const config = this.put({ ...platform, rootfs: { type: 'layers', diff_ids: [] } }, CONFIG);
    const manifest = { schemaVersion: 2, mediaType: IMAGE, config: { mediaType: CONFIG, digest: config }, layers: [] };
    return this.put(manifest, IMAGE);
  }

  /** A list of images, each entry with its platform. */
  index(entries: readonly Readonly<Record<string, unknown>>[]): string {
    const manifests = entries.map((platform) => ({
      mediaType: IMAGE,
      digest: this.image(platform),
      size: 1,
      platform,
    }));
    return this.list(manifests);
  }

  list(manifests: readonly object[], mediaType = INDEX): string {
    return this.put({ schemaVersion: 2, mediaType, manifests }, mediaType);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://registry');
    const seen = { method: request.method ?? '', path: pathname, query: searchParams, headers: request.headers };
    this.requests.push(seen);
    if (this.interrupt(seen, response)) return;
    if (pathname === '/token') this.#giveToken(seen, response);
    else this.#giveContent(seen, response);
  }

  #giveContent(seen: SeenRequest, response: ServerResponse): void {
    const match = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(seen.path);
    const [, repository = '', , reference = ''] = match ?? [];
    if (!this.#isLetIn(seen, repository)) {
      response.setHeader('www-authenticate', this.challenge ?? this.#ownChallenge(repository));
      fail(response, 401, 'UNAUTHORIZED');
      return;
    }
    const digest = reference.startsWith('sha256:') ? reference : this.#tags.get(`${repository}:${reference}`);
    const content = this.#contents.get(digest ?? '');
    if (content === undefined) {
      fail(response, 404, 'MANIFEST_UNKNOWN');
      return;
    }
    const { body, type } = content;
    const headers = { 'content-type': type, 'docker-content-digest': digest, 'content-length': body.length };
    response.writeHead(200, headers).end(seen.method === 'HEAD' ? undefined : body);
  }

  #ownChallenge(repository: string): string {
    if (this.#options.access === 'basic') return 'Basic realm="a registry, for tests"';
    return `Bearer realm="${this.url}/token",service="tests, \\"quoted\\"",scope="repository:${repository}:pull"`;
  }

  #isLetIn({ headers }: SeenRequest, repository: string): boolean {
    const { access = 'open', user } = this.#options;
    if (access === 'open') return true;
    const given = headers.authorization ?? '';
    if (access === 'basic') return given === basic(user);
    return this.#tokens.has(given) && (!repository.startsWith('private/') || given.startsWith('Bearer known-'));
  }

  #giveToken({ headers }: SeenRequest, response: ServerResponse): void {
    const { user } = this.#options;
    const { authorization } = headers;
    if (authorization !== undefined && authorization !== basic(user)) {
      fail(response, 401, 'UNAUTHORIZED');
      return;
    }
    const token = `${authorization === undefined ? 'anyone' : 'known'}-${this.#tokens.size}`;
    this.#tokens.add(`Bearer ${token}`);
    response.writeHead(200).end(JSON.stringify({ token, expires_in: this.tokenLastsSeconds }));
  }
}

function basic(user: TestRegistryOptions['user']): string {
  return `Basic ${Buffer.from(`${user?.name}:${user?.password}`).toString('base64')}`;
}

function fail(response: ServerResponse, code: number, error: string): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify({ errors: [{ code: error }] }));
}
