// HTTP towards registries: every address checked before it is connected to, redirects followed without credentials,
// answers bounded in size and time.
import type { Agent, Dispatcher } from 'undici';
import { checkUrl, guardedLookup, isMirror, isNamed, type Resolve, systemResolve } from './guard.ts';
import type { RegistryPolicy } from './policy.ts';
import { RegistryError, unreachable } from './registry-error.ts';

export interface HttpRequest {
  /** On whose behalf, for messages: `docker.io`. */
  registry: string;
  url: URL;
  method?: 'GET' | 'HEAD';
  headers?: Readonly<Record<string, string>>;
  /** Left out as soon as a redirect leads to another origin. */
  authorization?: string | null;
  /** Of the body; a longer one is an error. */
  limitBytes: number;
}

export interface HttpAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

export interface HttpOptions {
  policy: RegistryPolicy;
  resolve?: Resolve;
  /** From the first byte sent to the last received, redirects included. */
  timeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 15_000;
const REDIRECTS_MAX = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const CONNECTIONS_MAX = 4;
/** What a refusal says is read no further: only its code counts. */
const REFUSAL_BYTES_MAX = 16 * 1024;

export class GuardedHttp {
  readonly #options: HttpOptions;
  readonly #agents = new Map<string, Promise<Agent>>();

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  get policy(): RegistryPolicy {
    return this.#options.policy;
  }

  /** Any answer but a redirect, whatever its code. Throws RegistryError. */
  async ask(request: HttpRequest): Promise<HttpAnswer> {
    const limit = AbortSignal.timeout(this.#options.timeoutMs ?? ANSWER_TIMEOUT_MS);
    const { registry } = request;
    try {
      return await this.#follow(request, limit);
    } catch (error) {
      if (limit.aborted)
        throw new RegistryError('unreachable', `${registry} cannot be reached: it did not answer in time`);
      throw unreachable(registry, error);
    }
  }

  async close(): Promise<void> {
    const agents = await Promise.all(this.#agents.values());
    this.#agents.clear();
    await Promise.all(agents.map((agent) => agent.destroy()));
  }

  async #follow(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    let { url, authorization = null } = request;
    for (let redirects = 0; ; redirects++) {
      const answer = await this.#send({ ...request, url, authorization }, signal);
      const { location } = answer.headers;
      if (!REDIRECTS.has(answer.status) || location === undefined) return answer;
      if (redirects >= REDIRECTS_MAX) throw new RegistryError('broken', `${request.registry} redirects in circles`);
      if (!URL.canParse(location, url)) {
        throw new RegistryError('broken', `${request.registry} redirects to what is no address`);
      }
      const next = new URL(location, url);
      if (next.origin !== url.origin) authorization = null;
      url = next;
    }
  }

  async #send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { registry, url, method, headers, authorization, limitBytes } = request;
    checkUrl(url, this.policy);
    const agent = await this.#agentFor(url);
    const answer = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: method ?? 'GET',
      headers: { 'user-agent': 'bramble', ...headers, ...(authorization ? { authorization } : {}) },
      signal,
    });
    const isGood = answer.statusCode < 300;
    const body = isGood ? await readBody(answer.body, limitBytes, registry) : await readSome(answer.body);
    return { status: answer.statusCode, headers: flat(answer.headers), body };
  }

  /** One for each kind of trust: what may be connected to is decided where the connection is made. */
  #agentFor(url: URL): Promise<Agent> {
    const { policy, resolve = systemResolve } = this.#options;
    const ca = isMirror(url, policy) ? (policy.mirror?.ca ?? null) : null;
    const named = isNamed(url, policy);
    const kind = ca === null ? `${named}` : 'mirror';
    const known = this.#agents.get(kind);
    if (known !== undefined) return known;
    const agent = newAgent({ lookup: guardedLookup(resolve, named), ...(ca === null ? {} : { ca }) });
    this.#agents.set(kind, agent);
    return agent;
  }
}

/** Loaded when first needed: without pages that ask for images it is not. */
async function newAgent(connect: object): Promise<Agent> {
  const { Agent } = await import('undici');
  return new Agent({
    connections: CONNECTIONS_MAX,
    allowH2: false,
    connect: { ...connect, timeout: CONNECT_TIMEOUT_MS },
  });
}

async function readBody(body: Dispatcher.ResponseData['body'], limitBytes: number, registry: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop destroys the connection: the rest is not received.
    if (bytes > limitBytes) {
      throw new RegistryError('broken', `${registry} answers more than the ${limitBytes / 1024} KiB that are read`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** So that the connection can be used again where the answer is short. */
async function readSome(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  await body.dump({ limit: REFUSAL_BYTES_MAX });
  return Buffer.alloc(0);
}

function flat(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return result;
}
