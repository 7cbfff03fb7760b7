// HTTP to one API server: credentials and TLS from the kubeconfig, one memoised dispatcher, time limits, errors as Status.
import { createHash } from 'node:crypto';
import type { RequestOptions } from 'node:https';
import type { Dispatcher } from 'undici';
import type { ClusterConfig } from './config.ts';
import { isStatusError, StatusError, statusErrorOf, timedOut, unreachable } from './status-error.ts';

export interface KubeRequest {
  method?: 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';
  /** With its query, from the API server's root: `/api/v1/pods?limit=500`. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** To the answer's headers for `open`, to its last byte for `json`. */
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface KubeAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Must be read to its end or destroyed. */
  body: Dispatcher.ResponseData['body'];
}

const CONNECT_TIMEOUT_MS = 5_000;
/** As client-go: below the 60 s after which some load balancers drop a silent connection. */
const KEEP_ALIVE_DELAY_MS = 30_000;
/** Watches and followed logs keep one each (POD_TOPICS_MAX, LOG_READERS_MAX); 32 serve lists, probes and the proxy. */
const CONNECTIONS_MAX = 128;
/** Refused credentials are read anew at most so often: a plugin is a program that is started. */
const RENEW_LEAST_MS = 3_000;
/** Bodies of errors: a Status is small. */
const ERROR_BODY_BYTES_MAX = 64 * 1024;
/** A page of 500 objects of 100 KB. */
const JSON_BYTES_MAX = 64 * 1024 * 1024;

export class Transport {
  #config: ClusterConfig;
  #dispatcher: { key: string; value: Dispatcher } | null = null;
  #closed = false;
  #renewedMs = 0;
  #renewing: Promise<boolean> | null = null;

  constructor(config: ClusterConfig) {
    this.#config = config;
  }

  /** From now on this cluster, or these credentials: whatever runs with the old ones ends. */
  async use(config: ClusterConfig): Promise<void> {
    this.#config = config;
    const before = this.#dispatcher;
    this.#dispatcher = null;
    await before?.value.destroy();
  }

  /** Sends a request; resolves at the headers of a 2xx answer, throws StatusError otherwise. */
  async open(request: KubeRequest): Promise<KubeAnswer> {
    const controller = new AbortController();
    const cancel = () => controller.abort();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      controller.abort();
    }, request.timeoutMs);
    request.signal?.addEventListener('abort', cancel, { once: true });
    const release = () => request.signal?.removeEventListener('abort', cancel);
    try {
      request.signal?.throwIfAborted();
      const answer = await this.#sendSignedIn(request, controller.signal);
      // Who reads a body hears of its errors by reading; one that is let go early must not end the process.
      answer.body.on('error', () => undefined);
      if (answer.statusCode >= 300) throw await failureOf(answer);
      answer.body.once('close', release);
      return { status: answer.statusCode, headers: flat(answer.headers), body: answer.body };
    } catch (error) {
      release();
      if (late) throw timedOut(request.timeoutMs);
      throw isStatusError(error) ? error : unreachable(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The answer's JSON; `limitBytes` bounds what is read. The time limit covers the body too. */
  async json(
    request: KubeRequest & { limitBytes?: number },
  ): Promise<{ body: unknown; headers: KubeAnswer['headers'] }> {
    const limit = AbortSignal.timeout(request.timeoutMs);
    const signal = request.signal === undefined ? limit : AbortSignal.any([request.signal, limit]);
    try {
      const answer = await this.open({ ...request, signal });
      const text = await readText(answer.body, request.limitBytes ?? JSON_BYTES_MAX);
      return { body: parseJson(text), headers: answer.headers };
    } catch (error) {
      if (limit.aborted) throw timedOut(request.timeoutMs);
      throw isStatusError(error) ? error : unreachable(error);
    }
  }

  /** Ends every connection, also those of running watches. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#dispatcher?.value.destroy();
    this.#dispatcher = null;
  }

  /** Credentials that were good once are read anew where they are refused (client-go transport/token_source.go). */
  async #sendSignedIn(request: KubeRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const answer = await this.#send(request, signal);
    if (answer.statusCode !== 401 || !(await orAborted(this.#renew(), signal))) return answer;
    await answer.body.dump();
    return this.#send(request, signal);
  }

  /** Whether there may be other credentials now. */
  #renew(): Promise<boolean> {
    const config = this.#config;
    this.#renewing ??= (async () => {
      if (Date.now() - this.#renewedMs < RENEW_LEAST_MS) return false;
      this.#renewedMs = Date.now();
      const renewed = await config.renewed();
      if (renewed === null || this.#config !== config) return this.#config !== config;
      this.#config = { ...config, kubeConfig: renewed };
      return true;
    })().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #send(request: KubeRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const server = new URL(this.#config.server);
    const { dispatcher, headers } = await orAborted(this.#authorize(), signal);
    return dispatcher.request({
      origin: server.origin,
      path: server.pathname.replace(/\/+$/, '') + request.path,
      method: request.method ?? 'GET',
      headers: { accept: 'application/json', 'user-agent': 'bramble', ...headers, ...request.headers },
      body: request.body ?? null,
      signal,
      // Ours alone count: a quiet watch is silent for a minute.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Credentials are read for every request: token files rotate, exec plugins refresh (client-node caches both). */
  async #authorize(): Promise<{ dispatcher: Dispatcher; headers: Record<string, string> }> {
    if (this.#closed) throw new StatusError(503, 'ServiceUnavailable', 'shutting down', { answered: false });
    const { kubeConfig } = this.#config;
    const options: RequestOptions = {};
    try {
      await kubeConfig.applyToHTTPSOptions(options);
    } catch (error) {
      throw credentialsFailed(error);
    }
    const { ca, cert, key, rejectUnauthorized, servername } = options;
    const tls = { ca, cert, key, rejectUnauthorized, servername };
    const fingerprint = createHash('sha256').update(JSON.stringify(tls)).digest('hex');
    if (this.#dispatcher?.key !== fingerprint) {
      const before = this.#dispatcher?.value;
      this.#dispatcher = { key: fingerprint, value: await this.#createDispatcher(tls) };
      // Running watches finish on the old connections.
      before?.close().catch((error: unknown) => console.error('closing connections:', String(error)));
    }
    const headers: Record<string, string> = {};
    // A token file ends with a newline, which no header takes.
    for (const [name, value] of Object.entries(options.headers ?? {})) headers[name] = String(value).trim();
    if (typeof options.auth === 'string') {
      headers['Authorization'] = `Basic ${Buffer.from(options.auth).toString('base64')}`;
    }
    return { dispatcher: this.#dispatcher.value, headers };
  }

  async #createDispatcher(tls: Partial<Record<'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'servername', unknown>>) {
    const { kubeConfig } = this.#config;
    if (kubeConfig.getCurrentCluster()?.proxyUrl !== undefined) {
      let proxy: Dispatcher | undefined;
      const sink = { setHeaderParam: () => undefined, setDispatcher: (value: Dispatcher) => (proxy = value) };
      await kubeConfig.applySecurityAuthentication(
        sink as unknown as Parameters<typeof kubeConfig.applySecurityAuthentication>[0],
      );
      if (proxy !== undefined) return proxy;
    }
    const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
    // Loaded when first needed, as in config.ts.
    const { Agent } = await import('undici');
    return new Agent({
      connections: CONNECTIONS_MAX,
      // One connection a watch: over HTTP/2 a single dropped connection would end them all.
      allowH2: false,
      connect: { ...given, timeout: CONNECT_TIMEOUT_MS, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS },
    });
  }
}

/** A credential plugin may hang: who asks for it gives up in time. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new StatusError(503, 'ServiceUnavailable', 'given up', { answered: false }));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Reads at most `limitBytes`; more is an error, never a cut-off text. */
export async function readText(
  body: AsyncIterable<Uint8Array>,
  limitBytes: number,
  who = 'the API server',
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw tooLarge(limitBytes, who);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function tooLarge(limitBytes: number, who = 'the API server'): StatusError {
  const size = limitBytes >= 1024 * 1024 ? `${limitBytes / (1024 * 1024)} MiB` : `${limitBytes / 1024} KiB`;
  return new StatusError(413, 'RequestEntityTooLarge', `${who}'s answer is larger than ${size}: ask for less`);
}

async function failureOf(answer: Dispatcher.ResponseData): Promise<StatusError> {
  const retryAfter = Number(answer.headers['retry-after']);
  const text = await readText(answer.body, ERROR_BODY_BYTES_MAX).catch(() => '');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // No Status: the code alone must do. What a proxy in between wrote is not ours to repeat.
    body = undefined;
  }
  return statusErrorOf(answer.statusCode, body, Number.isFinite(retryAfter) ? retryAfter : undefined);
}

export function parseJson(text: string, who = 'the API server'): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StatusError(502, 'InternalError', `${who} answered something that is not JSON`);
  }
}

function credentialsFailed(error: unknown): StatusError {
  // client-node's own words about a plain http server name no secret; everything else might.
  const plain = error instanceof Error && error.message.startsWith('HTTP protocol is not allowed');
  const why = plain
    ? 'a plain http:// server needs insecure-skip-tls-verify'
    : 'a certificate, token or credential plugin it names does not work';
  return new StatusError(401, 'Unauthorized', `the kubeconfig's credentials cannot be used: ${why}`, {
    answered: false,
  });
}

function flat(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return result;
}
